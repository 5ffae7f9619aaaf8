/**
 * Puts waits in force, in the transaction that commits their journal entries. Invariants:
 *  1. The same entry twice changes nothing: no second approval, no second child.
 *  2. A call that came before is kept: its wait is ended from the moment that it is in force.
 *  3. A later attempt of a step takes the place of the one before.
 */
import { type Signal, storableText } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import type { InsertParts } from '../storage/insert_queued.ts';
import { documentOf, documents, documentsSql } from '../storage/rows.ts';
import { insertApprovals } from './insert_approvals.ts';
import { readSignals } from './read_signals.ts';
import { startChildren } from './start_children.ts';
import type { WaitEntry } from './wait_entry.ts';

const statement = {
  name: 'register_waits',
  text: `
insert into waits as w (execution_id, path, org_id, attempt, kind, event_type, match, child_id, attached, expires_at, created_at)
select x.execution_id, x.path, x.org_id, x.attempt, x.kind, x.event_type, x.match::json, x.child_id, x.attached, x.expires_at, x.created_at
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::text[], $6::text[], ${documentsSql('$7')}, $8::uuid[], $9::boolean[],
              $10::timestamptz[], $11::timestamptz[])
       as x(execution_id, path, org_id, attempt, kind, event_type, match, child_id, attached, expires_at, created_at)
on conflict (execution_id, path) do update
   set attempt = excluded.attempt, kind = excluded.kind, event_type = excluded.event_type, match = excluded.match,
       child_id = excluded.child_id, attached = excluded.attached, expires_at = excluded.expires_at, created_at = excluded.created_at,
       state = case when w.attempt = 0 and w.kind = excluded.kind then w.state else 'open' end,
       result = case when w.attempt = 0 and w.kind = excluded.kind then w.result end,
       signalled_at = case when w.attempt = 0 and w.kind = excluded.kind then w.signalled_at end
 where w.attempt < excluded.attempt
returning w.execution_id, w.path`,
};

/**
 * The caller holds the rows of the executions. Returns the signals that were there already, of a child that could not be started
 * for instance, by execution.
 */
export async function registerWaits(
  tx: Tx,
  parts: InsertParts,
  entries: readonly WaitEntry[],
): Promise<Map<string, Signal[]>> {
  const latest = latestOf(entries);
  if (latest.length === 0) return new Map();
  const { rows } = await tx.query<{ execution_id: string; path: string }>({
    ...statement,
    values: columnsOf(latest),
  });
  const added = new Set(rows.map(({ execution_id, path }) => keyOf(execution_id, path)));
  const fresh = latest.filter(({ start, path }) => added.has(keyOf(start.id, path)));
  await insertApprovals(tx, fresh);
  await startChildren(tx, parts, fresh);
  const signals = await readSignals(
    tx,
    latest.map(({ start }) => start.id),
  );
  const asked = new Set(latest.map(({ start, path }) => keyOf(start.id, path)));
  for (const [id, found] of signals)
    signals.set(
      id,
      found.filter(({ path }) => asked.has(keyOf(id, path))),
    );
  return signals;
}

function columnsOf(entries: readonly WaitEntry[]): unknown[] {
  const column = <T>(read: (entry: WaitEntry) => T): T[] => entries.map(read);
  return [
    column(({ start }) => start.id),
    column(({ path }) => path),
    column(({ start }) => start.org_id),
    column(({ attempt }) => attempt),
    column(({ wait }) => wait.kind),
    column(({ wait }) => (wait.kind === 'event' ? storableText(wait.event_type) : null)),
    documents(column(({ wait }) => (wait.kind === 'event' ? documentOf(wait.match) : null))),
    column(({ wait }) => (wait.kind === 'execution' ? wait.execution_id : null)),
    column(({ wait }) => wait.kind === 'execution' && wait.attached),
    column(({ wait }) => ('expires_at' in wait ? wait.expires_at : null)),
    column(({ at }) => at),
  ];
}

/** One statement cannot touch a row twice. */
function latestOf(entries: readonly WaitEntry[]): WaitEntry[] {
  const latest = new Map<string, WaitEntry>();
  for (const entry of entries) {
    const key = keyOf(entry.start.id, entry.path);
    const other = latest.get(key);
    if (!other || other.attempt < entry.attempt) latest.set(key, entry);
  }
  return [...latest.values()];
}

function keyOf(execution_id: string, path: string): string {
  return `${execution_id} ${path}`;
}
