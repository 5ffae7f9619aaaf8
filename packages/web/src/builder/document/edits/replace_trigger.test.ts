import type { NodeSubtype } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { groupNodes } from './annotations.ts';
import { rename } from './rename.ts';
import { replaceTrigger, triggerOf } from './replace_trigger.ts';

const flow = draw(
  {
    t: ['manual', { sample: { total: 5 } }],
    a: ['http_request', { url: '{{ trigger.data.url }}' }],
    b: 'respond',
  },
  't>a',
  't>b',
);
const replaced = (subtype: NodeSubtype, definition = flow) =>
  replaceTrigger(definition, triggerOf(definition)!, subtype);

describe('replacing the trigger', () => {
  it('leaves one trigger, in the same place, with all that followed it, and touches no other node', () => {
    const { definition, node } = replaced('webhook');
    expect(definition.nodes.filter(({ type }) => type === 'trigger')).toEqual([node]);
    expect(node).toMatchObject({ subtype: 'webhook', key: 't', position: flow.nodes[0]!.position });
    expect(edgesOf(definition)).toEqual([`${node.id}>a`, `${node.id}>b`]);
    expect(definition.nodes.slice(1)).toEqual(flow.nodes.slice(1));
    expect(definition.nodes[1]).toBe(flow.nodes[1]);
    expect(flow.nodes.map(({ id }) => id)).not.toContain(node.id);
  });

  it.each([
    ['webhook', { sample: { total: 5 } }],
    ['schedule', {}],
    ['event', {}],
  ] as const)('by %s keeps of its configuration %j', (subtype, config) => {
    expect(replaced(subtype).node.config).toEqual(config);
  });

  it('names it by its kind, and keeps a name that a person gave', () => {
    const plain = draw({ t: 'manual' });
    expect(replaced('webhook', plain).node.label).toBe('Webhook Trigger');
    expect(replaced('webhook', rename(plain, 't', 'New order')).node.label).toBe('New order');
  });

  it('stays in its group', () => {
    const grouped = groupNodes(flow, ['t', 'a'], { label: 'Start' })!.definition;
    const { definition, node } = replaced('event', grouped);
    expect(definition.groups![0]!.nodes).toEqual([node.id, 'a']);
  });

  it('replaces of two the one that is selected, else the first', () => {
    const two = draw({ t: 'manual', u: 'webhook', a: 'respond' });
    expect(triggerOf(two)?.id).toBe('t');
    expect(triggerOf(two, ['u'])?.id).toBe('u');
    expect(triggerOf(two, ['a'])?.id).toBe('t');
    expect(triggerOf(draw({ a: 'respond' }))).toBeUndefined();
  });
});
