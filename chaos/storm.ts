/** Many executions of every shape, and one fault after the other while they go on. */
import { type Calls, callAll } from './callers.ts';
import { cutConnections, freeze, killStorm, lookDuringOutage, type Random, sleep } from './faults.ts';
import { allExecutions, unfinished, watchEnds } from './history.ts';
import { callInOrder, orderVerdict } from './in_order.ts';
import type { Installation } from './installation.ts';
import { deploy, type Owner, type Target } from './owner.ts';
import { pauseAndResume, pauseVerdict } from './pauses.ts';
import { People } from './people.ts';
import { childFaults, judge, type Verdict } from './promises.ts';
import type { Recorder } from './recorder.ts';
import { Stoppers } from './stoppers.ts';
import {
  counterVerdict,
  faultsVerdict,
  leftoverVerdict,
  type Outage,
  outageVerdict,
  scheduleVerdict,
} from './verdicts.ts';
import { endless, gated, stoppedShapes, waitingShapes } from './waiting_shapes.ts';
import { called, type Shape, shapes } from './workflows.ts';

export interface StormOptions {
  installation: Installation;
  owner: Owner;
  recorder: Recorder;
  random: Random;
  say(text: string): void;
  size: {
    /** Executions, and how many begin in a second. */
    count: number;
    rate: number;
    /** Of each key, one after the other. */
    in_order: number;
    storm_ms: number;
    cut_ms: number;
    frozen_ms: number;
    away_ms: number;
  };
}

/** How long everything may take to come to its end after the last fault. */
const patience_ms = 120_000;
const keys = ['ada', 'grace', 'edsger'];

export async function storm(options: StormOptions): Promise<Verdict[]> {
  const { installation, owner, recorder, random, say, size } = options;
  const set = await deployAll(owner, installation.url, recorder.address);
  const ends = watchEnds(
    () => installation.database.url,
    async () =>
      (await owner.api<{ data: { id: string; status: string }[] }>('GET', '/executions?limit=100')).data,
  );
  const people = new People(owner, recorder, random);
  const stoppers = new Stoppers(owner, random);
  const stopped = new Set(set.stopped.map(({ name }) => name));
  const calls: Calls = {
    promised: [],
    answers: new Map(),
    impolite: [],
    onPromised: (promised) => stopped.has(promised.workflow) && stoppers.take(promised),
  };
  say(
    `${size.count} executions of ${set.targets.length} workflows begin; clocks are an hour and a minute off`,
  );
  const calling = callAll(set.targets, { ...size, calls });
  const ordering = callInOrder(set.gate, { keys, count: size.in_order, calls });
  const pauses = pauseAndResume(owner, set.paused, random);
  await sleep(2_000);
  const broke = await breakAll(options, set.targets[0]!.address);
  const [, order] = await Promise.all([calling, ordering]);
  await pauses.stop();
  await stoppers.finish();
  say(`${calls.promised.length} executions were accepted; waiting for the last to end`);
  await owner.api('POST', `/workflows/${set.schedule.workflow_id}/pause`);
  const until = Date.now() + patience_ms;
  while (Date.now() < until && (await unfinished(installation.database.url)) > 0) await sleep(500);
  await Promise.all([ends.stop(), people.stop()]);

  const { url } = installation.database;
  const stored = await allExecutions(url);
  const taken_over = stored.filter(({ recoveries }) => recoveries > 0).length;
  say(`Taken over after a death: ${taken_over} executions`);
  say(`Answers: ${[...calls.answers].map(([status, count]) => `${status || 'none'} × ${count}`).join(', ')}`);
  return [
    outageVerdict(broke.outage),
    ...judge({ promised: calls.promised, stored, seen: recorder.seen, ...expectations(set.shapes) }),
    { promise: 'Every call of another workflow begins it once', ...childVerdict(stored, set) },
    orderVerdict(order, recorder.seen),
    ...people.verdicts(stored),
    stoppers.verdict(stored, recorder.seen, broke.blind),
    {
      promise: 'An end never changes, in the database or as it is shown',
      tried: stored.length,
      broken: ends.changed,
    },
    refusalVerdict(calls),
    await scheduleVerdict(url, set.schedule.workflow_id),
    await pauseVerdict(url, set.paused, pauses),
    await counterVerdict(url),
    await leftoverVerdict(url),
    {
      promise: 'No process ended by itself',
      tried: installation.processes.length + broke.workers + broke.api,
      broken: installation.unexpected,
    },
    faultsVerdict({ ...broke, taken_over }),
  ];
}

