/** Arms and disarms the trigger of a workflow, inside the transaction that deploys, pauses or deletes it. */
import { randomBytes } from 'node:crypto';
import {
  type Definition,
  nextTimes,
  parseSchedule,
  ScheduleError,
  triggerSchemas,
  type WorkflowNode,
  type WorkflowSettings,
} from '@millrace/core';
import type { Tx } from '../db/client.ts';
import { invalid } from '../errors.ts';

/** Every process drops what it remembers of workflows, triggers and variables when it hears this. */
export const changedChannel = 'millrace_changed';

export interface ArmRequest {
  org_id: string;
  org_slug: string;
  workflow_id: string;
  /** What is deployed; its secrets may be sealed. */
  definition: Definition;
  settings?: WorkflowSettings;
}

/** Tells every process, once `tx` commits, that something it may remember has changed. */
export async function notifyChanged(tx: Tx, what: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [changedChannel, what]);
}

/**
 * Makes the trigger of a deployed definition work from the commit on. Times that passed while it was not armed are gone; a
 * schedule that was armed and stays the same keeps its next time, also one that is due this very moment.
 * @throws ApiError `validation_failed` when another workflow has the webhook path, or the schedule has no next time.
 */
export async function armTrigger(tx: Tx, request: ArmRequest): Promise<void> {
  const index = request.definition.nodes.findIndex((node) => node.type === 'trigger');
  const trigger = request.definition.nodes[index];
  const due = trigger?.subtype === 'schedule' ? await dueOf(tx, request.workflow_id, trigger.config) : null;
  await disarm(tx, request.workflow_id);
  if (trigger) await arm(tx, request, trigger, index, due);
  await notifyChanged(tx, `workflow:${request.workflow_id}`);
}

/** The trigger starts nothing from the commit on; what was started goes on. */
export async function disarmTrigger(tx: Tx, workflow_id: string): Promise<void> {
  await disarm(tx, workflow_id);
  await notifyChanged(tx, `workflow:${workflow_id}`);
}

async function disarm(tx: Tx, workflow_id: string): Promise<void> {
  await tx.query(
    `with hooks as (update webhook_endpoints set enabled = false where workflow_id = $1),
          times as (update schedules set enabled = false, next_due_at = null where workflow_id = $1)
     update event_subscriptions set enabled = false where workflow_id = $1`,
    [workflow_id],
  );
}

/** When the schedule comes next that is armed now. */
interface Due {
  at: Date;
  timezone: string;
}

/** Null when nothing is armed, or another schedule than this one. */
async function dueOf(tx: Tx, workflow_id: string, config: Record<string, unknown>): Promise<Due | null> {
  const { rows } = await tx.query<Due>(
    `select next_due_at as at, timezone from schedules
      where workflow_id = $1 and enabled and next_due_at is not null and config = $2::jsonb for update`,
    [workflow_id, JSON.stringify(config)],
  );
  return rows[0] ?? null;
}

async function arm(
  tx: Tx,
  request: ArmRequest,
  trigger: WorkflowNode,
  index: number,
  due: Due | null,
): Promise<void> {
  switch (trigger.subtype) {
    case 'webhook':
      return armWebhook(tx, request, trigger, index);
    case 'schedule':
      return armSchedule(tx, request, trigger, index, due);
    case 'event':
      return armEvent(tx, request, trigger);
    default:
      return;
  }
}

async function armWebhook(tx: Tx, request: ArmRequest, trigger: WorkflowNode, index: number): Promise<void> {
  const { path = null, method } = triggerSchemas.webhook.parse(withoutSecrets(trigger.config));
  if (path !== null) await refuseTakenPath(tx, request, path, trigger.id, index);
  // The address that was given out stays: a new deploy changes everything about it but its token.
  await tx.query(
    `insert into webhook_endpoints (token, org_id, workflow_id, org_slug, path, method, enabled)
     values ($1, $2, $3, $4, $5, $6, true)
     on conflict (workflow_id) do update
        set org_slug = excluded.org_slug, path = excluded.path, method = excluded.method, enabled = true`,
    [
      randomBytes(16).toString('base64url'),
      request.org_id,
      request.workflow_id,
      request.org_slug,
      path,
      method,
    ],
  );
}

/** Sealed secrets are objects where the schema has texts; what is armed does not need them. */
function withoutSecrets(config: Record<string, unknown>): Record<string, unknown> {
  return typeof config.secret === 'object' ? { ...config, secret: undefined } : config;
}

async function refuseTakenPath(
  tx: Tx,
  request: ArmRequest,
  path: string,
  node_id: string,
  index: number,
): Promise<void> {
  const { rows } = await tx.query<{ workflow_id: string; name: string; deleted: boolean }>(
    `select e.workflow_id, w.name, w.deleted_at is not null as deleted
       from webhook_endpoints e join integration_workflows w on w.id = e.workflow_id
      where e.org_slug = $1 and e.path = $2 and e.workflow_id <> $3`,
    [request.org_slug, path, request.workflow_id],
  );
  const [other] = rows;
  if (!other) return;
  if (!other.deleted) {
    const message = `The webhook path "${path}" belongs to the workflow "${other.name}". Choose another path`;
    throw invalid([{ path: `nodes[${index}].config.path`, field: 'path', node_id, message }]);
  }
  await tx.query('update webhook_endpoints set path = null where workflow_id = $1', [other.workflow_id]);
}

async function armSchedule(
  tx: Tx,
  request: ArmRequest,
  trigger: WorkflowNode,
  index: number,
  due: Due | null,
): Promise<void> {
  const fallback = request.settings?.timezone;
  const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  const next = schedule(() => {
    const { timezone } = parseSchedule(trigger.config, { timezone: fallback });
    if (due?.timezone === timezone) return { timezone, times: [due.at] };
    return { timezone, times: nextTimes(trigger.config, { timezone, after: rows[0]!.now, count: 1 }) };
  });
  if (next.times.length === 0)
    throw refused('at', 'The time of this schedule is in the past; choose a later one');
  await tx.query(
    `insert into schedules (workflow_id, org_id, config, timezone, next_due_at, missed, enabled)
     values ($1, $2, $3, $4, $5, $6, true)
     on conflict (workflow_id) do update
        set config = excluded.config, timezone = excluded.timezone, next_due_at = excluded.next_due_at,
            missed = excluded.missed, enabled = true`,
    [
      request.workflow_id,
      request.org_id,
      JSON.stringify(trigger.config),
      next.timezone,
      next.times[0],
      request.settings?.missed_schedules ?? 'once',
    ],
  );

  function schedule<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof ScheduleError) throw refused(error.field, error.message);
      throw error;
    }
  }
  function refused(field: string, message: string): Error {
    return invalid([{ path: `nodes[${index}].config.${field}`, field, node_id: trigger.id, message }]);
  }
}

async function armEvent(tx: Tx, request: ArmRequest, trigger: WorkflowNode): Promise<void> {
  const { event_type, filters } = triggerSchemas.event.parse(trigger.config);
  await tx.query(
    `insert into event_subscriptions (workflow_id, org_id, event_type, filters, enabled) values ($1, $2, $3, $4, true)
     on conflict (workflow_id) do update
        set event_type = excluded.event_type, filters = excluded.filters, enabled = true`,
    [request.workflow_id, request.org_id, event_type, JSON.stringify(filters)],
  );
}
