/**
 * `npm run chaos`: breaks a real installation while it works, then compares what was promised with what happened. About five
 * minutes; `CHAOS_SHORT=1` takes one. `CHAOS_SEED=<number>` repeats a storm, as far as processes can be repeated.
 */
import { writeFile } from 'node:fs/promises';
import { type Calls, callAll } from './callers.ts';
import { tryDiskFull } from './disk_full.ts';
import { cutConnections, freeze, killStorm, lookDuringOutage, seeded, sleep } from './faults.ts';
import { allExecutions, ask, unfinished, watchEnds } from './history.ts';
import { Installation } from './installation.ts';
import { deploy, signUp } from './owner.ts';
import { judge, printVerdicts, type Verdict } from './promises.ts';
import { startRecorder } from './recorder.ts';
import { called, shapes } from './workflows.ts';

const short = process.env.CHAOS_SHORT === '1';
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const size = short
  ? { count: 500, rate: 12, storm_ms: 12_000, cut_ms: 3_000, frozen_ms: 13_000, away_ms: 6_000 }
  : { count: 5_000, rate: 24, storm_ms: 75_000, cut_ms: 20_000, frozen_ms: 60_000, away_ms: 30_000 };
/** How long everything may take to come to its end after the last fault. */
const patience_ms = 120_000;

const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
const random = seeded(seed);
say(`Seed ${seed}${short ? ', short form' : ''}`);

const recorder = await startRecorder(random);
const installation = await Installation.start({
  workers: 3,
  skew_ms: 60_000,
  allowed_hosts: '127.0.0.1',
});
const verdicts: Verdict[] = [];
try {
  const owner = await signUp(installation.url);
  const inner = await deploy(owner, installation.url, 'called', called(recorder.address));
  const all = shapes(recorder.address, inner.workflow_id);
  const targets = await Promise.all(
    all.map(({ name, definition }) => deploy(owner, installation.url, name, definition)),
  );
  const schedule = await deploy(owner, installation.url, 'schedule', {
    nodes: [
      {
        id: 'every',
        type: 'trigger',
        subtype: 'schedule',
        config: { schedule_type: 'interval', interval: { value: 5, unit: 'seconds' } },
      },
    ],
    edges: [],
    config: { missed_schedules: 'all' },
  });
  const ends = watchEnds(() => installation.database.url);
  const calls: Calls = { promised: [], answers: new Map(), impolite: [] };
  say(`${size.count} executions of ${targets.length} workflows begin, one worker's clock is a minute ahead`);
  const calling = callAll(targets, { ...size, calls });
  await sleep(2_000);

  const killed = await killStorm(installation, { ms: size.storm_ms, random });
  say(`Killed ${killed.workers} workers and the API process ${killed.api} times`);
  const cut = await cutConnections(installation, { ms: size.cut_ms });
  say(`Cut ${cut} database connections`);
  const frozen = await freeze(installation, { ms: size.frozen_ms });
  say(`Froze ${frozen} for ${size.frozen_ms / 1_000} s`);
  say(`PostgreSQL goes away for ${size.away_ms / 1_000} s`);
  let outage: Awaited<ReturnType<typeof lookDuringOutage>> | null = null;
  await installation.databaseAway(size.away_ms, async () => {
    outage = await lookDuringOutage(installation.url, targets[0]!.address);
  });
  say('PostgreSQL is back');
  verdicts.push({
    promise: 'Without PostgreSQL: alive, not ready, webhooks refused at once with Retry-After',
    tried: 1,
    broken: outageFaults(outage),
  });
  await killStorm(installation, { ms: size.storm_ms / 4, random });
  await calling;
  say(`${calls.promised.length} executions were accepted; waiting for the last to end`);
  await owner
    .api('POST', `/workflows/${schedule.workflow_id}/pause`)
    .catch((error: unknown) => say(String(error)));
  const until = Date.now() + patience_ms;
  while (Date.now() < until && (await unfinished(installation.database.url)) > 0) await sleep(500);
  await ends.stop();

  const stored = await allExecutions(installation.database.url);
  verdicts.push(
    ...judge({
      promised: calls.promised,
      stored,
      seen: recorder.seen,
      effects: new Map(all.map(({ name, effects }) => [name, effects])),
    }),
    { promise: 'An end never changes', tried: stored.length, broken: ends.changed },
    { promise: 'A refusal says when to come again', tried: sum(calls.answers), broken: calls.impolite },
    await scheduleVerdict(schedule.workflow_id),
    await counterVerdict(),
    {
      promise: 'No process ended by itself',
      tried: installation.processes.length + killed.workers + killed.api,
      broken: installation.unexpected,
    },
  );
  const faults = {
    'workers killed': killed.workers,
    'connections cut': cut,
    'workers frozen': frozen ? 1 : 0,
  };
  verdicts.push({
    promise: 'The faults were really there',
    tried: killed.workers + killed.api + cut,
    broken: Object.entries(faults).flatMap(([what, count]) => (count === 0 ? [`no ${what}`] : [])),
  });
  say(`Taken over after a death: ${stored.filter(({ recoveries }) => recoveries > 0).length} executions`);
  say(`Answers: ${[...calls.answers].map(([status, count]) => `${status || 'none'} × ${count}`).join(', ')}`);
} finally {
  const took = await installation.stop();
  await recorder.stop();
  verdicts.push({
    promise: 'SIGTERM ends every process within 30 s',
    tried: 4,
    broken: took > 30_000 ? [`it took ${Math.round(took / 1_000)} s`] : [],
  });
}
if (!short) verdicts.push(...(await tryDiskFull(say)));
if (!printVerdicts(verdicts)) process.exitCode = 1;
if (process.env.CHAOS_REPORT) {
  const failed = verdicts.filter(({ broken }) => broken.length > 0).length;
  await writeFile(process.env.CHAOS_REPORT, JSON.stringify({ passed: verdicts.length - failed, failed }));
}

