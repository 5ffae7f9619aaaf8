/** "Did it happen?": what a person says of a step whose end nobody knows, or whose account was reconnected. */
import type { ExecutionStatus } from '@millrace/core';
import type { WaitResult } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { endWaits } from './end_waits.ts';
import { findWait, isUnfinished, lockExecution } from './signal.ts';
import { wake } from './wake.ts';

export interface Answer {
  org_id: string;
  execution_id: string;
  path: string;
  answer: 'repeat' | 'done' | 'stop';
  /** Of `done`: what the step gives. */
  output?: unknown;
}

export type AnswerOutcome =
  | { outcome: 'accepted'; status: ExecutionStatus }
  | { outcome: 'not_found' | 'already_finished' | 'not_waiting' };

/** Ends the question in the caller's transaction. */
export async function answerQuestion(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  { org_id, execution_id, path, answer, output }: Answer,
): Promise<AnswerOutcome> {
  const execution = await lockExecution(tx, org_id, execution_id);
  if (!execution) return { outcome: 'not_found' };
  if (!isUnfinished(execution)) return { outcome: 'already_finished' };
  const wait = await findWait(tx, execution_id, path);
  if (wait?.kind !== 'question' || wait.state !== 'open') return { outcome: 'not_waiting' };
  const result: WaitResult =
    answer === 'done' ? { outcome: 'done', output: output ?? null } : { outcome: answer };
  await endWaits(tx, [{ execution_id, path, result }]);
  await wake(tx, queue, [execution_id]);
  return { outcome: 'accepted', status: execution.status === 'waiting' ? 'queued' : execution.status };
}
