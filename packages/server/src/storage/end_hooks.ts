/**
 * What has to happen together with the end of an execution: its gate opens, its parent goes on, its error workflow starts.
 *
 *  1. A hook runs in the transaction of the end, whichever way it ended: written complete, finished, cancelled while nobody ran
 *     it, given up. Either both are committed or neither.
 *  2. An end that no hook needs costs what it would cost without hooks: one statement, no transaction of ours.
 *  3. A transaction may be tried again, so a hook has no effect outside of it.
 */
import type { Failure, FinalStatus, TriggerInput, TriggerType, WorkflowSettings } from '@millrace/core';
import type { FinishedExecution } from '@millrace/engine';
import type { Tx } from '../db/client.ts';

/** An execution that has just ended, as far as that is known without asking. */
export interface EndedExecution {
  id: string;
  org_id: string;
  workflow_id: string;
  version: number;
  status: FinalStatus;
  trigger_type: TriggerType;
  depth: number;
  parent: { execution_id: string; path: string } | null;
  /** Of the version that it ran on; null when that could not be read, and then it may have been anything. */
  settings: WorkflowSettings | null;
  /** It may stand in a gate: its workflow limits how many run at once, or that is not known. */
  gated: boolean;
  /** It may have waits, approvals or children that it started. */
  waited: boolean;
  /** Whole; null for one that ended while nobody ran it. */
  trigger: TriggerInput | null;
  /** Whole, also where it is not kept. */
  output: unknown;
  error: Failure | null;
  started_at: Date | null;
  finished_at: Date;
}

export interface EndHook {
  /** Whether `run` has anything to do for it; called for every end, so it only looks at the row. */
  needed(ended: EndedExecution): boolean;
  /** Gets the ended ones that need it. Executions that end by this go to `ends.run` in the same transaction. */
  run(tx: Tx, ended: readonly EndedExecution[], ends: Ends): Promise<void>;
}

export interface Ends {
  /** Whether the end of this execution has to be a transaction. */
  needed(ended: EndedExecution): boolean;
  /** Runs what is needed, in the order in which the hooks were given. */
  run(tx: Tx, ended: readonly EndedExecution[]): Promise<void>;
}

export function createEnds(hooks: readonly EndHook[]): Ends {
  const ends: Ends = {
    needed: (ended) => hooks.some((hook) => hook.needed(ended)),
    async run(tx, ended) {
      for (const hook of hooks) {
        const concerned = ended.filter((one) => hook.needed(one));
        if (concerned.length > 0) await hook.run(tx, concerned, ends);
      }
    },
  };
  return ends;
}

/** Whether executions with these settings may have to wait for each other. */
export function isGated(settings: WorkflowSettings | null): boolean {
  return settings === null || settings.max_concurrency !== undefined || Boolean(settings.concurrency_key);
}

/** @param known what the process that ran it knows: whether it waited, and whether its definition could be read */
export function endedOf(
  finished: FinishedExecution,
  known: { waited: boolean; settings_unknown: boolean },
): EndedExecution {
  const { start, status, output, error, started_at, finished_at } = finished;
  const settings = known.settings_unknown ? null : start.definition.config;
  return {
    id: start.id,
    org_id: start.org_id,
    workflow_id: start.workflow_id,
    version: start.version,
    status,
    trigger_type: start.trigger_type,
    depth: start.depth,
    parent: start.parent,
    settings,
    gated: isGated(settings),
    waited: known.waited,
    trigger: start.trigger,
    output,
    error,
    started_at,
    finished_at,
  };
}