function outageFaults(outage: Awaited<ReturnType<typeof lookDuringOutage>> | null): string[] {
  if (!outage) return ['nobody looked'];
  const { health, ready, webhook, retry_after, webhook_ms } = outage;
  return [
    ...(health === 200 ? [] : [`/healthz answered ${health}`]),
    ...(ready === 503 ? [] : [`/readyz answered ${ready}`]),
    ...(webhook === 503 ? [] : [`a webhook answered ${webhook}`]),
    ...(retry_after ? [] : ['no Retry-After']),
    ...(webhook_ms < 5_000 ? [] : [`it took ${Math.round(webhook_ms)} ms`]),
  ];
}

/** One execution per due time, none missing between the first and the last. */
async function scheduleVerdict(workflow_id: string): Promise<Verdict> {
  const rows = await ask<{ due: string; count: number }>(
    installation.database.url,
    `select trigger -> 'data' ->> 'scheduled_at' as due, count(*)::int as count
       from workflow_executions where workflow_id = $1 and trigger_type = 'schedule' group by 1 order by 1`,
    [workflow_id],
  );
  const broken = rows
    .filter(({ count }) => count !== 1)
    .map(({ due, count }) => `${due} fired ${count} times`);
  for (const [index, { due }] of rows.entries()) {
    const before = rows[index - 1];
    const gap = before ? Date.parse(due) - Date.parse(before.due) : 5_000;
    if (gap !== 5_000) broken.push(`between ${before?.due} and ${due} something is missing`);
  }
  if (rows.length < 3) broken.push(`it fired only ${rows.length} times`);
  return {
    promise: 'A schedule fires once for each due time, also over outages',
    tried: rows.length,
    broken,
  };
}

async function counterVerdict(): Promise<Verdict> {
  const rows = await ask<{ workflow_id: string; counted: number; stored: number }>(
    installation.database.url,
    `select c.workflow_id, c.execution_count::int as counted, count(e.id)::int as stored
       from workflow_counters c left join workflow_executions e
         on e.workflow_id = c.workflow_id and e.finished_at is not null
      group by 1, 2`,
  );
  const broken = rows
    .filter(({ counted, stored }) => counted !== stored)
    .map(({ workflow_id, counted, stored }) => `${workflow_id}: ${counted} counted, ${stored} stored`);
  return { promise: 'Counters are what can be counted', tried: rows.length, broken };
}

function sum(answers: ReadonlyMap<number, number>): number {
  return [...answers.values()].reduce((total, count) => total + count, 0);
}
