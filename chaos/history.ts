/** What the database says, asked past the product. */
import pg from 'pg';

export interface StoredStep {
  path: string;
  subtype: string;
  status: string;
  output?: { body?: { serial?: number } };
  attempts?: number;
  repeated?: boolean;
  started_at?: string;
  duration_ms?: number;
}

export interface Stored {
  id: string;
  workflow_id: string;
  status: string;
  trigger_type: string;
  parent_execution_id: string | null;
  recoveries: number;
  error: { message: string } | null;
  steps: StoredStep[];
}

export async function ask<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
  // Of a connection that is cut the statement under way tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('set role millrace_engine; set search_path to millrace');
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function allExecutions(url: string): Promise<Stored[]> {
  return ask<Stored>(
    url,
    'select id, workflow_id, status, trigger_type, parent_execution_id, recoveries, error, steps from workflow_executions',
  );
}

export async function unfinished(url: string): Promise<number> {
  const [row] = await ask<{ count: number }>(
    url,
    `select count(*)::int as count from workflow_executions where status in ('queued', 'running', 'waiting')`,
  );
  return row!.count;
}

/** Looks again and again which executions have ended and how; an end that changes is noted in `changed`. */
export function watchEnds(url: () => string): { changed: string[]; stop(): Promise<void> } {
  const ends = new Map<string, string>();
  const changed: string[] = [];
  let over = false;
  async function look(): Promise<void> {
    while (!over) {
      const rows = await ask<{ id: string; status: string }>(
        url(),
        'select id, status from workflow_executions order by id desc limit 2000',
      ).catch(() => []);
      for (const { id, status } of rows) {
        const before = ends.get(id);
        if (before && before !== status) changed.push(`${id}: ${before} became ${status}`);
        if (!['queued', 'running', 'waiting'].includes(status)) ends.set(id, status);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  const looking = look();
  return {
    changed,
    async stop() {
      over = true;
      await looking;
    },
  };
}
