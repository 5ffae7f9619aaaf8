import type { TriggerInput, TriggerType } from '@millrace/core';
import type { ExecutionStart, JournalEntry } from '@millrace/engine';
import type pg from 'pg';
import { readSignals } from '../signals/read_signals.ts';
import type { BlobRef } from './blobs.ts';
import type { ExecutionJob } from './execution_job.ts';
import { Whole } from './large_values.ts';

/** An execution that a runner took: its row and what is already known of its steps. */
export interface ClaimedExecution {
  id: string;
  org_id: string;
  workflow_id: string;
  version: number;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  triggered_by: string | null;
  retry_of: string | null;
  fence: number;
  recoveries: number;
  /** Somebody asked to stop it while nobody ran it. */
  cancel_requested: boolean;
  created_at: Date;
  started_at: Date;
  /** By the clock of the database, while the row was held: what is accepted for its waits after the claim came later than this. */
  claimed_at: Date;
  duration_ms: number | null;
  parent: ExecutionStart['parent'];
  depth: number;
  /** With what ended its waits meanwhile, as `signalled` entries. */
  journal: JournalEntry[];
  /** It waits, or waited, for something outside. For its {@link Hold}. */
  waited: boolean;
  /** Some of its values are stored apart. For its {@link Hold}. */
  large: boolean;
}

type ClaimedRow = Omit<ClaimedExecution, 'journal' | 'parent' | 'waited' | 'large'> & {
  parent_execution_id: string | null;
  parent_path: string | null;
  trigger_blob: BlobRef | null;
};

/** A job whose fence is not the row's is an old one: somebody else runs it, or it is over. */
const claim = {
  name: 'claim_executions',
  text: `
update workflow_executions e
   set status = 'running', owner = $1, fence = e.fence + 1, resume_at = null, started_at = coalesce(e.started_at, now())
  from unnest($2::uuid[], $3::integer[]) as job(id, fence)
 where e.id = job.id and e.fence = job.fence and e.status in ('queued', 'waiting')
returning e.id, e.org_id, e.workflow_id, e.version, e.trigger_type, e.trigger, e.triggered_by, e.retry_of, e.fence,
          e.recoveries, e.cancel_requested, e.created_at, e.started_at, e.duration_ms,
          e.parent_execution_id, e.parent_path, e.depth, e.trigger_blob, clock_timestamp() as claimed_at`,
};

const journal = {
  name: 'claim_journal',
  text: 'select execution_id, entry from execution_journal where execution_id = any($1::uuid[]) order by created_at, path, attempt',
};

/** Takes the executions of these jobs for `owner`. Runs inside the transaction that removes the jobs. */
export async function claimExecutions(
  tx: pg.ClientBase,
  owner: string,
  jobs: readonly Pick<ExecutionJob, 'execution_id' | 'fence'>[],
): Promise<ClaimedExecution[]> {
  if (jobs.length === 0) return [];
  const claimed = await tx.query<ClaimedRow>({
    ...claim,
    values: [owner, jobs.map((job) => job.execution_id), jobs.map((job) => job.fence)],
  });
  if (claimed.rows.length === 0) return [];
  const entries = await tx.query<{ execution_id: string; entry: JournalEntry }>({
    ...journal,
    values: [claimed.rows.map(({ id }) => id)],
  });
  const byExecution = Map.groupBy(entries.rows, (row) => row.execution_id);
  const whole = new Whole();
  const executions = claimed.rows.map((row) => {
    const journal = (byExecution.get(row.id) ?? []).map(({ entry }) => entry);
    whole.trigger(row.id, row.trigger, row.trigger_blob);
    whole.entries(row.id, journal);
    return claimedExecution(row, journal);
  });
  await whole.bringBack(tx);
  await addSignals(
    tx,
    executions.filter(({ waited }) => waited),
  );
  return executions;
}

function claimedExecution(
  { parent_execution_id, parent_path, trigger_blob, ...row }: ClaimedRow,
  journal: JournalEntry[],
): ClaimedExecution {
  return {
    ...row,
    parent: parent_execution_id ? { execution_id: parent_execution_id, path: parent_path ?? '' } : null,
    journal,
    waited: journal.some((entry) => entry.kind === 'waiting' && entry.wait.kind !== 'time'),
    large: trigger_blob !== null || journal.some(holdsBlob),
  };
}

/** What the journal says of steps that waited is completed with what came while nobody ran them. */
async function addSignals(tx: pg.ClientBase, executions: readonly ClaimedExecution[]): Promise<void> {
  const signals = await readSignals(
    tx,
    executions.map(({ id }) => id),
  );
  for (const { id, journal } of executions)
    for (const signal of signals.get(id) ?? []) journal.push({ kind: 'signalled', ...signal });
}

function holdsBlob(entry: JournalEntry): boolean {
  return entry.kind === 'settled' && ('output_blob' in entry.step || 'input_blob' in entry.step);
}
