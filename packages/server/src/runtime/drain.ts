/**
 * The end of the executions of a process that is to stop. Invariants:
 *  1. Short ones end by themselves, which is cheaper than handing them over.
 *  2. Then no step begins any more: what is between two steps goes back to the queue at once, and so does each other one when
 *     the steps that are under way have ended.
 *  3. What is left after that is handed back all the same; its late writes are refused by its fence.
 */
import { HandBack } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { handBack } from '../storage/hand_back.ts';
import type { RuntimeLog } from './log.ts';
import type { Runner } from './runner.ts';

export interface DrainParts {
  db: Database;
  queue: Pick<ExecutionQueue, 'insert'>;
  runner: Runner;
  log: RuntimeLog;
  owner(): string;
  /** How long steps that are under way may take from now on, in milliseconds. */
  drain_ms?: number | undefined;
}

const SHORT_DRAIN_MS = 1_000;
/** With the moment before, running steps get 25 seconds; `main.ts` gives the end of executions a little more. */
const DRAIN_MS = 24_000;

/** Resolves when nothing runs here any more, or is ours. */
export async function drain({
  db,
  queue,
  runner,
  log,
  owner,
  drain_ms = DRAIN_MS,
}: DrainParts): Promise<void> {
  if (await runner.drained(Math.min(SHORT_DRAIN_MS, drain_ms))) return;
  runner.abortAll(new HandBack());
  if (await runner.drained(drain_ms)) return;
  const ids = [...runner.running.keys()];
  log.warn({ executions: ids.length }, 'Steps that did not end in time are handed back');
  await db.asEngine(async (tx) =>
    queue.insert(tx, await handBack(tx, { owner: owner(), ids, as_recovery: false })),
  );
}
