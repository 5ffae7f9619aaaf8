/** What was chosen in the test dialog of a workflow, kept for this browser tab: who tests again wants the same again. */
import type { WorkflowTestBody } from '@millrace/core';

export interface KeptChoice {
  /** Text of the input, where it was typed. */
  typed: string | null;
  /** Texts of the answers by node id, where they were changed. */
  mocks: Record<string, string>;
  request: WorkflowTestBody['request'] | null;
  at: string | null;
}

export const noChoice: KeptChoice = { typed: null, mocks: {}, request: null, at: null };

/** More than this is not kept. */
const mostCharacters = 500_000;
const storageKey = (workflowId: string) => `millrace.test_choice.${workflowId}`;

export function keepChoice(workflowId: string, choice: KeptChoice): void {
  try {
    const text = JSON.stringify(choice);
    if (text.length <= mostCharacters) sessionStorage.setItem(storageKey(workflowId), text);
    // What is too large to be kept must not leave an older choice behind.
    else sessionStorage.removeItem(storageKey(workflowId));
  } catch {
    // Storage is full or forbidden: the choice then lasts as long as the dialog.
  }
}

export function keptChoice(workflowId: string): KeptChoice {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey(workflowId)) ?? 'null');
    if (typeof value === 'object' && value !== null && 'mocks' in value)
      return { ...noChoice, ...(value as KeptChoice) };
  } catch {
    // Unreadable: as if there were none.
  }
  return noChoice;
}