/** One fault after the other; what was done. */
async function breakAll({ installation, random, say, size }: StormOptions, webhook: string) {
  const killed = await killStorm(installation, { ms: size.storm_ms, random });
  say(`Killed ${killed.workers} workers and the API process ${killed.api} times`);
  const cut = await cutConnections(installation, { ms: size.cut_ms });
  say(`Cut ${cut} database connections`);
  const frozen = await freeze(installation, { ms: size.frozen_ms });
  say(
    frozen
      ? `Froze ${frozen.worker} with ${frozen.held} steps in flight`
      : 'No worker held a step to be frozen in',
  );
  say(`PostgreSQL goes away for ${size.away_ms / 1_000} s`);
  const away_from = Date.now();
  let outage: Outage | null = null;
  await installation.databaseAway(size.away_ms, async () => {
    outage = await lookDuringOutage(installation.url, webhook);
  });
  // A process looks again after a second at most, and for what it has not heard a second later.
  const away: [number, number] = [away_from - 1_000, Date.now() + 2_000];
  say('PostgreSQL is back');
  const more = await killStorm(installation, { ms: size.storm_ms / 4, random });
  const blind: [number, number][] = [away];
  if (frozen) blind.push([frozen.from - 1_000, frozen.to]);
  return {
    workers: killed.workers + more.workers,
    api: killed.api + more.api,
    cut,
    frozen,
    outage: outage as Outage | null,
    blind,
  };
}

interface Deployed {
  shapes: Shape[];
  /** Called in turn. */
  targets: Target[];
  stopped: Target[];
  gate: Target;
  schedule: Target;
  paused: Target;
  /** Ids of those of which each execution begins exactly one other. */
  parents: ReadonlySet<string>;
}

async function deployAll(owner: Owner, url: string, address: string): Promise<Deployed> {
  const make = (name: string, definition: unknown) => deploy(owner, url, name, definition);
  const inner = await make('called', called(address));
  const ids = {
    inner: inner.workflow_id,
    endless: (await make('endless', endless(address))).workflow_id,
    handler: (await make('handler', called(address))).workflow_id,
  };
  const ordinary = [...shapes(address, ids.inner), ...waitingShapes(address, ids)];
  const stopping = stoppedShapes(address, ids);
  const all = await Promise.all(
    [...ordinary, ...stopping].map(({ name, definition }) => make(name, definition)),
  );
  const gate: Shape = { name: 'gated', effects: 2, definition: gated(address) };
  const withChild = new Set(ordinary.filter(({ child }) => child).map(({ name }) => name));
  return {
    shapes: [...ordinary, ...stopping, gate],
    targets: all,
    stopped: all.slice(ordinary.length),
    gate: await make(gate.name, gate.definition),
    schedule: await make('schedule', every(5, 'all')),
    paused: await make('paused schedule', every(2, 'once')),
    parents: new Set(all.filter(({ name }) => withChild.has(name)).map(({ workflow_id }) => workflow_id)),
  };
}

function every(seconds: number, missed: 'all' | 'once') {
  const config = { schedule_type: 'interval', interval: { value: seconds, unit: 'seconds' } };
  return {
    nodes: [{ id: 'every', type: 'trigger', subtype: 'schedule', config }],
    edges: [],
    config: { missed_schedules: missed },
  };
}

function expectations(all: readonly Shape[]) {
  return {
    effects: new Map(
      all.flatMap(({ name, effects }) => (effects === undefined ? [] : [[name, effects] as const])),
    ),
    ends: new Map(all.flatMap(({ name, ends }) => (ends ? [[name, ends] as const] : []))),
  };
}

function childVerdict(stored: Awaited<ReturnType<typeof allExecutions>>, { parents }: Deployed) {
  const tried = stored.filter(({ workflow_id }) => parents.has(workflow_id)).length;
  return { tried, broken: childFaults(stored, parents) };
}

/** Callers have to have been there while PostgreSQL was away: otherwise nothing was tried. */
function refusalVerdict({ answers, impolite }: Calls): Verdict {
  const refused = (answers.get(429) ?? 0) + (answers.get(503) ?? 0);
  const broken = refused === 0 ? ['nobody was refused', ...impolite] : impolite;
  return { promise: 'A refusal says when to come again', tried: refused, broken };
}
