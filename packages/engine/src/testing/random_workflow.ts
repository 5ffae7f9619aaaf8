/**
 * Random workflows over the fake app: branches, joins, conditions, errors, retries, effects of every kind, loops in loops and
 * waits, with what the outside does about each wait.
 */
import type { Definition } from '@millrace/core';
import fc from 'fast-check';
import { randomLoop, randomWait, type WaitScript } from './random_parts.ts';
import { act, control, respond, trigger, workflow } from './workflow.ts';

type NodeText = ReturnType<typeof act>;

const kinds = [
  ...['pure', 'pure_later', 'read', 'counter', 'idempotent', 'write', 'write'],
  ...['if', 'switch', 'merge', 'append', 'first', 'rejected', 'broken', 'time', 'respond', 'stop'],
  ...['loop', 'loop', 'loop', 'loop', 'loop', 'loop', 'wait', 'wait', 'wait'],
] as const;
const bodyKinds = [
  ...['pure', 'pure_later', 'read', 'counter', 'idempotent', 'write', 'write', 'if', 'if', 'merge', 'append'],
  ...['first', 'rejected', 'broken', 'break', 'break', 'continue', 'continue', 'stop', 'respond', 'time'],
  ...['loop', 'wait', 'wait'],
] as const;

/** How far apart a node may look for those before it, and what it is; used where its kind asks for it. */
interface RandomNode {
  kind: string;
  sources: [number, number][];
  reads: number[];
  takes: number;
  n: number;
  bit: boolean;
  at: number | null;
  on_error: 'stop' | 'continue' | 'branch';
  fails: number;
  delay_ms: number;
  disabled: boolean;
  ends: boolean;
  list: unknown[] | null;
  loop: ReturnType<typeof randomLoop.generate>['value'];
  wait: WaitScript & { shape: Record<string, unknown> };
  body: RandomNode[];
}

function nodeArbitrary(depth: number, of: readonly string[]): fc.Arbitrary<RandomNode> {
  const allowed = depth === 0 ? of.filter((kind) => kind !== 'loop') : of;
  return fc.record({
    kind: fc.constantFrom(...allowed),
    /** Which earlier nodes lead here, and by which of their handles. */
    sources: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }),
    /** Which nodes its configuration names. */
    reads: fc.array(fc.nat(), { maxLength: 2 }),
    takes: fc.constantFrom(0, 0, 1, 5, 20),
    n: fc.nat(2),
    bit: fc.boolean(),
    /** In a body: the round in which it does what its kind says. */
    at: fc.option(fc.nat(3)),
    on_error: fc.constantFrom('stop', 'continue', 'continue', 'branch', 'branch'),
    fails: fc.constantFrom(0, 0, 0, 1, 2, 99),
    delay_ms: fc.constantFrom(0, 10, 60_000),
    disabled: fc.nat(12).map((n) => n === 0),
    ends: fc.nat(3).map((n) => n === 0),
    list: fc.option(fc.array(fc.nat(2), { maxLength: 3 }), { freq: 2 }),
    loop: randomLoop,
    wait: randomWait,
    body:
      depth === 0
        ? fc.constant([])
        : fc.array(nodeArbitrary(depth - 1, bodyKinds), { minLength: 1, maxLength: 4, size: 'max' }),
  });
}

/**
 * Node ids are `n0`, `n1`, …; every edge leads from a lower to a higher number. The body of the loop `n3` is `n3x0`, `n3x1`, …,
 * and that of a loop in it `n3x1x0`, …
 */
export const randomWorkflow: fc.Arbitrary<Definition> = fc
  .array(nodeArbitrary(2, kinds), { minLength: 1, maxLength: 7, size: 'max' })
  .map((random) => {
    const draft: Draft = { nodes: { t: trigger() }, edges: new Set(), names: [] };
    const top = random.map((_, index) => `n${index}`);
    addLevel(draft, random, top, { from: ['t'], loops: [], names: top });
    return workflow(draft.nodes, [...draft.edges].join(' '));
  });

interface Draft {
  nodes: Record<string, NodeText>;
  edges: Set<string>;
  names: string[];
}

interface Place {
  /** What the first nodes come after: the trigger, or the loop. */
  from: string[];
  /** The loops around it, the innermost last. */
  loops: string[];
  /** What its configurations may name. */
  names: string[];
}

