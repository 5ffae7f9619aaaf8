/** Compares what was promised, what happened outside and what is stored, and says which promises held. */
import type { Promised } from './callers.ts';
import type { Stored, StoredStep } from './history.ts';
import type { Seen } from './recorder.ts';

export interface Verdict {
  promise: string;
  tried: number;
  /** What broke it; empty: it held. */
  broken: string[];
}

export interface Evidence {
  promised: readonly Promised[];
  stored: readonly Stored[];
  seen: ReadonlyMap<string, readonly Seen[]>;
  /** Effects of one execution, by name of the workflow. */
  effects: ReadonlyMap<string, number>;
  /** How they end, by name of the workflow; those that are not named, with success. */
  ends?: ReadonlyMap<string, readonly string[]>;
}

/** A request that arrives this much after its step was settled (clocks of one machine) came from somebody who lost it. */
const late_ms = 1_500;

export function judge({ promised, stored, seen, effects, ends = new Map() }: Evidence): Verdict[] {
  const byId = new Map(stored.map((execution) => [execution.id, execution]));
  const ids = new Set<string>();
  const accepted: string[] = [];
  const complete: string[] = [];
  const once: string[] = [];
  const least: string[] = [];
  const answered: string[] = [];
  const after: string[] = [];
  for (const { execution_id, workflow } of promised) {
    if (ids.has(execution_id)) accepted.push(`${execution_id} was promised twice`);
    ids.add(execution_id);
    const execution = byId.get(execution_id);
    if (!execution || !(ends.get(workflow) ?? ['success']).includes(execution.status)) {
      const what = execution ? `${execution.status}: ${execution.error?.message ?? ''}` : 'not there';
      accepted.push(`${execution_id} (${workflow}) is ${what}`);
      continue;
    }
    const count = effectsOf(execution).length;
    const expected = effects.get(workflow);
    if (expected !== undefined && count !== expected)
      complete.push(`${execution_id} (${workflow}) has ${count} effects`);
  }
  let steps = 0;
  for (const execution of stored) {
    for (const step of effectsOf(execution)) {
      steps += 1;
      const key = `${execution.id}:${step.path}`;
      const requests = seen.get(key) ?? [];
      const attempts = step.attempts ?? 1;
      // Whoever stops an execution may come before the request of a step that had begun.
      const cut_off = execution.status === 'cancelled' && step.status !== 'success';
      if (requests.length === 0 && !cut_off) least.push(`${key} never happened`);
      if (!step.repeated && requests.length !== attempts && !cut_off)
        once.push(`${key}: ${requests.length} requests for ${attempts} attempts`);
      if (requests.length > attempts) once.push(`${key}: ${requests.length} requests, ${attempts} recorded`);
      const serial = step.output?.body?.serial;
      if (
        step.status === 'success' &&
        !requests.some((request) => request.serial === serial && request.status === 200)
      )
        answered.push(`${key}: the stored answer ${serial} was never given`);
      const settled = Date.parse(step.started_at ?? '') + (step.duration_ms ?? 0) + late_ms;
      const last = Math.max(...requests.map(({ at }) => at));
      if (last > settled)
        after.push(
          `${key} (${step.status}, ${attempts} attempts, ${execution.status}) was called ${last - settled} ms after it was settled at ${timeOf(settled)}`,
        );
    }
  }
  const open = stored.filter(({ status }) => ['queued', 'running', 'waiting'].includes(status));
  return [
    {
      promise: 'Every accepted execution ended, once, as it should',
      tried: promised.length,
      broken: accepted,
    },
    { promise: 'Every one did all of its steps', tried: promised.length, broken: complete },
    { promise: 'Every effect that is recorded happened', tried: steps, broken: least },
    {
      promise: 'A step is not executed again unless its process died in it, and says so',
      tried: steps,
      broken: once,
    },
    { promise: 'What is stored is what the other side answered', tried: steps, broken: answered },
    { promise: 'Nothing is called after its step was settled', tried: steps, broken: after },
    {
      promise: 'No execution is left queued, running or waiting',
      tried: stored.length,
      broken: open.map(({ id, status }) => `${id} is ${status}`),
    },
  ];
}

/** Of the day, as the other lines of a run say it. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

/** Of workflows of which each execution begins exactly one other: where that is not so, or the other one failed. */
export function childFaults(stored: readonly Stored[], parents: ReadonlySet<string>): string[] {
  const children = Map.groupBy(stored, (execution) => execution.parent_execution_id);
  return stored
    .filter(({ workflow_id }) => parents.has(workflow_id))
    .flatMap(({ id }) => {
      const of = children.get(id) ?? [];
      if (of.length !== 1) return [`${id} has ${of.length} children`];
      return of[0]!.status === 'success' ? [] : [`the child of ${id} is ${of[0]!.status}`];
    });
}

function effectsOf({ steps }: Stored): StoredStep[] {
  return steps.filter(({ subtype, status }) => subtype === 'http_request' && status !== 'skipped');
}

/** Prints the table; returns whether everything held. */
export function printVerdicts(verdicts: readonly Verdict[]): boolean {
  const width = Math.max(...verdicts.map(({ promise }) => promise.length));
  console.log(`${'Promise'.padEnd(width)}  ${'tried'.padStart(7)}  held`);
  for (const { promise, tried, broken } of verdicts) {
    const held = broken.length === 0 ? 'yes' : `NO, ${broken.length} times`;
    console.log(`${promise.padEnd(width)}  ${String(tried).padStart(7)}  ${held}`);
    for (const line of broken.slice(0, 5)) console.log(`    ${line}`);
  }
  return verdicts.every(({ broken }) => broken.length === 0);
}
