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

interface Shown {
  id: string;
  status: string;
}

/**
 * Looks again and again which executions have ended and how, in the database and as people are shown it; an end that changes is
 * noted in `changed`. @param shown what the API lists; rejects while it cannot be asked
 */
export function watchEnds(
  url: () => string,
  shown: () => Promise<Shown[]>,
): { changed: string[]; stop(): Promise<void> } {
  const ends = new Map<string, string>();
  const changed: string[] = [];
  let over = false;
  const newest = 'select id, status from workflow_executions order by id desc limit 2000';
  async function look(what: string, read: () => Promise<Shown[]>, pause_ms: number): Promise<void> {
    while (!over) {
      // What was known before the question: the answer may be older than what the other one learns meanwhile.
      const known = new Map(ends);
      for (const { id, status } of await read().catch(() => [])) {
        const before = known.get(id);
        if (before && before !== status) changed.push(`${id}: ${before} became ${status} in ${what}`);
        if (!['queued', 'running', 'waiting'].includes(status)) ends.set(id, status);
      }
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
  }
  const looking = [look('the database', () => ask<Shown>(url(), newest), 500), look('the API', shown, 200)];
  return {
    changed,
    async stop() {
      over = true;
      await Promise.all(looking);
    },
  };
}
