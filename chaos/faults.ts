/** What is done to the installation while it works. Each says what it did. */
import pg from 'pg';
import { ask } from './history.ts';
import type { Installation, Process } from './installation.ts';

export type Random = () => number;

/** A generator with a seed (mulberry32), so that a storm can be had again. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** SIGKILLs a worker every few seconds, sometimes the API process, and starts another in its place. */
export async function killStorm(
  installation: Installation,
  { ms, random }: { ms: number; random: Random },
): Promise<{ workers: number; api: number }> {
  const until = Date.now() + ms;
  const killed = { workers: 0, api: 0 };
  while (Date.now() < until) {
    await sleep(2_000 + random() * 2_000);
    if (random() < 0.2) {
      await installation.kill(installation.api);
      killed.api += 1;
      await installation.startApi();
      continue;
    }
    const { workers } = installation;
    const victim = workers[Math.floor(random() * workers.length)];
    if (!victim) continue;
    await installation.kill(victim);
    killed.workers += 1;
    await installation.startWorker();
  }
  return killed;
}

/** Cuts connections of the product at random moments. */
export async function cutConnections(installation: Installation, { ms }: { ms: number }): Promise<number> {
  const until = Date.now() + ms;
  let cut = 0;
  while (Date.now() < until) {
    cut += await terminateSome(installation.database.url, 3);
    await sleep(300);
  }
  return cut;
}

async function terminateSome(url: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from (
         select pid from pg_stat_activity
          where datname = current_database() and application_name like 'millrace%' and pid <> pg_backend_pid()
          order by random() limit $1) chosen`,
      [count],
    );
    return rowCount ?? 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export interface Frozen {
  worker: string;
  /** Steps that it had begun and not settled when it stopped. */
  held: number;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** Whether it learned that others had taken its executions over. */
  noticed: boolean;
}

/**
 * Stops a worker in the middle of its work for longer than it takes to be given up, then lets it go on. The one that holds most
 * steps, looked for until there is one.
 */
export async function freeze(installation: Installation, { ms }: { ms: number }): Promise<Frozen | null> {
  for (let tries = 0; tries < 50; tries += 1) {
    const worker = await busiest(installation);
    worker?.child.kill('SIGSTOP');
    const held = worker ? await heldBy(installation, worker) : 0;
    if (worker && held > 0) return thaw(worker, held, ms);
    worker?.child.kill('SIGCONT');
    await sleep(100);
  }
  return null;
}

async function thaw(worker: Process, held: number, ms: number): Promise<Frozen> {
  const from = Date.now();
  await sleep(ms);
  worker.child.kill('SIGCONT');
  await sleep(3_000);
  const noticed = worker.output.join('').includes('silent too long');
  return { worker: worker.name, held, from, to: Date.now(), noticed };
}

const begunSteps = `
select p.pid, count(*)::int as steps
  from processes p join workflow_executions e on e.owner = p.id and e.status = 'running'
  join execution_journal s on s.execution_id = e.id and s.kind = 'started'
   and not exists (select from execution_journal o where o.execution_id = e.id and o.path = s.path and o.kind = 'settled')
 group by p.pid order by steps desc`;

async function busiest({ database, workers }: Installation): Promise<Process | undefined> {
  const rows = await ask<{ pid: number }>(database.url, begunSteps);
  return rows.map(({ pid }) => workers.find(({ child }) => child.pid === pid)).find((worker) => worker);
}

async function heldBy({ database }: Installation, { child }: Process): Promise<number> {
  const rows = await ask<{ pid: number; steps: number }>(database.url, begunSteps);
  return rows.find(({ pid }) => pid === child.pid)?.steps ?? 0;
}

/** What the outside sees while PostgreSQL is away. */
export interface Outage {
  health: number;
  ready: number;
  webhook: number;
  retry_after: string | null;
  webhook_ms: number;
}

export async function lookDuringOutage(url: string, webhook: string): Promise<Outage> {
  await sleep(2_500);
  const since = performance.now();
  const [health, ready, hook] = await Promise.all([
    statusOf(`${url}/healthz`),
    statusOf(`${url}/readyz`),
    statusOf(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":-1}',
      signal: AbortSignal.timeout(10_000),
    }),
  ]);
  return {
    health: health.status,
    ready: ready.status,
    webhook: hook.status,
    retry_after: hook.retry_after,
    webhook_ms: performance.now() - since,
  };
}

/** Status 0: nobody answered. */
async function statusOf(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; retry_after: string | null }> {
  const answer = await fetch(url, init).catch(() => null);
  await answer?.text().catch(() => undefined);
  return { status: answer?.status ?? 0, retry_after: answer?.headers.get('retry-after') ?? null };
}
