/** Which workflow a webhook address belongs to, remembered: the look-up of every call. */
import { type Definition, triggerSchemas, type WebhookConfig } from '@millrace/core';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { DeployedWorkflow, Workflows } from '../runtime/workflows.ts';
import { type DeliveryId, deliveryIdOf } from './delivery_id.ts';
import { proofHeader } from './webhook_auth.ts';

/** A webhook that is armed, with everything that a call needs. */
export interface WebhookTarget {
  workflow: DeployedWorkflow;
  config: WebhookConfig;
  /** Whether the caller gets the workflow's own answer. */
  waits: boolean;
  /** Headers whose value the workflow does not see. */
  hidden_headers: ReadonlySet<string>;
  /** How a call that comes again is recognized; null: it is not. */
  delivery_id: DeliveryId | null;
}

/** The address as it was called: a token, or an organization and its path. */
export type WebhookAddress = { token: string } | { org_slug: string; path: string };

const sql = {
  token: {
    name: 'webhook_by_token',
    text: 'select workflow_id from webhook_endpoints where token = $1 and enabled',
  },
  path: {
    name: 'webhook_by_path',
    text: 'select workflow_id from webhook_endpoints where org_slug = $1 and path = $2 and enabled',
  },
};

export class WebhookTargets {
  readonly #engine: pg.Pool;
  readonly #workflows: Workflows;
  readonly #known = new LRUCache<string, { target: WebhookTarget | null; generation: number }>({
    max: 20_000,
  });

  constructor(engine: pg.Pool, workflows: Workflows) {
    this.#engine = engine;
    this.#workflows = workflows;
  }

  /** Without waiting, if it is known; null: there is none. */
  known(key: string): WebhookTarget | null | undefined {
    const entry = this.#known.get(key);
    return entry && entry.generation === this.#workflows.generation ? entry.target : undefined;
  }

  /** Null when nothing listens there: unknown, paused, or another kind of trigger now. */
  async find(key: string, address: WebhookAddress): Promise<WebhookTarget | null> {
    const generation = this.#workflows.generation;
    const { rows } = await this.#engine.query<{ workflow_id: string }>(
      'token' in address
        ? { ...sql.token, values: [address.token] }
        : { ...sql.path, values: [address.org_slug, address.path] },
    );
    const workflow = rows[0] ? await this.#workflows.deployed(rows[0].workflow_id) : null;
    const target = workflow?.enabled ? targetOf(workflow) : null;
    if (this.#workflows.keeps(generation)) this.#known.set(key, { target, generation });
    return target;
  }
}

function targetOf(workflow: DeployedWorkflow): WebhookTarget | null {
  const { trigger, definition } = workflow;
  if (trigger?.subtype !== 'webhook') return null;
  const parsed = triggerSchemas.webhook.safeParse(trigger.config);
  if (!parsed.success) return null;
  const config = parsed.data;
  const proof = proofHeader(config);
  return {
    workflow,
    config,
    waits: config.respond === 'when_finished' || hasRespond(definition),
    hidden_headers: new Set(['authorization', 'cookie', 'proxy-authorization', ...(proof ? [proof] : [])]),
    delivery_id: deliveryIdOf(config),
  };
}

/** Who drew a Respond node wants the caller to have its answer, whatever the trigger says. */
function hasRespond(definition: Definition): boolean {
  return definition.nodes.some((node) => node.subtype === 'respond' && !node.disabled);
}
