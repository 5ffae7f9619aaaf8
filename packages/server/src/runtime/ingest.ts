/**
 * How an execution starts: here and at once when there is room, through the queue otherwise. Invariants:
 *  1. A caller is answered after the commit that its answer promises, never before.
 *  2. Nothing is started twice for one idempotency key: the key, the row and the job are one transaction.
 *  3. Who cannot be served is told so at once (429 full, 503 no database); what was accepted is never refused.
 */
import type { ExecutionStart } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { isGated } from '../gates/gate_of.ts';
import type { Gates } from '../gates/gates.ts';
import { type QueuedStart, queuedStart } from '../gates/queued_start.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { Ends } from '../storage/end_hooks.ts';
import { type ExecutionKey, takeExecutionKey } from '../storage/execution_key.ts';
import { readExecution } from '../storage/read_execution.ts';
import type { ExecutionStorage } from '../storage/storage.ts';
import { type ExecuteAnswer, storedAnswer } from './answers.ts';
import { Backlog, type BacklogLimits } from './backlog.ts';
import { Callers } from './callers.ts';
import { checkTrigger } from './check_trigger.ts';
import type { ExecuteRequest, IdempotencyKey } from './execute_request.ts';
import { Patience } from './patience.ts';
import { noWorkflow, overloaded, refuseOther, unavailable } from './refusals.ts';
import type { Runner } from './runner.ts';
import type { Slots } from './slots.ts';
import { Starts } from './starts.ts';
import type { Waiters } from './waiters.ts';
import type { DeployedWorkflow, Workflows } from './workflows.ts';

export type { ExecuteRequest, NewStart } from './execute_request.ts';

export interface IngestParts {
  db: Database;
  queue: ExecutionQueue;
  gates: Pick<Gates, 'advance'>;
  ends: Ends;
  storage: ExecutionStorage;
  workflows: Workflows;
  slots: Slots;
  runner: Runner;
  waiters: Waiters;
  /** Under which id this process owns; null while it may not start anything. */
  owner(): string | null;
  isAway(): boolean;
  /** The database's time. */
  now(): Date;
  backlog: BacklogLimits;
  onError(error: unknown, execution_id: string): void;
}

/** What may wait for the database in this process: rows, and what they weigh in bytes. */
const MOST_UNWRITTEN = 5_000;
const MOST_UNWRITTEN_BYTES = 64 * 1024 * 1024;

export class Ingest {
  readonly #parts: IngestParts;
  readonly #callers: Callers;
  readonly #starts: Starts;
  readonly #backlog: Backlog;
  readonly #patience: Patience;

  constructor(parts: IngestParts) {
    this.#parts = parts;
    this.#callers = new Callers(parts);
    this.#starts = new Starts({ ...parts, callers: this.#callers });
    this.#backlog = new Backlog(parts.queue, parts.backlog);
    this.#patience = new Patience(parts.isAway);
  }

  stop(): void {
    this.#patience.stop();
  }

  /** A transaction that starts executions: launched after its commit, abandoned when it fails. */
  get transact(): Starts['transact'] {
    return this.#starts.transact.bind(this.#starts);
  }

  /** For who starts executions in a transaction because somebody asked. @throws ApiError `overloaded`, `unavailable` */
  async admit(org_id: string): Promise<void> {
    this.#refuseWhenUnable();
    await this.#backlog.admit(org_id);
  }

