/** The loops and waits of random workflows, and what the outside does about the waits. */
import type { Definition, Failure } from '@millrace/core';
import fc from 'fast-check';
import type { WaitResult } from '../ports.ts';
import { lastOf, type OutsideScript, type ScriptedSignal } from './outside.ts';

export const randomLoop = fc.record({
  /** A list that is written there, one that another node gives, what is no list, or while a condition holds. */
  source: fc.constantFrom('list', 'list', 'list', 'list', 'node', 'node', 'number', 'while', 'while'),
  items: fc.array(fc.record({ n: fc.nat(2), bit: fc.boolean() }, { noNullPrototype: true }), {
    maxLength: 4,
    size: 'max',
  }),
  rounds: fc.nat(3),
  concurrency: fc.integer({ min: 1, max: 4 }),
  on_item_error: fc.constantFrom('stop', 'collect'),
  max_iterations: fc.constantFrom(10, 10, 10, 2),
});

/** How long a wait of the random workflows is in force, in milliseconds. */
export const limit = 3_600_000;

/** What happens to a wait; it stands in the notes of its node. */
export interface WaitScript {
  kind: 'delay' | 'until' | 'callback' | 'event' | 'approval' | 'sub_workflow';
  /** When it is signalled, in milliseconds after its registration; null: never. */
  after_ms: number | null;
  /** A call comes before anything waits. */
  early: boolean;
  n: number;
  /** Of an approval. */
  approved: boolean;
  /** Of a child. */
  child: 'done' | 'failed' | 'not_started';
}

const duration = { value: 1, unit: 'hours' } as const;

export const randomWait = fc
  .record({
    kind: fc.constantFrom<WaitScript['kind']>(
      'delay',
      'delay',
      'until',
      'callback',
      'callback',
      'event',
      'approval',
      'sub_workflow',
    ),
    // The last one races with the time limit, which counts from the moment before the registration.
    after_ms: fc.constantFrom(0, 1, 40, 60_000, limit - 100_000, limit, null, limit - 20),
    early: fc.boolean(),
    n: fc.nat(2),
    approved: fc.boolean(),
    child: fc.constantFrom<WaitScript['child']>('done', 'done', 'failed', 'not_started'),
    seconds: fc.constantFrom(0, 1, 3, 7_200),
    wait: fc.nat(3).map((n) => n > 0),
  })
  .map(({ seconds, wait, ...script }) => ({ ...script, shape: shapeOf(script.kind, seconds, wait) }));

function shapeOf(kind: WaitScript['kind'], seconds: number, wait: boolean): Record<string, unknown> {
  switch (kind) {
    case 'delay':
      return { mode: kind, duration: { value: seconds, unit: 'seconds' } };
    case 'until':
      return { mode: kind, until: '2026-11-20T10:30:00.000Z' };
    case 'callback':
      return { mode: kind, timeout: duration };
    case 'event':
      return { mode: kind, event_type: 'order.paid', match: [], timeout: duration };
    case 'approval':
      return { deadline: duration };
    case 'sub_workflow':
      return { workflow_id: '019a0000-0000-7000-8000-00000000000c', wait };
  }
}

/** The script in the notes of a node. */
export function scriptOf({ notes }: { notes?: string }): WaitScript {
  return JSON.parse(notes ?? '{}') as WaitScript;
}

/** What a signal brings to a wait of random workflows. */
export function resultOf({ kind, n, approved, child }: WaitScript, path: string): WaitResult {
  if (kind === 'sub_workflow')
    return child === 'done' ? done({ n, from: path }) : { outcome: 'failed', failure: childFailure(child) };
  if (kind !== 'approval') return done({ n, from: path });
  const decision = approved ? 'approved' : 'rejected';
  return done({ decision, comment: null, decided_by: 'somebody', decided_at: '2026-11-20T10:00:00.000Z' });
}

export function childFailure(child: 'failed' | 'not_started'): Failure {
  if (child === 'failed') return { code: 'sub_workflow_failed', message: 'The other workflow failed' };
  return { code: 'workflow_gone', message: 'The other workflow is gone' };
}

const done = (output: unknown): WaitResult => ({ outcome: 'done', output });
const second = done('the second, which nobody may get');

/** The outside of a random workflow: each call comes three times, those after the first with something else. */
export function outsideOf(definition: Definition): OutsideScript {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const early = definition.nodes.filter(({ subtype, notes }) => {
    const script = scriptOf({ notes });
    return subtype === 'wait' && script.kind === 'callback' && script.early && script.after_ms !== null;
  });
  return {
    signals: early.map((node): ScriptedSignal => {
      const path = firstPath(node.id);
      return { path, result: resultOf(scriptOf(node), path), after_ms: 3, from: 'start' };
    }),
    react: ({ path, wait }) => {
      const node = nodes.get(lastOf(path))!;
      if (wait?.kind === 'execution' || wait?.kind === 'question') return [];
      const script = scriptOf(node);
      if (script.after_ms === null) return [];
      const { after_ms } = script;
      return [
        { result: resultOf(script, path), after_ms },
        { result: second, after_ms, times: 2 },
        { result: second, after_ms: after_ms + 1 },
      ];
    },
    children: ({ path }) => {
      const script = scriptOf(nodes.get(lastOf(path))!);
      if (script.child === 'not_started') return { result: resultOf(script, path), after_ms: 'not_started' };
      return { result: resultOf(script, path), after_ms: script.after_ms ?? 0 };
    },
  };
}

/** The path of a node in the first round of all loops around it. */
export function firstPath(id: string): string {
  const names = id.split('x');
  const loops = names.slice(0, -1).map((_, at) => `${names.slice(0, at + 1).join('x')}[0]/`);
  return loops.join('') + id;
}
