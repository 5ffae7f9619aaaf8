/**
 * How an execution starts: here and at once when there is room, through the queue otherwise. Invariants:
 *  1. A caller is answered after the commit that its answer promises, never before.
 *  2. Nothing is started twice for one idempotency key: the key, the row and the job are one transaction.
 *  3. Who cannot be served is told so at once (429 full, 503 no database); what was accepted is never refused.
 */
import type { ExecutionStatus, TriggerInput, TriggerType } from '@millrace/core';
import {
  type ExecutionStart,
  type FinishedExecution,
  OwnershipLost,
  type ParkedExecution,
} from '@millrace/engine';
import type { Database, Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import { type ExecutionKey, takeExecutionKey } from '../storage/execution_key.ts';
import { insertExecutions } from '../storage/insert_executions.ts';
import { readExecution } from '../storage/read_execution.ts';
import { newExecution } from '../storage/rows.ts';
import type { ExecutionStorage, Hold } from '../storage/storage.ts';
import { answerOf, type ExecuteAnswer, isFinished, storedAnswer } from './answers.ts';
import { checkTrigger } from './check_trigger.ts';
import { isAway } from './database_errors.ts';
import type { Response, Runner } from './runner.ts';
import type { Slots } from './slots.ts';
import type { Waiters } from './waiters.ts';
import type { DeployedWorkflow, Workflows } from './workflows.ts';

export interface ExecuteRequest {
  org_id: string;
  workflow_id: string;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  /** Id of the person or key; null for a trigger that fired by itself. */
  triggered_by: string | null;
  /** Null: answer once it is accepted. `response`: also when a Respond node answered. */
  wait?: 'finished' | 'response' | null;
  wait_ms?: number;
  idempotency?: { scope: string; key: string; request_hash?: string };
}

/** An execution that is to be started in a transaction of the caller. */
export interface NewStart {
  workflow: DeployedWorkflow;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  triggered_by: string | null;
  id?: string;
  /** Given where the transaction may wait for a lock: looking them up would need a second connection of the same pool. */
  variables?: ExecutionStart['variables'];
}

/** What was inserted; call one of them when the fate of the transaction is known. */
export interface Prepared {
  launch(): void;
  abandon(): void;
}

export interface IngestParts {
  db: Database;
  queue: ExecutionQueue;
  storage: ExecutionStorage;
  workflows: Workflows;
  slots: Slots;
  runner: Runner;
  waiters: Waiters;
  /** Under which id this process owns; null while it may not start anything. */
  owner(): string | null;
  isAway(): boolean;
  /** Executions that may wait in the queue before callers are refused. */
  backlog_limit: number;
  onError(error: unknown, execution_id: string): void;
}

const MOST_UNWRITTEN = 5_000;
const WAIT_MS = 60_000;
const AWAY_CHECK_MS = 250;
const BACKLOG_CHECK_MS = 1_000;

export class Ingest {
  readonly #parts: IngestParts;
  readonly #pending = new Set<(error: Error) => void>();
  readonly #timer: NodeJS.Timeout;
  #backlog = 0;
  #backlog_checked = Number.NEGATIVE_INFINITY;

  constructor(parts: IngestParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#releaseWhenAway(), AWAY_CHECK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @throws ApiError `not_found`, `not_deployed`, `not_active`, `validation_failed`, `overloaded`, `unavailable`, `idempotency_conflict` */
  execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
    return this.#orUnavailable(this.#execute(request));
  }

  async #execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
    const { workflows, slots, storage } = this.#parts;
    this.#refuseWhenUnable();
    const workflow = workflows.known(request.workflow_id) ?? (await this.#load(request));
    refuseOther(workflow, request.org_id);
    checkTrigger(request.trigger);
    const start = await this.#startOf({ ...request, workflow });
    if (request.idempotency) return this.#once(start, workflow, request, request.idempotency);
    const owner = this.#parts.owner();
    if (owner !== null && slots.take(start.org_id))
      return this.#runHere(start, holdOf(workflow, owner), request);
    await this.#refuseWhenFull();
    await storage.enqueue(start, workflow.priority);
    return this.#waitElsewhere(start, request, 'queued');
  }

  /** Inserts executions in `tx`: those for which there is room as running here, the others queued. */
  async prepare(tx: Tx, starts: readonly NewStart[]): Promise<Prepared> {
    const { slots, queue } = this.#parts;
    const local: { start: ExecutionStart; hold: Hold }[] = [];
    const queued: { start: ExecutionStart; priority: number }[] = [];
    for (const request of starts) {
      const start = await this.#startOf(request);
      const owner = this.#parts.owner();
      if (owner !== null && slots.take(start.org_id))
        local.push({ start, hold: { ...holdOf(request.workflow, owner), accepted: Promise.resolve() } });
      else queued.push({ start, priority: request.workflow.priority });
    }
    const abandon = (): void => {
      for (const { start } of local) slots.release(start.org_id);
    };
    try {
      // In one statement, because two would lock the counters of the workflows in an order of their own.
      await insertExecutions(tx, [
        ...local.map(({ start, hold }) => newExecution(start, hold.owner)),
        ...queued.map(({ start }) => newExecution(start, null)),
      ]);
      await queue.insert(tx, queued.map(jobOf));
    } catch (error) {
      abandon();
      throw error;
    }
    const launch = (): void => {
      for (const { start, hold } of local) this.#runAside(start, hold);
    };
    return { launch, abandon };
  }

  /**
   * A transaction that starts executions: launched after its commit, abandoned when it fails.
   * @throws what `work` threw
   */
  async transact<T>(
    work: (tx: Tx, prepare: (starts: readonly NewStart[]) => Promise<Prepared>) => Promise<T>,
  ): Promise<T> {
    const all: Prepared[] = [];
    try {
      const result = await this.#parts.db.asEngine((tx) =>
        work(tx, async (starts) => {
          const prepared = await this.prepare(tx, starts);
          all.push(prepared);
          return prepared;
        }),
      );
      for (const prepared of all) prepared.launch();
      return result;
    } catch (error) {
      for (const prepared of all) prepared.abandon();
      throw error;
    }
  }

  /** Throws when the database is away or too much waits for it. */
  #refuseWhenUnable(): void {
    if (this.#parts.isAway()) throw unavailable();
    if (this.#parts.storage.waiting > MOST_UNWRITTEN) throw overloaded(1);
  }

  async #refuseWhenFull(): Promise<void> {
    const { queue, backlog_limit } = this.#parts;
    const now = performance.now();
    if (now - this.#backlog_checked > BACKLOG_CHECK_MS) {
      this.#backlog_checked = now;
      this.#backlog = await queue.ready(backlog_limit);
    }
    if (this.#backlog >= backlog_limit) throw overloaded(5);
  }

  async #load({ workflow_id, org_id }: ExecuteRequest): Promise<DeployedWorkflow> {
    const workflow = await this.#parts.workflows.deployed(workflow_id);
    if (workflow) return workflow;
    const { rowCount } = await this.#parts.db.engine.query(
      'select from integration_workflows where id = $1 and org_id = $2 and deleted_at is null',
      [workflow_id, org_id],
    );
    throw new ApiError(rowCount ? 'not_deployed' : 'not_found');
  }

  async #startOf({
    workflow,
    trigger_type,
    trigger,
    triggered_by,
    id,
    variables,
  }: NewStart): Promise<ExecutionStart> {
    const { workflows } = this.#parts;
    return {
      id: id ?? newId(),
      org_id: workflow.org_id,
      workflow_id: workflow.id,
      workflow_name: workflow.name,
      version: workflow.version,
      definition: workflow.definition,
      trigger_type,
      trigger,
      triggered_by,
      retry_of: null,
      variables:
        variables ??
        workflows.knownVariables(workflow.org_id) ??
        (await workflows.variables(workflow.org_id)),
      created_at: new Date(),
      fence: 0,
    };
  }

  async #runHere(start: ExecutionStart, hold: Hold, request: ExecuteRequest): Promise<ExecuteAnswer> {
    const { runner, storage } = this.#parts;
    const answer = Promise.withResolvers<Response>();
    const run = runner.run({
      start,
      hold,
      ...(request.wait === 'response' ? { onResponse: answer.resolve } : {}),
    });
    run.catch((error: unknown) => this.#parts.onError(error, start.id));
    if (request.wait) return this.#inTime(start, run, answer.promise, hold, request.wait_ms ?? WAIT_MS);
    // Most executions are over within this turn: they are then written once, and complete.
    await new Promise(setImmediate);
    if (!hold.accepted && !hold.finishing)
      void storage.accept(start, start.created_at).catch(() => undefined);
    const running = { execution_id: start.id, status: 'running' as const };
    const result = await (hold.accepted ?? run).catch(whenLost);
    return result && result !== 'elsewhere' ? answerOf(result) : running;
  }

  /** The first of: the workflow's answer, its end, the end of the caller's patience. */
  async #inTime(
    start: ExecutionStart,
    run: Promise<FinishedExecution | ParkedExecution>,
    response: Promise<Response>,
    hold: Hold,
    wait_ms: number,
  ): Promise<ExecuteAnswer> {
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), wait_ms);
    try {
      const given = response.then((response) => ({ response }));
      const result = await Promise.race([given, run.catch(whenLost), late.promise]);
      if (result === 'elsewhere')
        return await this.#waitElsewhere(start, { wait: 'finished', wait_ms }, 'running');
      if (result === null) {
        await hold.accepted;
        return { execution_id: start.id, status: 'running' };
      }
      if ('response' in result)
        return { execution_id: start.id, status: 'running', response: result.response };
      if (isFinished(result)) return answerOf(result);
      return await this.#waitElsewhere(start, { wait: 'finished', wait_ms }, result.status);
    } finally {
      clearTimeout(timer);
    }
  }

  async #waitElsewhere(
    start: ExecutionStart,
    { wait, wait_ms = WAIT_MS }: Pick<ExecuteRequest, 'wait' | 'wait_ms'>,
    status: ExecutionStatus,
  ): Promise<ExecuteAnswer> {
    const execution_id = start.id;
    if (!wait) return { execution_id, status };
    const outcome = await this.#parts.waiters.wait(execution_id, wait_ms);
    if (outcome.kind === 'response' && wait === 'response')
      return { execution_id, status: 'running', response: outcome.response };
    const stored =
      outcome.kind === 'late' ? null : await readExecution(this.#parts.db.engine, start.org_id, execution_id);
    return stored?.finished_at
      ? storedAnswer(start, stored)
      : { execution_id, status: stored?.status ?? status };
  }

  async #once(
    start: ExecutionStart,
    workflow: DeployedWorkflow,
    request: ExecuteRequest,
    { scope, key, request_hash = null }: { scope: string; key: string; request_hash?: string | null },
  ): Promise<ExecuteAnswer> {
    await this.#refuseWhenFull();
    const taking: ExecutionKey = { org_id: start.org_id, scope, key, request_hash, execution_id: start.id };
    const taken = await this.transact(async (tx, prepare) => {
      const before = await takeExecutionKey(tx, taking);
      if (!before) await prepare([{ ...request, workflow, id: start.id, variables: start.variables }]);
      return before;
    });
    if (!taken) return this.#waitElsewhere(start, request, 'running');
    if (taken.request_hash !== request_hash) throw new ApiError('idempotency_conflict');
    const first = { ...start, id: taken.execution_id! };
    const stored = await readExecution(this.#parts.db.engine, start.org_id, first.id);
    if (stored?.finished_at) return { ...storedAnswer(first, stored), replayed: true };
    return { ...(await this.#waitElsewhere(first, request, stored?.status ?? 'running')), replayed: true };
  }

  #runAside(start: ExecutionStart, hold: Hold): void {
    const { runner, waiters } = this.#parts;
    const onResponse = (response: Response): void => waiters.tell(start.id, { kind: 'response', response });
    runner.run({ start, hold, onResponse }).then(
      (result) => isFinished(result) && waiters.tell(start.id, { kind: 'finished' }),
      (error) => this.#parts.onError(error, start.id),
    );
  }

  /** While the database is away callers are let go after a moment; their executions are still written when it returns. */
  async #orUnavailable<T>(result: Promise<T>): Promise<T> {
    const away = Promise.withResolvers<never>();
    this.#pending.add(away.reject);
    try {
      return await Promise.race([result, away.promise]);
    } catch (error) {
      throw isAway(error) ? unavailable() : error;
    } finally {
      this.#pending.delete(away.reject);
    }
  }

  #releaseWhenAway(): void {
    if (this.#pending.size === 0 || !this.#parts.isAway()) return;
    for (const reject of this.#pending) reject(unavailable());
  }
}

function jobOf({ start: { id, fence, org_id }, priority }: { start: ExecutionStart; priority: number }) {
  return { execution_id: id, fence, org_id, priority };
}

function holdOf(workflow: DeployedWorkflow, owner: string): Hold {
  return { owner, accepted: null, priority: workflow.priority, save_data: workflow.save_data };
}

function refuseOther(workflow: DeployedWorkflow, org_id: string): void {
  if (workflow.org_id !== org_id) throw new ApiError('not_found');
  if (!workflow.enabled) throw new ApiError('not_active');
}

/** Another process took the execution over: it is accepted, and its end is found in its row. */
function whenLost(error: unknown): 'elsewhere' {
  if (error instanceof OwnershipLost) return 'elsewhere';
  throw error;
}

function unavailable(): ApiError {
  return new ApiError('unavailable', { headers: { 'retry-after': '2' } });
}

function overloaded(seconds: number): ApiError {
  return new ApiError('overloaded', { headers: { 'retry-after': String(seconds) } });
}
