/** Makes executions and inserts them in transactions: those for which there is room run here after the commit. */
import type { ExecutionStart } from '@millrace/engine';
import type { Database, Tx } from '../db/client.ts';
import { isGated } from '../gates/gate_of.ts';
import { type QueuedStart, queuedStart } from '../gates/queued_start.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { Ends } from '../storage/end_hooks.ts';
import { insertExecutions } from '../storage/insert_executions.ts';
import { settleQueued } from '../storage/insert_queued.ts';
import { newExecution } from '../storage/rows.ts';
import type { Hold } from '../storage/storage.ts';
import type { Callers } from './callers.ts';
import { troubleOf } from './database_errors.ts';
import type { NewStart, Prepared } from './execute_request.ts';
import type { Slots } from './slots.ts';
import type { DeployedWorkflow, Workflows } from './workflows.ts';

export interface StartParts {
  db: Database;
  queue: ExecutionQueue;
  ends: Ends;
  workflows: Workflows;
  slots: Slots;
  callers: Callers;
  /** Under which id this process owns; null while it may not start anything. */
  owner(): string | null;
  /** The database's time. */
  now(): Date;
}

type Work<T> = (tx: Tx, prepare: (starts: readonly NewStart[]) => Promise<Prepared>) => Promise<T>;

const MOST_TRIES = 4;

export class Starts {
  readonly #parts: StartParts;

  constructor(parts: StartParts) {
    this.#parts = parts;
  }

  async startOf(request: NewStart): Promise<ExecutionStart> {
    const { workflow, trigger_type, trigger, triggered_by, id = newId() } = request;
    const { workflows } = this.#parts;
    return {
      id,
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
        request.variables ??
        workflows.knownVariables(workflow.org_id) ??
        (await workflows.variables(workflow.org_id)),
      created_at: this.#parts.now(),
      fence: 0,
      parent: null,
      depth: 0,
    };
  }

  /** A slot for it here, if there is one: who owns it then. What stands before a gate goes through the queue. */
  takeSlot(start: ExecutionStart, workflow: DeployedWorkflow): Hold | null {
    const owner = this.#parts.owner();
    if (owner === null || isGated(workflow.definition) || !this.#parts.slots.take(start.org_id)) return null;
    return { owner, accepted: null, priority: workflow.priority, save_data: workflow.save_data };
  }

  /** Inserts executions in `tx`: those for which there is room as running here, the others queued. */
  async prepare(tx: Tx, starts: readonly NewStart[]): Promise<Prepared> {
    const { slots, callers } = this.#parts;
    const local: { start: ExecutionStart; hold: Hold }[] = [];
    const queued: QueuedStart[] = [];
    for (const request of starts) {
      const start = await this.startOf(request);
      const hold = this.takeSlot(start, request.workflow);
      if (hold) local.push({ start, hold: { ...hold, accepted: Promise.resolve() } });
      else queued.push(queuedStart(start));
    }
    const abandon = (): void => {
      for (const { start } of local) slots.release(start.org_id);
    };
    try {
      // In one statement, because two would lock the counters of the workflows in an order of their own.
      await insertExecutions(tx, [
        ...local.map(({ start, hold }) => newExecution(start, hold.owner)),
        ...queued.map(({ row }) => row),
      ]);
      await settleQueued(tx, this.#parts, queued);
    } catch (error) {
      abandon();
      throw error;
    }
    const launch = (): void => {
      for (const { start, hold } of local) callers.runAside(start, hold);
    };
    return { launch, abandon };
  }

  /**
   * A transaction that starts executions: launched after its commit, abandoned when it fails. Tried again when PostgreSQL rolled
   * it back to resolve a conflict, so `work` has no effect outside of it.
   * @throws what `work` threw
   */
  async transact<T>(work: Work<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#transactOnce(work);
      } catch (error) {
        if (tries === MOST_TRIES || troubleOf(error) !== 'contended') throw error;
      }
    }
  }

  async #transactOnce<T>(work: Work<T>): Promise<T> {
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
}
