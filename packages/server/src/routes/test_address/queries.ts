import { randomBytes } from 'node:crypto';
import { type CaughtCall, type RefusedCall, testAddressLimits, type WorkflowNode } from '@millrace/core';
import type pg from 'pg';
import type { Tx } from '../../db/client.ts';

/** A test address as its person sees it. */
export interface CatchRow {
  token: string;
  armed_until: Date | null;
  listening: boolean;
  call: Omit<CaughtCall, 'at'> | null;
  caught_at: Date | null;
  refused: RefusedCall | null;
}

/** One that listens now, as a call finds it. */
export interface ArmedCatch {
  token: string;
  org_id: string;
  workflow_id: string;
  trigger: WorkflowNode;
}

const columns = `token, armed_until, coalesce(armed_until > now(), false) as listening, refused,
  case when caught_at > now() - make_interval(secs => ${testAddressLimits.kept_seconds}) then call end as call,
  case when caught_at > now() - make_interval(secs => ${testAddressLimits.kept_seconds}) then caught_at end as caught_at`;

export async function findCatch(tx: Tx, workflow_id: string, user_id: string): Promise<CatchRow | null> {
  const { rows } = await tx.query<CatchRow>(
    `select ${columns} from webhook_catches where workflow_id = $1 and user_id = $2`,
    [workflow_id, user_id],
  );
  return rows[0] ?? null;
}

/** Begins to listen, or begins again: what was caught before is forgotten, the address stays. */
export async function armCatch(
  tx: Tx,
  { org_id, workflow_id, user_id, trigger }: Omit<ArmedCatch, 'token'> & { user_id: string },
): Promise<CatchRow> {
  const { rows } = await tx.query<CatchRow>(
    `insert into webhook_catches (token, org_id, workflow_id, user_id, trigger, armed_until)
     values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
     on conflict (workflow_id, user_id) do update
        set trigger = excluded.trigger, armed_until = excluded.armed_until, listened_at = now(),
            call = null, caught_at = null, refused = null
     returning ${columns}`,
    [
      // 144 bits; the other addresses have 128, so none of them is ever one of these.
      randomBytes(18).toString('base64url'),
      org_id,
      workflow_id,
      user_id,
      JSON.stringify(trigger),
      testAddressLimits.listen_seconds,
    ],
  );
  return rows[0]!;
}

export async function disarmCatch(tx: Tx, workflow_id: string, user_id: string): Promise<void> {
  await tx.query(
    `update webhook_catches set armed_until = null, call = null, caught_at = null, refused = null
      where workflow_id = $1 and user_id = $2`,
    [workflow_id, user_id],
  );
}

/** Of everybody. */
export async function deleteCatches(tx: Tx, workflow_id: string): Promise<void> {
  await tx.query('delete from webhook_catches where workflow_id = $1', [workflow_id]);
}

/** Null when nobody listens there now. */
export async function findArmed(engine: pg.Pool, token: string): Promise<ArmedCatch | null> {
  const { rows } = await engine.query<ArmedCatch>({
    name: 'armed_catch',
    text: `select c.token, c.org_id, c.workflow_id, c.trigger
             from webhook_catches c join integration_workflows w on w.id = c.workflow_id and w.deleted_at is null
            where c.token = $1 and c.armed_until > now()`,
    values: [token],
  });
  return rows[0] ?? null;
}

/** Keeps the call and listens no longer; false when another call, on whichever process, was first. */
export async function keepCall(
  engine: pg.Pool,
  token: string,
  call: Omit<CaughtCall, 'at'>,
): Promise<boolean> {
  const { rowCount } = await engine.query(
    `update webhook_catches set call = $2, caught_at = now(), armed_until = null, refused = null
      where token = $1 and armed_until > now()`,
    [token, JSON.stringify(call)],
  );
  return rowCount === 1;
}

/** Tells the person of a call that did not fit; goes on listening. */
export async function keepRefusal(engine: pg.Pool, token: string, refused: RefusedCall): Promise<void> {
  await engine.query('update webhook_catches set refused = $2 where token = $1 and armed_until > now()', [
    token,
    JSON.stringify(refused),
  ]);
}
