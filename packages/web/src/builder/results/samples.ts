/** Real data of earlier tests and runs, by node id: what expressions show their results on. */
import type { Step } from '@millrace/core';

export interface Samples {
  /** What `trigger` is in expressions: `{ data, headers?, query?, method? }`. */
  trigger?: unknown;
  outputs: Readonly<Record<string, unknown>>;
}

export const noSamples: Samples = { outputs: {} };

/** The outputs of the steps that succeeded; of a very large one only the beginning is here, which is no sample. */
export function samplesOfSteps(steps: readonly Step[]): Samples {
  const outputs: Record<string, unknown> = {};
  for (const step of steps)
    if (step.status === 'success' && step.output !== undefined && !step.output_blob)
      outputs[step.node_id] = step.output;
  return { outputs };
}

/** More than this is not kept for the next visit. */
const keptCharacters = 500_000;
const storageKey = (workflowId: string) => `millrace.samples.${workflowId}`;

/** Kept for this browser tab only: samples may hold personal data. */
export function keepSamples(workflowId: string, samples: Samples): void {
  try {
    const text = JSON.stringify(samples);
    if (text.length <= keptCharacters) sessionStorage.setItem(storageKey(workflowId), text);
  } catch {
    // Storage is full or forbidden, or the data has a cycle: samples then last as long as the page.
  }
}

export function keptSamples(workflowId: string): Samples {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey(workflowId)) ?? 'null');
    if (typeof value === 'object' && value !== null && 'outputs' in value) return value as Samples;
  } catch {
    // Unreadable: as if there were none.
  }
  return noSamples;
}
