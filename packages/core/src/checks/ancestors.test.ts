import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphOf, upstream } from '../graph.ts';
import { parseDefinition } from '../parse_definition.ts';
import { ancestorsOf } from './ancestors.ts';

it('says the same as a search from each node, with circles and without', () => {
  const count = 40;
  const end = fc.integer({ min: 0, max: count - 1 });
  const edges = fc.array(
    fc.tuple(end, end).filter(([a, b]) => a !== b),
    { maxLength: 80 },
  );
  const forward = edges.map((list) =>
    list.map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
  );
  fc.assert(
    fc.property(fc.oneof(edges, forward), (pairs) => {
      const definition = parseDefinition({
        nodes: Array.from({ length: count }, (_, i) => ({ id: `n${i}`, type: 'control', subtype: 'merge' })),
        edges: pairs.map(([a, b]) => ({ source: `n${a}`, target: `n${b}` })),
      });
      const graph = graphOf(definition);
      const before = ancestorsOf(definition, graph);
      for (const { id } of definition.nodes) {
        const expected = upstream(definition, id, graph);
        expect(new Set(before(id).ids())).toEqual(expected);
        expect(definition.nodes.every((other) => before(id).has(other.id) === expected.has(other.id))).toBe(
          true,
        );
        expect(before(id).has('gone')).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});
