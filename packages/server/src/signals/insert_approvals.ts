import { storableText } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import { nodeOf, type WaitEntry } from './wait_entry.ts';

const statement = {
  name: 'insert_approvals',
  text: `
insert into approvals (id, org_id, execution_id, workflow_id, path, node_id, title, message, approvers, required, expires_at, created_at)
select x.id, x.org_id, x.execution_id, x.workflow_id, x.path, x.node_id, x.title, x.message,
       array(select jsonb_array_elements_text(x.approvers::jsonb)), x.required, x.expires_at, x.created_at
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[],
              $11::timestamptz[], $12::timestamptz[])
       as x(id, org_id, execution_id, workflow_id, path, node_id, title, message, approvers, required, expires_at, created_at)
on conflict (id) do nothing`,
};

/** What expressions made of them is text for people: what is longer is cut. */
const longest = { title: 2_000, message: 100_000 } as const;

/** Those of earlier attempts: nobody waits for them any more. */
const close = {
  name: 'close_earlier_approvals',
  text: `
update approvals a set status = 'cancelled', decided_at = clock_timestamp()
  from unnest($1::uuid[], $2::text[]) as x(execution_id, path)
 where a.execution_id = x.execution_id and a.path = x.path and a.status = 'pending'`,
};

/** The rows that people decide on, for those of the waits that are approvals. */
export async function insertApprovals(tx: Tx, entries: readonly WaitEntry[]): Promise<void> {
  const asked = entries.flatMap(({ wait, ...entry }) =>
    wait.kind === 'approval' ? [{ ...entry, wait }] : [],
  );
  if (asked.length === 0) return;
  const again = asked.filter(({ attempt }) => attempt > 1);
  if (again.length > 0)
    await tx.query({
      ...close,
      values: [again.map(({ start }) => start.id), again.map(({ path }) => path)],
    });
  const column = <T>(read: (entry: (typeof asked)[number]) => T): T[] => asked.map(read);
  await tx.query({
    ...statement,
    values: [
      column(({ wait }) => wait.approval_id),
      column(({ start }) => start.org_id),
      column(({ start }) => start.id),
      column(({ start }) => start.workflow_id),
      column(({ path }) => path),
      column(({ path }) => nodeOf(path)),
      column(({ wait }) => storableText(wait.title, longest.title)),
      column(({ wait }) => storableText(wait.message, longest.message)),
      column(({ wait }) => JSON.stringify(wait.approvers.map((who) => storableText(who, longest.title)))),
      column(({ wait }) => wait.required),
      column(({ wait }) => wait.expires_at),
      column(({ at }) => at),
    ],
  });
}
