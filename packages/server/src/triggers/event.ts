/** Published events → executions of the workflows that listen for them, and those that wait for one. */
import { createHash } from 'node:crypto';
import { type EventFilter, evaluateFilters } from '@millrace/core';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import { checkTrigger } from '../runtime/check_trigger.ts';
import type { Ingest, NewStart } from '../runtime/ingest.ts';
import type { RuntimeLog } from '../runtime/log.ts';
import type { Workflows } from '../runtime/workflows.ts';
import { signalEvent } from '../signals/signal_event.ts';
import { keepAnswer, takeExecutionKey } from '../storage/execution_key.ts';

export interface PublishRequest {
  org_id: string;
  type: string;
  data: unknown;
  /** The same id within 24 hours starts nothing again. */
  id?: string;
  triggered_by: string | null;
}

export interface PublishAnswer {
  event_id: string;
  /** Executions that it started, and waits that it ended. */
  matched: number;
}

interface Subscription {
  workflow_id: string;
  filters: EventFilter[];
}

export class Events {
  readonly #engine: pg.Pool;
  readonly #workflows: Workflows;
  readonly #queue: Pick<ExecutionQueue, 'insert'>;
  readonly #ingest: Pick<Ingest, 'transact' | 'admit'>;
  readonly #log: RuntimeLog;
  readonly #known = new LRUCache<string, { subscriptions: Subscription[]; generation: number }>({
    max: 10_000,
  });

  constructor(parts: {
    engine: pg.Pool;
    queue: Pick<ExecutionQueue, 'insert'>;
    workflows: Workflows;
    ingest: Pick<Ingest, 'transact' | 'admit'>;
    log: RuntimeLog;
  }) {
    this.#engine = parts.engine;
    this.#workflows = parts.workflows;
    this.#queue = parts.queue;
    this.#ingest = parts.ingest;
    this.#log = parts.log;
  }

  /**
   * All executions that it starts, and all that wait for it and go on, are one transaction, or none of them.
   * @throws ApiError `validation_failed`, `idempotency_conflict`, `overloaded`, `unavailable`
   */
  async publish({ org_id, type, data, id, triggered_by }: PublishRequest): Promise<PublishAnswer> {
    checkTrigger({ data });
    const event_id = id ?? newId();
    const starts = await this.#matching(org_id, type, data, triggered_by);
    if (starts.length > 0) await this.#ingest.admit(org_id);
    return this.#ingest.transact(async (tx, prepare) => {
      const key = id === undefined ? null : { org_id, scope: 'event', key: id };
      if (key) {
        const before = await this.#before(tx, key, hashOf(type, data));
        if (before) return before;
      }
      // Before the new rows: executions are locked before the counters of their workflows, as at every end.
      const signalled = await signalEvent(tx, this.#queue, { org_id, type, data });
      if (starts.length > 0) await prepare(starts);
      const answer = { event_id, matched: starts.length + signalled };
      if (key) await keepAnswer(tx, key, answer);
      return answer;
    });
  }

  /** What was answered to this id before; null: the id is ours. */
  async #before(
    tx: Tx,
    key: { org_id: string; scope: string; key: string },
    request_hash: string,
  ): Promise<PublishAnswer | null> {
    const before = await takeExecutionKey(tx, { ...key, request_hash, execution_id: null });
    if (before && before.request_hash !== request_hash)
      throw new ApiError('idempotency_conflict', { message: 'This event id was used with other data.' });
    return before && (before.answer as PublishAnswer);
  }

  async #matching(
    org_id: string,
    type: string,
    data: unknown,
    triggered_by: string | null,
  ): Promise<NewStart[]> {
    const starts: NewStart[] = [];
    const variables = await this.#workflows.variables(org_id);
    for (const { workflow_id, filters } of await this.#subscriptions(org_id, type)) {
      if (!this.#passes(filters, data, workflow_id)) continue;
      const workflow = await this.#workflows.deployed(workflow_id);
      if (workflow?.enabled)
        starts.push({ workflow, trigger_type: 'event', trigger: { data }, triggered_by, variables });
    }
    return starts;
  }

  /** A filter that cannot be applied to these data does not hold. */
  #passes(filters: readonly EventFilter[], data: unknown, workflow_id: string): boolean {
    try {
      return evaluateFilters(filters, data);
    } catch (error) {
      this.#log.warn(
        { workflow_id, error: String(error) },
        'The filter of an event trigger cannot be applied to an event',
      );
      return false;
    }
  }

  async #subscriptions(org_id: string, type: string): Promise<Subscription[]> {
    const key = `${org_id} ${type}`;
    const known = this.#known.get(key);
    if (known?.generation === this.#workflows.generation) return known.subscriptions;
    const { generation } = this.#workflows;
    const { rows } = await this.#engine.query<Subscription>({
      name: 'event_subscriptions_of',
      text: 'select workflow_id, filters from event_subscriptions where org_id = $1 and event_type = $2 and enabled order by workflow_id',
      values: [org_id, type],
    });
    if (this.#workflows.keeps(generation)) this.#known.set(key, { subscriptions: rows, generation });
    return rows;
  }
}

function hashOf(type: string, data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([type, data ?? null]))
    .digest('base64url');
}
