/** Whether somebody is asked before an execution is cancelled, and what they are told. Pure. */
import type { Execution, Step } from '@millrace/core';
import { formatExact } from '../components/format.ts';
import { strings } from '../strings/en.ts';

const t = strings.execution;
/** Who cancels what has only just begun wants just that. */
const justBegunMs = 5_000;

type Cancelled = Pick<Execution, 'status' | 'created_at' | 'started_at'>;

/** What is lost by cancelling it at `now`; null where nobody has to be asked. */
export function cancelQuestion(
  { status, created_at, started_at }: Cancelled,
  steps: readonly Step[],
  now: number,
): string | null {
  if (status === 'queued') return started_at ? t.cancel_about : t.cancel_queued(formatExact(created_at));
  if (status === 'waiting') {
    const since = waitsSince(steps);
    return since ? t.cancel_waiting(formatExact(since)) : t.cancel_about;
  }
  if (status !== 'running' || !started_at || now - Date.parse(started_at) <= justBegunMs) return null;
  return t.cancel_running(formatExact(started_at));
}

/** When the first of the steps began that wait at this moment; a loop began before what waits in it. */
function waitsSince(steps: readonly Step[]): string | undefined {
  return steps
    .filter((step) => step.status === 'waiting' && step.subtype !== 'loop')
    .flatMap((step) => step.started_at ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}