  /** @throws ApiError `not_found`, `not_deployed`, `not_active`, `validation_failed`, `overloaded`, `unavailable`, `idempotency_conflict` */
  execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
    return this.#patience.orUnavailable(this.#execute(request));
  }

  async #execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
    const { workflows, storage } = this.#parts;
    this.#refuseWhenUnable();
    const workflow = workflows.known(request.workflow_id) ?? (await this.#load(request));
    refuseOther(workflow, request.org_id);
    checkTrigger(request.trigger);
    const start = await this.#starts.startOf({ ...request, workflow });
    if (request.idempotency) return this.#once(start, workflow, request, request.idempotency);
    const hold = this.#starts.takeSlot(start, workflow);
    if (hold) return this.#callers.runHere(start, hold, request);
    await this.#backlog.admit(start.org_id);
    const queued = queuedStart(start);
    await storage.enqueue(queued);
    return this.#whenQueued(start, queued, request);
  }

  /** One that may not wait for its turn, or never runs, is over by now: its caller is told how. */
  async #whenQueued(
    start: ExecutionStart,
    { gate, ended }: QueuedStart,
    request: ExecuteRequest,
  ): Promise<ExecuteAnswer> {
    const may_be_over = ended !== null || (gate !== null && gate.rule.on_overlap !== 'queue');
    if (!may_be_over) return this.#callers.waitElsewhere(start, request, 'queued');
    if (gate) await this.#parts.gates.advance([gate]);
    const stored = await readExecution(this.#parts.db.engine, start.org_id, start.id);
    if (stored?.finished_at) return storedAnswer(start, stored);
    return this.#callers.waitElsewhere(start, request, stored?.status ?? 'queued');
  }

  /** Throws when the database is away or too much waits for it. */
  #refuseWhenUnable(): void {
    const { storage, isAway } = this.#parts;
    if (isAway()) throw unavailable();
    if (storage.waiting > MOST_UNWRITTEN || storage.waiting_bytes > MOST_UNWRITTEN_BYTES) throw overloaded(1);
  }

  async #load({ workflow_id, org_id }: ExecuteRequest): Promise<DeployedWorkflow> {
    const workflow = await this.#parts.workflows.deployed(workflow_id);
    if (workflow) return workflow;
    const { rowCount } = await this.#parts.db.engine.query(
      'select from integration_workflows where id = $1 and org_id = $2 and deleted_at is null',
      [workflow_id, org_id],
    );
    throw rowCount ? new ApiError('not_deployed') : noWorkflow();
  }

  async #once(
    start: ExecutionStart,
    workflow: DeployedWorkflow,
    request: ExecuteRequest,
    { scope, key, request_hash, window_seconds }: IdempotencyKey,
  ): Promise<ExecuteAnswer> {
    await this.#backlog.admit(start.org_id);
    const hash = request_hash ?? null;
    const taking: ExecutionKey = {
      org_id: start.org_id,
      scope,
      key,
      request_hash: hash,
      execution_id: start.id,
      ...(window_seconds === undefined ? {} : { window_seconds }),
    };
    const taken = await this.#starts.transact(async (tx, prepare) => {
      const before = await takeExecutionKey(tx, taking);
      if (!before) await prepare([{ ...request, workflow, id: start.id, variables: start.variables }]);
      return before;
    });
    if (!taken) {
      if (isGated(workflow.definition)) return this.#whenQueued(start, queuedStart(start), request);
      return this.#callers.waitElsewhere(start, request, 'running');
    }
    if (taken.request_hash !== hash) throw new ApiError('idempotency_conflict');
    const first = { ...start, id: taken.execution_id! };
    const stored = await readExecution(this.#parts.db.engine, start.org_id, first.id);
    if (stored?.finished_at) return { ...storedAnswer(first, stored), replayed: true };
    if (!stored) return noLongerKept(first.id, request);
    const answer = await this.#callers.waitElsewhere(first, request, stored.status);
    return { ...answer, replayed: true };
  }
}

/**
 * What was started with a key ended, and has been deleted since. Whoever delivers something again is told that it arrived, which
 * says nothing of its end; whoever asks for the execution learns that it is gone.
 */
function noLongerKept(execution_id: string, { trigger_type }: ExecuteRequest): ExecuteAnswer {
  if (trigger_type === 'webhook') return { execution_id, status: 'success', replayed: true };
  throw new ApiError('execution_over', {
    message: 'What was started with this key has ended and is not kept any more. Nothing is started again.',
  });
}