function addLevel(draft: Draft, random: readonly RandomNode[], ids: readonly string[], place: Place): void {
  const earlier = [...place.from];
  for (const [index, node] of random.entries()) {
    const id = ids[index]!;
    const { kind } = node;
    for (const [source, handle] of node.sources) {
      const from = earlier[source % earlier.length]!;
      const handles = from === place.loops.at(-1) ? ['body'] : handlesOf(draft.nodes[from]!);
      if (handles.length > 0) draft.edges.add(`${from}:${handles[handle % handles.length]}>${id}`);
    }
    // Without an edge it would be in no loop.
    const isReached = [...draft.edges].some((edge) => edge.endsWith(`>${id}`));
    if (!isReached && place.loops.length > 0) draft.edges.add(`${place.loops.at(-1)}:body>${id}`);
    if ((kind === 'break' || kind === 'continue') && node.at !== null) addConditional(draft, node, id);
    else draft.nodes[id] = nodeText(node, id, place);
    earlier.push(id);
    if (kind !== 'loop') continue;
    const body = node.body.map((_, at) => `${id}x${at}`);
    addLevel(draft, node.body, body, {
      from: [id],
      loops: [...place.loops, id],
      names: [...place.names, ...body],
    });
  }
}

/** A `break` or `continue` that happens in some rounds only. */
function addConditional(draft: Draft, node: RandomNode, id: string): void {
  draft.nodes[id] = control('if', { condition: `index == ${node.at}` });
  draft.nodes[`${id}b`] = control(node.kind as 'break' | 'continue');
  draft.edges.add(`${id}:true>${id}b`);
}

function nodeText(node: RandomNode, id: string, place: Place): NodeText {
  const { kind, takes, n, bit, on_error, delay_ms, disabled, at } = node;
  const name = (of: number) => place.names[of % place.names.length]!;
  const seen = node.reads.map((of) => `{{ ${name(of)}.n }}`);
  const inLoop = place.loops.length > 0;
  const rounds = inLoop && {
    item: '{{ item }}',
    index: '{{ index }}',
    around: place.loops.map((loop) => `{{ ${loop}.index }}`),
  };
  const value = { id, n, bit, ...(node.list && { list: node.list }), seen, ...rounds };
  const subject = name(node.reads[0] ?? 0);
  switch (kind) {
    case 'if':
      if (inLoop && at !== null) return control('if', { condition: `index == ${at}` }, { disabled });
      return control('if', { condition: `${subject}.bit == true` }, { disabled });
    case 'switch':
      return control('switch', {
        cases: [{ condition: `${subject}.n == 0` }, { condition: `${subject}.n == 1` }],
      });
    case 'merge':
      return control('merge', {}, { disabled });
    case 'append':
      return control('merge', { mode: 'append' });
    case 'first':
      return control('merge', { mode: 'first' });
    case 'break':
    case 'continue':
      return control(kind);
    case 'loop':
      return control('loop', loopConfig(node, subject), { on_error });
    case 'wait':
      return waitText(node, value);
    case 'stop':
      return node.ends
        ? control('stop', { status: bit ? 'success' : 'error', message: id })
        : act('pure', { value });
    case 'respond':
      return respond(value);
    case 'time':
      return act('pure', { value: { ...value, at: '{{ now() }}' } });
    case 'pure':
    case 'pure_later':
    case 'broken':
      return act(kind, { value }, { on_error, disabled });
    default: {
      const retry = { max_attempts: 3, delay_ms, max_delay_ms: delay_ms, backoff: 'fixed' } as const;
      const fails = inLoop && at !== null ? `{{ index == ${at} ? ${node.fails} : 0 }}` : node.fails;
      return act(kind, { value, takes, fails }, { on_error, disabled, retry });
    }
  }
}

function loopConfig({ loop }: RandomNode, subject: string): Record<string, unknown> {
  const { source, items, rounds, concurrency, on_item_error, max_iterations } = loop;
  const common = { on_item_error, max_iterations };
  if (source === 'while') return { ...common, mode: 'while', condition: `index < ${rounds}` };
  const list = { list: items, node: `{{ ${subject}.list }}`, number: `{{ ${subject}.n }}` }[source];
  return { ...common, mode: 'items', items: list, concurrency };
}

/** The script of what happens to it is in its notes. */
function waitText({ wait, on_error }: RandomNode, value: object): NodeText {
  const { shape, ...script } = wait;
  const more = { on_error, notes: JSON.stringify(script) };
  if (script.kind === 'approval') return control('approval', { title: 'May it?', ...shape }, more);
  if (script.kind === 'sub_workflow') return control('sub_workflow', { ...shape, input: value }, more);
  return control('wait', shape, more);
}

function handlesOf(node: NodeText): string[] {
  const errors = node.on_error === 'branch' ? ['error'] : [];
  switch (node.subtype) {
    case 'if':
      return ['true', 'false'];
    case 'switch':
      return ['case_0', 'case_1', 'else'];
    case 'stop':
    case 'break':
    case 'continue':
      return [];
    case 'loop':
      return ['done', ...errors];
    case 'approval':
      return ['approved', 'approved', 'rejected', 'timeout', ...errors];
    case 'wait':
      return node.config?.timeout ? ['out', 'out', 'timeout', ...errors] : ['out', ...errors];
    default:
      return ['out', ...errors];
  }
}
