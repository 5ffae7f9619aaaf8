import { expect, it } from 'vitest';
import { UnknownFormat, upgradeDefinition } from './upgrade.ts';

const steps = [
  (definition: Record<string, unknown>) => ({ ...definition, blocks: undefined, nodes: definition.blocks }),
  (definition: Record<string, unknown>) => ({ ...definition, config: { made_by: 3 } }),
];

it.each([
  ['no format is format 1', { blocks: [1] }, { nodes: [1], config: { made_by: 3 } }],
  ['format 1 takes every step', { format: 1, blocks: [1] }, { nodes: [1], config: { made_by: 3 } }],
  ['format 2 takes the second step only', { format: 2, nodes: [2] }, { nodes: [2], config: { made_by: 3 } }],
  ['format 3 is current', { format: 3, nodes: [3] }, { nodes: [3] }],
])('%s', (_, definition, expected) => {
  expect(upgradeDefinition(definition, steps)).toEqual(expected);
});

it.each([[4], [0], [1.5], ['1'], [null], [{}]])('refuses format %j', (format) => {
  expect(() => upgradeDefinition({ format }, steps)).toThrow(UnknownFormat);
});
