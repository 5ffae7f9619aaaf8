/**
 * Which part of a workflow a test runs that begins in the middle, and whose results it needs for that. Pure. Invariants:
 *  1. what runs is reachable from the start, and where there is an end, leads to it; nothing else runs;
 *  2. of a loop all or nothing runs, except that one node of a body can be run alone for one item;
 *  3. what is needed is read by something that runs, or joins it; of everything else no result is asked for.
 */
import { expressionsOf } from './checks/node_expressions.ts';
import { type Subject, subjectOf } from './checks/subject.ts';
import type { Definition, WorkflowNode } from './definition.ts';
import { downstream, upstream } from './graph.ts';
import type { AppManifest } from './manifest.ts';

export interface TestBounds {
  /** Key or id of the first node that runs. */
  start_at: string;
  /** Key or id of the last one. */
  stop_at?: string | undefined;
}

export interface TestPart {
  start: WorkflowNode;
  /** Ids of what runs. */
  runs: ReadonlySet<string>;
  /** Ids of what came before and does not run: its results are kept, or there are none. */
  before: ReadonlySet<string>;
  /** Those before whose results are needed, in the order of the definition. The trigger is not among them: it has an input. */
  needs: readonly WorkflowNode[];
  /** The loops around a node that is run alone, the innermost first: of them `{ item, index }` is kept. */
  rounds: readonly WorkflowNode[];
}

/** A part that cannot be run; says why, and which of `start_at` and `stop_at` names the node. */
export class TestPartError extends Error {
  readonly field: 'start_at' | 'stop_at';
  readonly node_id: string | undefined;
  constructor(field: TestPartError['field'], message: string, node_id?: string) {
    super(message);
    this.name = 'TestPartError';
    this.field = field;
    this.node_id = node_id;
  }
}

/** @throws TestPartError */
export function testPart(
  definition: Definition,
  { start_at, stop_at }: TestBounds,
  manifests: readonly AppManifest[],
): TestPart {
  const subject = subjectOf(definition, { manifests });
  const start = find(definition, start_at, 'start_at');
  const stop = stop_at === undefined ? undefined : find(definition, stop_at, 'stop_at');
  const around = subject.loops.around(start.id);
  refuseInside(subject, start, stop, around);
  const runs = around.length > 0 ? new Set([start.id]) : whatRuns(subject, start, stop);
  const before = new Set<string>();
  for (const id of runs)
    for (const other of upstream(definition, id, subject.graph))
      if (!runs.has(other) && !around.includes(other) && isReachable(subject, other, around))
        before.add(other);
  const rounds = around.map((id) => subject.graph.node(id)!);
  return { start, runs, before, needs: needed(subject, start, runs, before), rounds };
}

function find({ nodes }: Definition, name: string, field: TestPartError['field']): WorkflowNode {
  const found = nodes.find((node) => node.key === name || node.id === name);
  if (found) return found;
  throw new TestPartError(field, `There is no node "${name}"`);
}

function refuseInside(
  { graph }: Subject,
  start: WorkflowNode,
  stop: WorkflowNode | undefined,
  around: readonly string[],
): void {
  if (around.length === 0 || stop === start) {
    if (stop !== start || (start.subtype !== 'break' && start.subtype !== 'continue')) return;
    throw new TestPartError(
      'start_at',
      `${start.label} ends a round of its loop: there is nothing to run alone`,
      start.id,
    );
  }
  const outermost = graph.node(around.at(-1)!)!;
  throw new TestPartError(
    'start_at',
    `${start.label} repeats inside the loop ${outermost.label}. Start at ${outermost.label}, or run ${start.label} alone.`,
    start.id,
  );
}

function whatRuns(
  { definition, graph, loops }: Subject,
  start: WorkflowNode,
  stop: WorkflowNode | undefined,
) {
  const after = downstream(definition, start.id, graph).add(start.id);
  if (!stop) return after;
  if (!after.has(stop.id))
    throw new TestPartError('stop_at', `${stop.label} does not come after ${start.label}`, stop.id);
  const kept = upstream(definition, stop.id, graph).add(stop.id);
  const around = loops.around(stop.id);
  // A loop on the way is run with all of its body.
  for (const id of [...kept])
    if (id !== stop.id || stop.subtype === 'loop')
      if (!around.includes(id)) for (const inside of loops.bodyOf(id)) kept.add(inside);
  return new Set([...after].filter((id) => kept.has(id)));
}

/** What is in another loop has no single result. */
function isReachable({ loops }: Subject, id: string, around: readonly string[]): boolean {
  const loop = loops.loopOf(id);
  return loop === null || around.includes(loop);
}

function needed(
  subject: Subject,
  start: WorkflowNode,
  runs: ReadonlySet<string>,
  before: ReadonlySet<string>,
): WorkflowNode[] {
  const { definition, graph, byKey } = subject;
  const wanted = new Set<string>();
  const takesArrivals = start.subtype === 'merge' || start.disabled === true;
  for (const id of runs) {
    const node = graph.node(id)!;
    if (node !== start || takesArrivals) for (const edge of graph.incoming(id)) wanted.add(edge.source);
    for (const { path } of expressionsOf(subject, node).references) {
      const read = byKey.get(path[0] === 'step' ? (path[1] ?? '') : path[0]!);
      if (read) wanted.add(read.id);
    }
  }
  return definition.nodes.filter(
    (node) => node.type !== 'trigger' && before.has(node.id) && wanted.has(node.id),
  );
}

/** Which handle a node took that gave this: what its result says, else its usual one; null for what goes nowhere. */
export function handleOfOutput(
  node: Pick<WorkflowNode, 'subtype' | 'on_error'>,
  output: unknown,
): string | null {
  const given = (typeof output === 'object' && output !== null ? output : {}) as Record<string, unknown>;
  if (node.on_error === 'branch' && Object.keys(given).join() === 'error') return 'error';
  switch (node.subtype) {
    case 'if':
      return given.result === true ? 'true' : 'false';
    case 'switch':
      return typeof given.index === 'number' && given.index >= 0 ? `case_${given.index}` : 'else';
    case 'loop':
      return 'done';
    case 'approval':
      return ['approved', 'timeout'].includes(String(given.decision)) ? String(given.decision) : 'rejected';
    case 'wait':
      return given.timed_out === true ? 'timeout' : 'out';
    case 'stop':
    case 'break':
    case 'continue':
      return null;
    default:
      return 'out';
  }
}
