/** Published events → executions of the workflows that listen for them. */
import { createHash } from 'node:crypto';
import { type EventFilter, evaluateFilters } from '@millrace/core';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { ApiError } from '../errors.ts';
import { newId } from '../new_id.ts';
import { checkTrigger } from '../runtime/check_trigger.ts';
import type { Ingest, NewStart } from '../runtime/ingest.ts';
import type { RuntimeLog } from '../runtime/log.ts';
import type { Workflows } from '../runtime/workflows.ts';
import { takeExecutionKey } from '../storage/execution_key.ts';

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
  matched: number;
}

interface Subscription {
  workflow_id: string;
  filters: EventFilter[];
}

export class Events {
  readonly #engine: pg.Pool;
  readonly #workflows: Workflows;
  readonly #ingest: Ingest;
  readonly #log: RuntimeLog;
  readonly #known = new LRUCache<string, { subscriptions: Subscription[]; generation: number }>({
    max: 10_000,
  });

  constructor(parts: { engine: pg.Pool; workflows: Workflows; ingest: Ingest; log: RuntimeLog }) {
    this.#engine = parts.engine;
    this.#workflows = parts.workflows;
    this.#ingest = parts.ingest;
    this.#log = parts.log;
  }

  /** All executions are started in one transaction, or none. @throws ApiError `validation_failed`, `idempotency_conflict` */
  async publish({ org_id, type, data, id, triggered_by }: PublishRequest): Promise<PublishAnswer> {
    checkTrigger({ data });
    const event_id = id ?? newId();
    const starts = await this.#matching(org_id, type, data, triggered_by);
    const answer = { event_id, matched: starts.length };
    return this.#ingest.transact(async (tx, prepare) => {
      if (id !== undefined) {
        const request_hash = hashOf(type, data);
        const key = { org_id, scope: 'event', key: id, request_hash, execution_id: null, answer };
        const before = await takeExecutionKey(tx, key);
        if (before && before.request_hash !== request_hash) {
          throw new ApiError('idempotency_conflict', { message: 'This event id was used with other data.' });
        }
        if (before) return before.answer as PublishAnswer;
      }
      if (starts.length > 0) await prepare(starts);
      return answer;
    });
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
