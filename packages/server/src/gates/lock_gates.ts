/**
 * Who judges a gate holds it until the end of the transaction. Two ways, so that nobody waits in a circle: a transaction that
 * holds other things already only tries, and one that waits holds nothing and takes its gates in one order.
 */
import type pg from 'pg';

/** The first of the two numbers of these advisory locks; nobody else uses it. */
const family = 6_455_772;

const lock = {
  name: 'lock_gates',
  text: `select pg_advisory_xact_lock(${family}, key) from (select distinct hashtext(gate) as key from unnest($1::text[]) gate order by key) keys`,
};
const tryLock = {
  name: 'try_lock_gates',
  text: `select gate from unnest($1::text[]) gate where pg_try_advisory_xact_lock(${family}, hashtext(gate))`,
};

/** Waits for the gates; only as the first thing of a transaction. */
export async function lockGates(tx: pg.ClientBase, gates: readonly string[]): Promise<void> {
  await tx.query({ ...lock, values: [gates] });
}

/** Those that nobody else holds at this moment; they are held from now on. */
export async function tryLockGates(tx: pg.ClientBase, gates: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ gate: string }>({ ...tryLock, values: [gates] });
  return new Set(rows.map(({ gate }) => gate));
}
