/** What the machine gives in the same minutes without the product. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from './product.ts';
import { load } from './workloads/workload.ts';

/** Requests a second of a Fastify that parses JSON and answers a part of it, at 50 connections. */
export async function rawEcho(seconds: number): Promise<number> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./echo.ts', import.meta.url)), String(port)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  try {
    const body = JSON.stringify({ id: 'A-1042', customer: { name: 'Ada Lovelace' }, total: 219 });
    return (await load({ url: `http://127.0.0.1:${port}/`, body, connections: 50, seconds })).rate;
  } finally {
    child.kill();
  }
}

/** Rows a second that are inserted and then settled, in batches of 50, each committed; a document of 1 KB each. */
export async function rawInsert(database_url: string, seconds: number): Promise<number> {
  const client = new pg.Client({ connectionString: database_url });
  await client.connect();
  const document = JSON.stringify({ text: 'x'.repeat(1_000) });
  try {
    await client.query('create schema if not exists bench');
    await client.query('create table bench.raw (id uuid primary key, status text not null, document json)');
    let rows = 0;
    const begin = performance.now();
    while (performance.now() - begin < seconds * 1_000) {
      const ids = Array.from({ length: 50 }, () => randomUUID());
      await client.query({
        name: 'raw_insert',
        text: `insert into bench.raw select unnest($1::uuid[]), 'running', $2::json`,
        values: [ids, document],
      });
      await client.query({
        name: 'raw_settle',
        text: `update bench.raw set status = 'success' where id = any($1::uuid[])`,
        values: [ids],
      });
      rows += ids.length;
    }
    return rows / ((performance.now() - begin) / 1_000);
  } finally {
    await client.query('drop schema if exists bench cascade').catch(() => undefined);
    await client.end();
  }
}
