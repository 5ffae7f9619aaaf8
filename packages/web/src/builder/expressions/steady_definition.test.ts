import { describe, expect, it } from 'vitest';
import { moveNodes } from '../document/edits/move.ts';
import { rename } from '../document/edits/rename.ts';
import { updateConfig } from '../document/edits/update_config.ts';
import { draw } from '../document/testing.ts';
import { steadyDefinition } from './steady_definition.ts';

describe('the definition that sample data is made from', () => {
  const before = draw({ t: 'webhook', a: 'data_transform', b: 'data_transform', l: 'loop' }, 't>a', 'a>b');
  const steady = (now: typeof before, nodeId = 'b') => steadyDefinition(before, now, nodeId) === before;

  it('stays while the node itself is typed into, and while cards are moved', () => {
    expect(steady(updateConfig(before, 'b', ['expression'], 'a.x'))).toBe(true);
    expect(steady(moveNodes(before, new Map([['a', { x: 1, y: 2 }]])))).toBe(true);
    expect(steady(before)).toBe(true);
  });

  it('changes with everything that expressions of the node could see', () => {
    expect(steady(updateConfig(before, 'a', ['expression'], '1'))).toBe(false);
    expect(steady(rename(before, 'a', 'Other'))).toBe(false);
    expect(steady(updateConfig(before, 'l', ['mode'], 'while'), 'l')).toBe(false);
    expect(steady({ ...before, edges: [] })).toBe(false);
    expect(steady({ ...before, nodes: before.nodes.slice(1) })).toBe(false);
    expect(steadyDefinition(null, before, 'b')).toBe(before);
  });
});
