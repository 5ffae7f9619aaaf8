import type { Definition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { addNote, groupNodes } from '../document/edits/annotations.ts';
import { connect } from '../document/edits/connect.ts';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { moveNodes } from '../document/edits/move.ts';
import { type MoveDirection, moveStep } from '../document/edits/move_step.ts';
import { reconnect } from '../document/edits/reconnect.ts';
import { rename } from '../document/edits/rename.ts';
import { setSettings } from '../document/edits/set_settings.ts';
import { toggleDisabled } from '../document/edits/toggle_disabled.ts';
import { updateNode } from '../document/edits/update_node.ts';
import { draw } from '../document/testing.ts';
import { whatChanged } from './what_changed.ts';

const flow = named(
  draw(
    { t: 'manual', k: 'if', a: 'http_request', b: 'http_request', c: 'respond' },
    't>k',
    'k:true>a',
    'a>b',
  ),
);

function named(definition: Definition): Definition {
  const labels: Record<string, string> = { t: 'Start', k: 'Over 100?', a: 'Get', b: 'Send', c: 'Answer' };
  return { ...definition, nodes: definition.nodes.map((node) => ({ ...node, label: labels[node.id]! })) };
}

function moved(id: string, direction: MoveDirection): Definition {
  const result = moveStep(flow, id, direction);
  if (!result.ok) throw new Error(result.reason);
  return result.definition;
}

const without = (...nodes: string[]) => deleteSelection(flow, { nodes, edges: [] });

describe('what is said of a change', () => {
  it.each<[string, Definition, Definition, string | null]>([
    ['a step is added', without('b'), flow, 'Added Send, after Get'],
    ['into a branch', without('a'), flow, 'Added Get, after Over 100?, true'],
    ['alone', without('c'), flow, 'Added Answer'],
    ['several', without('a', 'b'), flow, 'Added Get and Send'],
    ['very many', without('a', 'b', 'c', 'k'), flow, 'Added 4 nodes'],
    ['deleted', flow, without('a'), 'Deleted Get'],
    [
      'connected',
      flow,
      connect(flow, { source: 'k', sourceHandle: 'false', target: 'c' }),
      'Connected Over 100?, false to Answer',
    ],
    [
      'disconnected',
      flow,
      deleteSelection(flow, { nodes: [], edges: [flow.edges[2]!.id] }),
      'Disconnected Get from Send',
    ],
    [
      'led to another step',
      flow,
      reconnect(flow, flow.edges[2]!.id, { source: 'a', sourceHandle: 'out', target: 'c' }),
      'Get now leads to Answer, and no longer to Send',
    ],
    [
      'led from another port',
      flow,
      reconnect(flow, flow.edges[1]!.id, { source: 'k', sourceHandle: 'false', target: 'a' }),
      'Get now follows Over 100?, false, and no longer Over 100?, true',
    ],
    ['moved up out of its branch', flow, moved('a', 'up'), 'Moved Get, now after Start'],
    ['moved along its chain', flow, moved('b', 'up'), 'Moved Send, now after Over 100?, true'],
    ['turned off', flow, toggleDisabled(flow, ['a', 'b']), 'Turned off Get and Send'],
    ['turned on', toggleDisabled(flow, ['a']), flow, 'Turned on Get'],
    ['renamed', flow, rename(flow, 'a', 'Fetch'), 'Renamed to Fetch'],
    ['placed elsewhere', flow, moveNodes(flow, new Map([['a', { x: 7, y: 7 }]])), 'Moved Get'],
    ['configured', flow, updateNode(flow, 'a', { timeout_seconds: 5 }), 'Changed Get'],
    ['noted', flow, addNote(flow, { position: { x: 0, y: 0 } })!.definition, 'Added sticky note'],
    ['grouped', flow, groupNodes(flow, ['a', 'b'], { label: 'Group 1' })!.definition, 'Grouped: Group 1'],
    ['a group undone', groupNodes(flow, ['a'], { label: 'Mine' })!.definition, flow, 'Ungrouped: Mine'],
    ['a note undone', addNote(flow, { position: { x: 0, y: 0 } })!.definition, flow, 'Deleted sticky note'],
    ['settings', flow, setSettings(flow, { timezone: 'UTC' }), 'Settings of the workflow changed'],
    ['nothing', flow, flow, null],
  ])('%s', (_, before, after, sentence) => {
    expect(whatChanged(before, after)).toBe(sentence);
  });

  it('of two that changed places the one moved at which the person is', () => {
    const after = moved('b', 'up');
    expect(whatChanged(flow, after, 'b')).toBe('Moved Send, now after Over 100?, true');
    expect(whatChanged(flow, after, 'a')).toBe('Moved Get, now after Send');
  });
});
