import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../auth/actor.ts';
import { networkOf } from '../auth/sign_in_limit.ts';
import type { Tx } from '../db/client.ts';

/** Who did it, from where, in which request. */
export interface Origin {
  actor: Pick<Actor, 'id' | 'name' | 'email' | 'org_id'> & { kind: Actor['kind'] | 'operator' | 'link' };
  request_id: string;
  address: string;
}

export interface AuditEntry {
  action: string;
  object_type: string;
  object_id: string | null;
  /** Names of changed fields and harmless values; never a secret, never a body. */
  details?: Record<string, unknown>;
}

/** Writes one row of the audit log in the transaction of what it tells: both happen, or neither. */
export async function audit(tx: Tx, origin: Origin, entry: AuditEntry): Promise<void> {
  await insertAudit(tx, [auditRow(origin, entry)]);
}

/** A row of the audit log; its id is new. */
export type AuditRow = ReturnType<typeof auditRow>;

export function auditRow({ actor, address, request_id }: Origin, entry: AuditEntry) {
  const details = { ...entry.details, actor_id: actor.id, network: coarse(address) };
  return {
    id: uuidv7(),
    org_id: actor.org_id,
    actor_type: actor.kind,
    actor: actor.email === '' ? actor.name : actor.email,
    action: entry.action,
    object_type: entry.object_type,
    object_id: entry.object_id,
    request_id,
    details: JSON.stringify(details),
  };
}

const insert = {
  name: 'insert_audit',
  text: `insert into audit_log (id, org_id, actor_type, actor, action, object_type, object_id, request_id, details)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
         on conflict do nothing`,
};

/** Rows of one organization; those that are there already stay as they are. */
export async function insertAudit(tx: Tx, rows: readonly AuditRow[]): Promise<void> {
  const column = <K extends keyof AuditRow>(name: K): AuditRow[K][] => rows.map((row) => row[name]);
  await tx.query({
    ...insert,
    values: [
      column('id'),
      column('org_id'),
      column('actor_type'),
      column('actor'),
      column('action'),
      column('object_type'),
      column('object_id'),
      column('request_id'),
      column('details'),
    ],
  });
}

/** Enough to see that it was another network, too little to follow a person: /24, or the /64 of IPv6. */
function coarse(address: string): string {
  const network = networkOf(address);
  return network.includes('.') ? network.replace(/\.\d+$/, '.0/24') : network;
}

/** The origin of a request that has an actor. */
export function originOf(call: { actor: Actor; request: { id: string; ip: string } }): Origin {
  return { actor: call.actor, request_id: call.request.id, address: call.request.ip };
}
