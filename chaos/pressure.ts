/** More than can be worked off: what is accepted is done, the rest is told to come again, and people can still work. */
import { readFile } from 'node:fs/promises';
import { sleep } from './faults.ts';
import { ask } from './history.ts';
import type { Installation } from './installation.ts';
import { effect, hook, line } from './nodes.ts';
import { deploy, type Owner } from './owner.ts';
import type { Verdict } from './promises.ts';
import type { Recorder } from './recorder.ts';

export interface PressureOptions {
  installation: Installation;
  owner: Owner;
  recorder: Recorder;
  say(text: string): void;
  calls: number;
}

const at_once = 200;
/** Of each process, in megabytes. */
const most_memory_mb = 700;
const most_patience_ms = 240_000;

export async function tryPressure(options: PressureOptions): Promise<Verdict[]> {
  const { installation, owner, recorder, say, calls } = options;
  const target = await deploy(
    owner,
    installation.url,
    'pressed',
    line(hook, effect('a', recorder.address, '?slow=12000')),
  );
  const looking = look(installation, owner);
  const { accepted, refused, broken } = await press(target.address, calls);
  say(`Of ${calls} webhooks at once ${accepted.size} were accepted, ${refused} were told to come again`);
  const until = Date.now() + most_patience_ms;
  const left = `select count(*)::int as count from workflow_executions where workflow_id = $1 and finished_at is null`;
  const { url } = installation.database;
  while (Date.now() < until && (await ask<{ count: number }>(url, left, [target.workflow_id]))[0]!.count > 0)
    await sleep(1_000);
  const { most_mb, slowest_ms, answers } = await looking.stop();
  say(
    `Most memory of a process ${most_mb} MB; the list of workflows took ${Math.round(slowest_ms)} ms (p95)`,
  );
  const rows = await ask<{ id: string; status: string }>(
    url,
    'select id, status from workflow_executions where workflow_id = $1',
    [target.workflow_id],
  );
  const ended = new Map(rows.map(({ id, status }) => [id, status]));
  const lost = [...accepted].filter((id) => ended.get(id) !== 'success');
  return [
    {
      promise: 'Beyond what can wait, callers are told so; what was accepted is done',
      tried: calls,
      broken: [
        ...broken,
        ...lost.map((id) => `${id} is ${ended.get(id) ?? 'not there'}`),
        ...(refused === 0 ? ['nobody was refused: it was not pressed'] : []),
        ...(accepted.size === 0 ? ['nobody was accepted'] : []),
      ],
    },
    {
      promise: `Under pressure: no process above ${most_memory_mb} MB, the API answers people within 2 s`,
      tried: answers,
      broken: [
        ...(most_mb > most_memory_mb ? [`a process took ${most_mb} MB`] : []),
        ...(slowest_ms > 2_000 ? [`a page took ${Math.round(slowest_ms)} ms (p95)`] : []),
      ],
    },
  ];
}

async function press(address: string, calls: number) {
  const accepted = new Set<string>();
  const broken: string[] = [];
  let refused = 0;
  let next = 0;
  async function caller(): Promise<void> {
    while (next < calls) {
      next += 1;
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"n":${next}}`,
      });
      const body = (await answer.json()) as { execution_id?: string };
      if (answer.status === 202 && body.execution_id) accepted.add(body.execution_id);
      else if (answer.status === 429 && answer.headers.get('retry-after')) refused += 1;
      else broken.push(`a webhook was answered ${answer.status} ${JSON.stringify(body).slice(0, 100)}`);
    }
  }
  await Promise.all(Array.from({ length: at_once }, caller));
  return { accepted, refused, broken };
}

/** Looks at the processes, and at a page as a person does, until it is stopped. */
function look(installation: Installation, owner: Owner) {
  const times: number[] = [];
  let most_mb = 0;
  let over = false;
  async function loop(): Promise<void> {
    while (!over) {
      const since = performance.now();
      await owner.api('GET', '/workflows?limit=50').catch(() => undefined);
      times.push(performance.now() - since);
      for (const { child } of installation.processes) most_mb = Math.max(most_mb, await memoryOf(child.pid!));
      await sleep(200);
    }
  }
  const looping = loop();
  return {
    async stop() {
      over = true;
      await looping;
      const sorted = times.toSorted((one, other) => one - other);
      return { most_mb, slowest_ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0, answers: times.length };
    },
  };
}

/** Megabytes in memory; 0 where the system does not say. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}
