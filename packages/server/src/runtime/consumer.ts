/** Takes executions from the queue whenever there is room, and runs them. */
import type { ExecutionStart } from '@millrace/engine';
import type { ExecutionQueue } from '../queue.ts';
import type { ClaimedExecution } from '../storage/claim_executions.ts';
import type { ExecutionStorage, Hold } from '../storage/storage.ts';
import { isFinished } from './answers.ts';
import { type Repeated, repeat } from './repeat.ts';
import type { Runner } from './runner.ts';
import type { Slots } from './slots.ts';
import type { Waiters } from './waiters.ts';
import type { Workflows } from './workflows.ts';

export interface ConsumerParts {
  queue: ExecutionQueue;
  storage: ExecutionStorage;
  workflows: Workflows;
  slots: Slots;
  runner: Runner;
  waiters: Waiters;
  owner(): string;
  /** Whether this process knows that it is still the owner of what it owned. */
  isCertain(): boolean;
  onError(error: unknown, execution_id?: string): void;
}

/** Delayed jobs announce nothing: this is how late one may be found, in milliseconds. */
const LOOK_MS = 1_000;
const MOST_AT_ONCE = 100;
/** After its process died this often under it, an execution is the likely cause. */
const mostRecoveries = 5;

/** Begins to take; `wake` on a notification. `stop` takes nothing more, what runs goes on. */
export function consume(parts: ConsumerParts): Repeated {
  const { queue, slots, owner, isCertain, onError } = parts;
  const loop = repeat(
    async () => {
      if (!isCertain()) return LOOK_MS;
      const room = Math.min(slots.free, MOST_AT_ONCE);
      if (room === 0) {
        slots.onRelease(() => loop.wake());
        return LOOK_MS;
      }
      const taken_by = owner();
      const claimed = await queue.take(taken_by, room, slots.full());
      for (const execution of claimed) slots.occupy(execution.org_id);
      for (const execution of claimed) void runClaimed(parts, execution, taken_by);
      return claimed.length === room ? 0 : LOOK_MS;
    },
    { interval_ms: LOOK_MS, onError: (error) => onError(error) },
  );
  return loop;
}

async function runClaimed(parts: ConsumerParts, claimed: ClaimedExecution, owner: string): Promise<void> {
  const { runner, slots, waiters, onError } = parts;
  try {
    const prepared = await prepare(parts, claimed, owner).catch((error: unknown) => {
      slots.release(claimed.org_id);
      throw error;
    });
    if (claimed.recoveries >= mostRecoveries) return await giveUp(parts, prepared, claimed);
    const result = await runner.run({
      ...prepared,
      journal: claimed.journal,
      active_ms: claimed.duration_ms ?? 0,
      onResponse: (response) => waiters.tell(claimed.id, { kind: 'response', response }),
    });
    if (isFinished(result)) waiters.tell(claimed.id, { kind: 'finished' });
  } catch (error) {
    onError(error, claimed.id);
  }
}

async function prepare(
  { workflows }: ConsumerParts,
  claimed: ClaimedExecution,
  owner: string,
): Promise<{ start: ExecutionStart; hold: Hold }> {
  const { workflow_id, org_id, version } = claimed;
  const [definition, workflow, variables] = await Promise.all([
    workflows.version(workflow_id, version),
    workflows.deployed(workflow_id),
    workflows.variables(org_id),
  ]);
  if (!definition) throw new Error(`Version ${version} of workflow ${workflow_id} is gone`);
  const { id, trigger_type, trigger, triggered_by, retry_of, created_at, fence } = claimed;
  const { priority = 0, save_data = 'all' } = definition.config;
  return {
    start: {
      id,
      org_id,
      workflow_id,
      workflow_name: workflow?.name ?? '',
      version,
      definition,
      trigger_type,
      trigger,
      triggered_by,
      retry_of,
      variables,
      created_at,
      fence,
    },
    hold: { owner, accepted: Promise.resolve(), priority, save_data },
  };
}

/** Ends what took down its process again and again, with what is known of its steps. */
async function giveUp(
  { storage, slots, waiters }: ConsumerParts,
  { start, hold }: { start: ExecutionStart; hold: Hold },
  claimed: ClaimedExecution,
): Promise<void> {
  const message = `The process that ran this execution ended ${claimed.recoveries} times; it is not started again`;
  const hint = 'Look in the server log for what ended the process, then run it again.';
  storage.hold(start, hold);
  try {
    await storage.finish({
      start,
      accepted: true,
      status: 'error',
      output: null,
      error: { message, code: 'process_ended', hint },
      steps: claimed.journal.flatMap((entry) => (entry.kind === 'settled' ? [entry.step] : [])),
      started_at: claimed.started_at,
      finished_at: new Date(),
      duration_ms: claimed.duration_ms ?? 0,
    });
    waiters.tell(start.id, { kind: 'finished' });
  } finally {
    storage.release(start);
    slots.release(start.org_id);
  }
}
