import type pg from 'pg';

export interface WrittenRow {
  id: string;
  status: string;
  owner: string | null;
  fence: number;
}

/** What is stored of these executions: the answer to "did my statement commit before the connection broke?". */
export async function findWritten(
  db: pg.Pool | pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, WrittenRow>> {
  const { rows } = await db.query<WrittenRow>({
    name: 'find_written',
    text: 'select id, status, owner, fence from workflow_executions where id = any($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
