import type { FinishedExecution } from '@millrace/engine';
import type { BlobRef, BlobRow } from './blobs.ts';
import type { Kept } from './kept_data.ts';
import { Apart } from './large_values.ts';
import { documentOf, printFailure, printSteps } from './rows.ts';

/** What is written of an end, printed, and what has to be stored before because it is large. */
export interface PrintedEnd {
  documents: { output: string | null; error: string | null; steps: string; output_blob: BlobRef | null };
  blobs: BlobRow[];
}

export function printEnded({ start, output, error, steps }: FinishedExecution): PrintedEnd {
  const apart = new Apart({ execution_id: start.id, org_id: start.org_id });
  const stored = apart.value(output);
  return {
    documents: {
      output: documentOf(stored.value),
      error: printFailure(error),
      steps: printSteps(apart.steps(steps)),
      output_blob: stored.ref,
    },
    blobs: apart.rows,
  };
}

/** Null: the trigger stays as it is. */
export function printKeptTrigger({ trigger }: Kept): string | null {
  return trigger === undefined ? null : JSON.stringify({ data: trigger });
}
