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
  const { actor } = origin;
  const details = { ...entry.details, actor_id: actor.id, network: coarse(origin.address) };
  await tx.query(
    `insert into audit_log (id, org_id, actor_type, actor, action, object_type, object_id, request_id, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      uuidv7(),
      actor.org_id,
      actor.kind,
      actor.email === '' ? actor.name : actor.email,
      entry.action,
      entry.object_type,
      entry.object_id,
      origin.request_id,
      JSON.stringify(details),
    ],
  );
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
