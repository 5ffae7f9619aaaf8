/**
 * What happens at gates inside the transaction in which an execution begins or ends: whoever is first in line and has room gets
 * its job, so that one end and the next beginning are one commit. A gate that somebody else holds at this moment is looked at
 * after the commit, by everybody who hears of it (`Gates`).
 */
import type pg from 'pg';
import type { ExecutionQueue } from '../queue.ts';
import type { GateRule } from './gate_of.ts';
import type { GateRef } from './leave_gates.ts';
import { letIn } from './let_in.ts';
import { tryLockGates } from './lock_gates.ts';

/** Told with `<workflow id> <gate>` of a gate that has to be looked at. */
export const gatesChannel = 'millrace_gates';

export interface RuledGate extends GateRef {
  rule: GateRule;
  /** Of the jobs of who comes in. */
  priority: number;
}

/**
 * Lets in who has room, in a transaction that may hold anything.
 * @param entering somebody has just come to stand in line, and may have to go instead of waiting there
 */
export async function passGates(
  tx: pg.ClientBase,
  queue: Pick<ExecutionQueue, 'insert'>,
  gates: readonly RuledGate[],
  { entering }: { entering: boolean },
): Promise<void> {
  const byName = new Map(gates.map((ruled) => [ruled.gate, ruled]));
  if (byName.size === 0) return;
  const held = await tryLockGates(tx, [...byName.keys()]);
  const ours = [...byName.values()].filter(({ gate }) => held.has(gate));
  const admitted = await letIn(
    tx,
    ours.map(({ gate, rule }) => ({ gate, limit: rule.limit })),
  );
  await queue.insert(
    tx,
    admitted.map(({ gate, execution_id, fence, org_id }) => ({
      execution_id,
      fence,
      org_id,
      priority: byName.get(gate)!.priority,
    })),
  );
  const later = [...byName.values()].filter(
    ({ gate, rule }) => !held.has(gate) || (entering && rule.on_overlap !== 'queue'),
  );
  await announceGates(tx, later);
}

/** Has these gates looked at after the commit. */
export async function announceGates(tx: pg.ClientBase, gates: readonly GateRef[]): Promise<void> {
  if (gates.length === 0) return;
  await tx.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [
    gatesChannel,
    gates.map(({ workflow_id, gate }) => `${workflow_id} ${gate}`),
  ]);
}

/** A notification of {@link gatesChannel}. */
export function announcedGate(payload: string): GateRef {
  const [workflow_id = '', gate = ''] = payload.split(' ', 2);
  return { workflow_id, gate };
}
