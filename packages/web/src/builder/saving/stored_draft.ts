/** A draft as the server has it. Pure. */
import { parseDefinition, type Workflow } from '@millrace/core';
import { adoptSecrets } from '../document/adopt_secrets.ts';
import { type Draft, sameDraft } from '../document/store.ts';

/** The draft of a row; null when this page cannot read it (a newer server). */
export function draftOf(workflow: Workflow): Draft | null {
  try {
    return { name: workflow.name, definition: parseDefinition(workflow.workflow_definition) };
  } catch {
    return null;
  }
}

/**
 * Whether `stored` is what became of `saved`: what a page sent holds the secret, and a node that is called nothing yet; what
 * comes back its mark, and a name.
 */
export function storedAs(stored: Draft, saved: Draft): boolean {
  if (sameDraft(stored, saved)) return true;
  const sent = { ...saved, name: saved.name.trim() };
  const definition = adoptSecrets(completed(sent.definition), stored.definition);
  return sameDraft({ ...sent, definition }, stored);
}

/** As the server stores it. */
function completed(definition: Draft['definition']): Draft['definition'] {
  try {
    return parseDefinition(definition);
  } catch {
    return definition;
  }
}
