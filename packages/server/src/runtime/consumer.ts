/** Takes executions from the queue whenever there is room, and runs them. */
import type { ExecutionStart, FinishedExecution } from '@millrace/engine';
import type { ExecutionQueue } from '../queue.ts';
import type { ClaimedExecution } from '../storage/claim_executions.ts';
import type { ExecutionStorage, Hold } from '../storage/storage.ts';
import { isFinished } from './answers.ts';
import { Quarantine } from './quarantine.ts';
import { type Repeated, repeat } from './repeat.ts';
import type { Runner } from './runner.ts';
import type { SignalReader } from './signal_reader.ts';
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
  reader: Pick<SignalReader, 'begun'>;
  owner(): string;
  /** The time of the database. */
  now(): Date;
  /** Whether this process knows that it is still the owner of what it owned. */
  isCertain(): boolean;
  onError(error: unknown, execution_id?: string): void;
}

/** Delayed jobs announce nothing: this is how late one may be found, in milliseconds. */
const LOOK_MS = 1_000;
const MOST_AT_ONCE = 100;
/** What ends waits for its write without a slot: taken faster than it can be written, it would pile up, and whoever comes last would wait behind all of it. */
const MOST_UNWRITTEN = 400;
const WRITE_MS = 5;
const GATHER_MS = 3;
/** After its process died this often under it, an execution is the likely cause. */
const mostRecoveries = 5;

/** Begins to take; `wake` on a notification. `stop` takes nothing more, what runs goes on. */
export function consume(parts: ConsumerParts): Repeated {
  const { queue, slots, storage, owner, isCertain, onError } = parts;
  const quarantine = new Quarantine((id) => parts.runner.running.has(id), parts.now);
  let waits_for_slot = false;
  const loop = repeat(
    async () => {
      if (!isCertain()) return LOOK_MS;
      if (storage.waiting > MOST_UNWRITTEN) return WRITE_MS;
      const room = Math.min(slots.free, MOST_AT_ONCE);
      if (room === 0) return untilRelease();
      const taken_by = owner();
      const claimed = await queue.take(taken_by, room, slots.shares(), quarantine.rule());
      quarantine.note(claimed);
      for (const execution of claimed) slots.occupy(execution.org_id);
      // Until each of them runs: who stops this loop then knows of all that was taken.
      await Promise.all(claimed.map((execution) => begin(parts, execution, taken_by)));
      if (claimed.length === room) return 0;
      // There may be more of an organization that holds its share already.
      return slots.someShareIsFull ? untilRelease() : LOOK_MS;
    },
    { interval_ms: LOOK_MS, onError: (error) => onError(error) },
  );

  /** Not at the first slot: those that become free at about the same time are filled together. */
  function untilRelease(): number {
    if (waits_for_slot) return LOOK_MS;
    waits_for_slot = true;
    slots.onRelease(() => {
      waits_for_slot = false;
      setTimeout(() => loop.wake(), GATHER_MS);
    });
    return LOOK_MS;
  }
  return loop;
}

/** Resolves once it runs; never rejects. */
async function begin(parts: ConsumerParts, claimed: ClaimedExecution, owner: string): Promise<void> {
  const { runner, slots, waiters, reader, onError } = parts;
  const gives_up = claimed.recoveries >= mostRecoveries;
  try {
    const prepared = await prepare(parts, claimed, owner).catch((error: unknown) => {
      if (gives_up) return unread(claimed, owner);
      throw error;
    });
    const over = gives_up
      ? giveUp(parts, prepared, claimed)
      : runner.run({
          ...prepared,
          journal: claimed.journal,
          claimed_at: claimed.claimed_at,
          started_at: claimed.started_at,
          active_ms: claimed.duration_ms ?? 0,
          cancelled: claimed.cancel_requested,
          onResponse: (response) => waiters.tell(claimed.id, { kind: 'response', response }),
        });
    reader.begun(claimed.id);
    over.then(
      (result) => isFinished(result) && waiters.tell(claimed.id, { kind: 'finished' }),
      (error: unknown) => onError(error, claimed.id),
    );
  } catch (error) {
    slots.release(claimed.org_id);
    onError(error, claimed.id);
  }
}

interface Prepared {
  start: ExecutionStart;
  hold: Hold;
}

async function prepare(
  { workflows }: ConsumerParts,
  claimed: ClaimedExecution,
  owner: string,
): Promise<Prepared> {
  const { workflow_id, org_id, version } = claimed;
  const [definition, workflow, variables] = await Promise.all([
    workflows.version(workflow_id, version),
    workflows.deployed(workflow_id),
    workflows.variables(org_id),
  ]);
  if (!definition) throw new Error(`Version ${version} of workflow ${workflow_id} is gone`);
  const { priority = 0, save_data = 'all' } = definition.config;
  return {
    start: startOf(claimed, { definition, variables, workflow_name: workflow?.name ?? '' }),
    hold: {
      owner,
      accepted: Promise.resolve(),
      priority,
      save_data,
      waited: claimed.waited,
      large: claimed.large,
    },
  };
}

/** What is needed to end an execution whose workflow cannot be read; how much of its data may be kept is not known. */
function unread(claimed: ClaimedExecution, owner: string): Prepared {
  const definition = { nodes: [], edges: [], config: {} };
  return {
    start: startOf(claimed, { definition, variables: {}, workflow_name: '' }),
    hold: {
      owner,
      accepted: Promise.resolve(),
      priority: 0,
      save_data: 'none',
      settings_unknown: true,
    },
  };
}

function startOf(
  claimed: ClaimedExecution,
  of: Pick<ExecutionStart, 'definition' | 'variables' | 'workflow_name'>,
): ExecutionStart {
  const {
    id,
    org_id,
    workflow_id,
    version,
    trigger_type,
    trigger,
    triggered_by,
    retry_of,
    created_at,
    fence,
    parent,
    depth,
  } = claimed;
  return {
    id,
    org_id,
    workflow_id,
    version,
    trigger_type,
    trigger,
    triggered_by,
    retry_of,
    created_at,
    fence,
    parent,
    depth,
    ...of,
  };
}

/** Ends what took down its process again and again, with what is known of its steps. */
async function giveUp(
  { storage, slots, now }: ConsumerParts,
  { start, hold }: Prepared,
  claimed: ClaimedExecution,
): Promise<FinishedExecution> {
  const message = `The process that ran this execution ended ${claimed.recoveries} times; it is not started again`;
  const hint = 'Look in the server log for what ended the process, then run it again.';
  storage.hold(start, hold);
  const finished: FinishedExecution = {
    start,
    accepted: true,
    status: 'error',
    output: null,
    error: { message, code: 'process_ended', hint },
    steps: claimed.journal.flatMap((entry) => (entry.kind === 'settled' ? [entry.step] : [])),
    started_at: claimed.started_at,
    finished_at: now(),
    duration_ms: claimed.duration_ms ?? 0,
  };
  try {
    await storage.finish(finished);
    return finished;
  } finally {
    storage.release(start);
    slots.release(start.org_id);
  }
}
