import type { ConnectionStatus, ConnectionUse } from '@millrace/core';
import type { Tx } from '../../db/client.ts';
import { type Cursor, containing, countLimit } from '../page.ts';

export interface ConnectionRow {
  id: string;
  name: string;
  app: string;
  auth: string;
  hosts: string[];
  test_url: string | null;
  fields: Record<string, unknown>;
  sealed: string;
  status: ConnectionStatus;
  status_message: string | null;
  tested_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
  created_by: string | null;
  updated_at: Date;
  updated_by: string | null;
}

const columns = `id, name, app, auth, hosts, test_url, fields, sealed, status, status_message, tested_at, last_used_at,
  created_at, created_by, updated_at, updated_by`;

export interface ConnectionFilter {
  search?: string | undefined;
  app?: string | undefined;
  status?: ConnectionStatus | undefined;
  limit: number;
  after: Cursor | null;
}

/** By name; one row more than the limit, and how many there are in all. */
export async function listConnections(
  tx: Tx,
  { search, app, status, limit, after }: ConnectionFilter,
): Promise<{ rows: ConnectionRow[]; counted: number }> {
  const where = `($1::text is null or name ilike $1) and ($2::text is null or app = $2) and ($3::text is null or status = $3)`;
  const wanted = [search ? containing(search) : null, app ?? null, status ?? null];
  const { rows } = await tx.query<ConnectionRow>(
    `select ${columns} from connections
     where ${where} and ($4::text is null or (lower(name), id::text) > ($4, $5))
     order by lower(name), id::text limit $6`,
    [...wanted, after?.value ?? null, after?.id ?? null, limit + 1],
  );
  const total = await tx.query<{ counted: number }>(
    `select count(*)::int as counted from (select from connections where ${where} limit ${countLimit}) x`,
    wanted,
  );
  return { rows, counted: total.rows[0]!.counted };
}

export async function findConnection(tx: Tx, id: string, lock = false): Promise<ConnectionRow | undefined> {
  const { rows } = await tx.query<ConnectionRow>(
    `select ${columns} from connections where id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  return rows[0];
}

export async function countConnections(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from connections');
  return rows[0]!.count;
}

type Written = Pick<ConnectionRow, 'id' | 'name' | 'hosts' | 'test_url' | 'sealed'> & {
  /** As JSON. */
  fields: string;
  by: string;
};

/** Nothing where the name is taken. */
export async function insertConnection(
  tx: Tx,
  one: Written & Pick<ConnectionRow, 'app' | 'auth'> & { org_id: string },
): Promise<ConnectionRow | undefined> {
  const { rows } = await tx.query<ConnectionRow>(
    `insert into connections (id, org_id, name, app, auth, hosts, test_url, fields, sealed, created_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing returning ${columns}`,
    [
      one.id,
      one.org_id,
      one.name,
      one.app,
      one.auth,
      one.hosts,
      one.test_url,
      one.fields,
      one.sealed,
      one.by,
    ],
  );
  return rows[0];
}

/** What was found out about the credentials of before says nothing about others. */
export async function updateConnection(
  tx: Tx,
  one: Written & { retest: boolean },
): Promise<ConnectionRow | undefined> {
  const { rows } = await tx.query<ConnectionRow>(
    `update connections set name = $2, hosts = $3, test_url = $4, fields = $5, sealed = $6, updated_at = now(), updated_by = $7,
       status = case when $8 then 'untested' else status end,
       status_message = case when $8 then null else status_message end,
       tested_at = case when $8 then null else tested_at end
     where id = $1 returning ${columns}`,
    [one.id, one.name, one.hosts, one.test_url, one.fields, one.sealed, one.by, one.retest],
  );
  return rows[0];
}

export async function noteTest(
  tx: Tx,
  id: string,
  { status, message }: { status: ConnectionStatus; message: string | null },
): Promise<void> {
  await tx.query('update connections set status = $2, status_message = $3, tested_at = now() where id = $1', [
    id,
    status,
    message,
  ]);
}

export async function deleteConnection(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from connections where id = $1', [id]);
}

const inDraft = 'strpos(w.workflow_definition::text, c.id) > 0';
const inVersion = `exists (select from workflow_versions v
  where v.workflow_id = w.id and v.version = w.version and strpos(v.workflow_definition::text, c.id) > 0)`;

/**
 * How many workflows use each of these; those that none uses are left out. Every definition is read once, whatever the number of
 * connections: a hundred of them in three hundred large workflows took twenty seconds when each was looked for by itself.
 */
export async function countUses(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; count: number }>(
    `select used.id, count(*)::int as count from (
       select w.id as workflow_id, node ->> 'connection_id' as id
         from integration_workflows w, json_array_elements(w.workflow_definition -> 'nodes') node
        where w.deleted_at is null
       union
       select w.id, node ->> 'connection_id'
         from integration_workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.version,
              json_array_elements(v.workflow_definition -> 'nodes') node
        where w.deleted_at is null
     ) used where used.id = any($1) group by used.id`,
    [ids],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** The workflows whose draft or deployed version uses it, by name. */
export async function listUses(tx: Tx, id: string): Promise<ConnectionUse[]> {
  const { rows } = await tx.query<ConnectionUse>(
    `select w.id, w.name, ${inVersion} as deployed from unnest($1::text[]) c(id)
     join integration_workflows w on w.deleted_at is null and (${inDraft} or ${inVersion}) order by lower(w.name) limit 100`,
    [[id]],
  );
  return rows;
}
