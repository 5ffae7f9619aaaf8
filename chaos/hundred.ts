/** A hundred executions of fifty nodes at once, each node a call that takes 300 ms. */
import { type Calls, callOnce } from './callers.ts';
import { sleep } from './faults.ts';
import { ask } from './history.ts';
import type { Installation } from './installation.ts';
import { effect, hook, line } from './nodes.ts';
import { deploy, type Owner } from './owner.ts';
import type { Verdict } from './promises.ts';
import type { Recorder } from './recorder.ts';

const executions = 100;
const nodes = 50;
const call_ms = 300;
const patience_ms = 180_000;

export async function tryHundred({
  installation,
  owner,
  recorder,
  say,
}: {
  installation: Installation;
  owner: Owner;
  recorder: Recorder;
  say(text: string): void;
}): Promise<Verdict> {
  const steps = Array.from({ length: nodes }, (_, index) =>
    effect(`s${index}`, recorder.address, `?slow=${call_ms}`),
  );
  const target = await deploy(owner, installation.url, 'hundred', line(hook, ...steps));
  const calls: Calls = { promised: [], answers: new Map(), impolite: [] };
  await Promise.all(Array.from({ length: executions }, (_, n) => callOnce(target, { n }, calls)));
  const rows = await ended(installation, target.workflow_id);
  const slowest = Math.max(...rows.map(({ took_ms }) => took_ms));
  const ideal = nodes * call_ms;
  say(
    `${executions} executions of ${nodes} nodes: the slowest took ${Math.round(slowest)} ms, ideal ${ideal} ms`,
  );
  return {
    promise: `${executions} executions of ${nodes} nodes at once take at most one and a half times the ideal`,
    tried: rows.length,
    broken: [
      ...(rows.length < executions ? [`${executions - rows.length} did not end`] : []),
      ...rows.filter(({ status }) => status !== 'success').map(({ id, status }) => `${id} is ${status}`),
      ...(slowest > ideal * 1.5 ? [`the slowest took ${Math.round(slowest)} ms`] : []),
    ],
  };
}

async function ended({ database }: Installation, workflow_id: string) {
  const until = Date.now() + patience_ms;
  for (;;) {
    const rows = await ask<{ id: string; status: string; took_ms: number }>(
      database.url,
      `select id, status, (extract(epoch from finished_at - created_at) * 1000)::float8 as took_ms
         from workflow_executions where workflow_id = $1 and finished_at is not null`,
      [workflow_id],
    );
    if (rows.length >= executions || Date.now() > until) return rows;
    await sleep(500);
  }
}
