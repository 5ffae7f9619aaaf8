/** Random workflows over the fake app: branches, joins, conditions, errors, retries and effects of every kind. */
import type { Definition } from '@millrace/core';
import fc from 'fast-check';
import { act, control, respond, trigger, workflow } from './workflow.ts';

type NodeText = ReturnType<typeof act>;

const kinds = [
  'pure',
  'pure_later',
  'read',
  'counter',
  'idempotent',
  'write',
  'write',
  'if',
  'switch',
  'merge',
  'append',
  'first',
  'rejected',
  'broken',
  'time',
  'respond',
  'stop',
] as const;

const nodeArbitrary = fc.record({
  kind: fc.constantFrom(...kinds),
  /** Which earlier nodes lead here, and by which of their handles. */
  sources: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }),
  /** Which nodes its configuration names. */
  reads: fc.array(fc.nat(), { maxLength: 2 }),
  takes: fc.constantFrom(0, 0, 1, 5, 20),
  n: fc.nat(2),
  bit: fc.boolean(),
  on_error: fc.constantFrom('stop', 'continue', 'continue', 'branch', 'branch'),
  fails: fc.constantFrom(0, 0, 0, 1, 2, 99),
  delay_ms: fc.constantFrom(0, 10, 60_000),
  disabled: fc.nat(12).map((n) => n === 0),
  ends: fc.nat(3).map((n) => n === 0),
});
type RandomNode = typeof nodeArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Node ids are `n0`, `n1`, …; every edge leads from a lower to a higher number. */
export const randomWorkflow: fc.Arbitrary<Definition> = fc
  .array(nodeArbitrary, { minLength: 1, maxLength: 9 })
  .map((random) => {
    const nodes: Record<string, NodeText> = { t: trigger() };
    const edges = new Set<string>();
    for (const [index, node] of random.entries()) {
      const id = `n${index}`;
      const earlier = Object.keys(nodes);
      for (const [source, handle] of node.sources) {
        const from = earlier[source % earlier.length]!;
        const handles = handlesOf(nodes[from]!);
        if (handles.length > 0) edges.add(`${from}:${handles[handle % handles.length]}>${id}`);
      }
      nodes[id] = nodeText(node, id, (at) => `n${at % random.length}`);
    }
    return workflow(nodes, [...edges].join(' '));
  });

function nodeText(node: RandomNode, id: string, name: (at: number) => string): NodeText {
  const { kind, takes, n, bit, on_error, fails, delay_ms, disabled } = node;
  const seen = node.reads.map((at) => `{{ ${name(at)}.n }}`);
  const value = { id, n, bit, seen };
  const subject = name(node.reads[0] ?? 0);
  switch (kind) {
    case 'if':
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
      return act(kind, { value, takes, fails }, { on_error, disabled, retry });
    }
  }
}

function handlesOf(node: NodeText): string[] {
  const errors = node.on_error === 'branch' ? ['error'] : [];
  switch (node.subtype) {
    case 'if':
      return ['true', 'false'];
    case 'switch':
      return ['case_0', 'case_1', 'else'];
    case 'stop':
      return [];
    default:
      return ['out', ...errors];
  }
}
