/** What the checks cost grows with the workflow and not faster: counted, because a clock says something else every day. */
import { expect, test } from 'vitest';
import { parseDefinition } from '../parse_definition.ts';
import { brokenEdges } from './broken_edges.ts';
import { check, http, manual, map, node, to } from './check_testing.ts';

/** Counts how often any field of it, or of what is in it, is read. */
function watched<T extends object>(value: T): { value: T; reads: () => number } {
  let reads = 0;
  const watch = <V>(inner: V): V => {
    if (typeof inner !== 'object' || inner === null) return inner;
    return new Proxy(inner, {
      get(target, key, receiver) {
        reads++;
        return watch(Reflect.get(target, key, receiver));
      },
    });
  };
  return { value: watch(value), reads: () => reads };
}

/** One node that reads `count` fields of a step that has a sample of 200 rows. */
function readings(count: number): number {
  const fields = Array.from({ length: count }, (_, index) =>
    to(`f${index}`, `answer.body.rows[0].k${index}`),
  );
  const rows = Array.from({ length: 200 }, (_, index) => ({ [`k${index}`]: index }));
  const sample = watched({ status: 200, body: { rows } });
  check([manual, http({}, { key: 'answer' }), map(fields)], 't>h h>m', {
    pinned: { answer: sample.value },
  });
  expect(sample.reads()).toBeGreaterThan(0);
  return sample.reads();
}

test('a sample is read as often for a thousand expressions as for ten', () => {
  expect(readings(1_000)).toBeLessThan(readings(10) * 1.5);
});

test('hints for misspelt names are given for the first hundreds, and every name is told all the same', () => {
  const count = 900;
  const nodes = Array.from({ length: count }, (_, index) =>
    node(
      `n${index}`,
      'data_transform',
      { transform_type: 'custom', expression: `custmer_${index}.id` },
      { key: `customer_${index}` },
    ),
  );
  const edges = nodes.map(({ id }, index) => `${index === 0 ? 't' : `n${index - 1}`}>${id}`).join(' ');
  const unknown = check([manual, ...nodes], edges).filter((found) => found.check === 'unknown_variable');
  expect(unknown).toHaveLength(count);
  const hinted = unknown.filter(({ message }) => message.includes('did you mean customer_'));
  expect(hinted.length).toBeGreaterThan(100);
  expect(hinted.length).toBeLessThan(600);
});

test('a thousand problems at the most are told at edges, also where each could be told at every edge', () => {
  const between = Array.from({ length: 50 }, (_, index) =>
    node(`n${index}`, 'data_transform', { transform_type: 'custom', expression: '1' }, { key: `k${index}` }),
  );
  const definition = parseDefinition({
    nodes: [manual, ...between, node('m', 'merge')],
    edges: between.flatMap(({ id }) => [
      { source: 't', target: id },
      { source: id, target: 'm' },
    ]),
  });
  const one = {
    node_id: 'm',
    from_node_id: 't',
    field: null,
    severity: 'error' as const,
    message: '',
    check: 'x',
  };
  const edges = brokenEdges(
    definition,
    Array.from({ length: 9_000 }, () => one),
  );
  expect([...edges.values()].map((problems) => problems.length)).toEqual(Array(50).fill(1_000));
});
