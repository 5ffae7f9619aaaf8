import type { Auth } from './auth.ts';

/** Names of the people and keys behind ids; who is gone for good keeps the id. */
export async function namesOf(
  auth: Auth,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string | null> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return (id) => id;
  const { rows } = await auth.database.pool.query<{ id: string; name: string }>(
    `select id, name from "user" where id = any($1) union all select id, coalesce(name, 'API key') from apikey where id = any($1)`,
    [wanted],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return (id) => (id === null ? null : (names.get(id) ?? id));
}
