import { describe, expect, it } from 'vitest';
import { appManifestSchema, fieldKinds } from '../manifest.ts';
import { nodeKinds } from '../node_kinds.ts';
import { sampleOfSchema } from '../sample.ts';
import { controlOutputs, controlSchemas } from './control_schemas.ts';
import { coreManifest } from './core_manifest.ts';
import { triggerSchemas } from './trigger_schemas.ts';

const manifest = coreManifest();

it('is a valid manifest with every trigger, conditional and control node', () => {
  expect(appManifestSchema.parse(manifest)).toEqual(manifest);
  const expected = Object.entries(nodeKinds).flatMap(([id, kind]) => (kind.type === 'action' ? [] : [id]));
  expect(manifest.operations.map((operation) => operation.id).sort()).toEqual(expected.sort());
});

it('gives every field a title, and a control that exists', () => {
  for (const { id, input } of manifest.operations) {
    for (const [name, field] of Object.entries(input.properties as Record<string, Record<string, unknown>>)) {
      expect(field.title, `${id}.${name}`).toBeTypeOf('string');
      if (field.field) expect(fieldKinds, `${id}.${name}`).toContain(field.field);
    }
  }
});

it('carries the field metadata', () => {
  const webhook = manifest.operations.find(({ id }) => id === 'webhook')!;
  expect(webhook.input.properties).toMatchObject({
    secret: {
      field: 'secret',
      needed: true,
      show_if: { field: 'auth', equals: ['header', 'hmac', 'basic'] },
    },
    method: { default: 'POST', enum: expect.arrayContaining(['POST', 'GET']) },
  });
  expect(webhook.input.required ?? []).toEqual([]);
});

const webhookDefaults = {
  method: 'POST',
  auth: 'none',
  respond: 'immediately',
  dedupe_window_seconds: 86_400,
};
const loopDefaults = { concurrency: 1, on_item_error: 'stop', max_iterations: 10_000 };

describe('configurations', () => {
  it.each([
    ['webhook', {}, webhookDefaults],
    ['webhook', { path: 'orders/new' }, { ...webhookDefaults, path: 'orders/new' }],
    ['webhook', { dedupe_window_seconds: 60 }, { ...webhookDefaults, dedupe_window_seconds: 60 }],
    [
      'loop',
      { items: '{{ trigger.data }}' },
      { mode: 'items', items: '{{ trigger.data }}', ...loopDefaults },
    ],
    ['loop', { mode: 'while', condition: true }, { mode: 'while', condition: true, ...loopDefaults }],
    ['break', {}, {}],
    ['wait', {}, { mode: 'delay', match: [] }],
    [
      'wait',
      { duration: { value: 5 } },
      { mode: 'delay', match: [], duration: { value: 5, unit: 'minutes' } },
    ],
    [
      'wait',
      { mode: 'event', event_type: 'order.paid', match: [{ path: 'id', value: '{{ order.id }}' }] },
      { mode: 'event', event_type: 'order.paid', match: [{ path: 'id', value: '{{ order.id }}' }] },
    ],
    ['approval', { title: 'Go?' }, { title: 'Go?', message: '', approvers: [], required: 1 }],
    ['sub_workflow', { workflow_id: 'x' }, { workflow_id: 'x', wait: true }],
    ['event', { event_type: 'order.created' }, { event_type: 'order.created', filters: [] }],
    ['schedule', {}, { schedule_type: 'cron' }],
    ['if', { condition: 'a > 1' }, { condition: 'a > 1', combine: 'all' }],
    [
      'if',
      { conditions: [{ left: 'a', op: '>', right: 1 }], combine: 'any' },
      { conditions: [{ left: 'a', op: '>', right: 1 }], combine: 'any' },
    ],
    ['merge', {}, { mode: 'all' }],
    ['stop', {}, { status: 'success' }],
  ] as const)('%s %j is %j with its defaults', (subtype, config, expected) => {
    expect({ ...triggerSchemas, ...controlSchemas }[subtype].parse(config)).toEqual(expected);
  });

  it.each([
    ['webhook', { path: '../x' }],
    ['webhook', { path: '/x' }],
    ['webhook', { method: 'TRACE' }],
    ['webhook', { header_name: 'a b' }],
    ['event', {}],
    ['event', { event_type: 'a', filters: [{ path: 'x', op: 'resembles', value: 1 }] }],
    ['if', { conditions: [{ left: 'a', op: 'resembles' }] }],
    ['switch', { cases: [] }],
    ['switch', { cases: [{ label: 'x' }] }],
    ['merge', { mode: 'zip' }],
    ['webhook', { dedupe_window_seconds: 0 }],
    ['webhook', { dedupe_window_seconds: 30 * 86_400 + 1 }],
    ['loop', { items: [], concurrency: 51 }],
    ['loop', { items: [], max_iterations: 10_001 }],
    ['wait', { duration: { value: -1 } }],
    ['wait', { duration: { unit: 'days' } }],
    ['wait', { mode: 'event', event_type: 'Order Paid' }],
    ['wait', { mode: 'event', match: [{ path: '' }] }],
    ['approval', { required: 0 }],
    ['approval', { approvers: 'admin' }],
    ['sub_workflow', { workflow_id: 7 }],
  ] as const)('%s %j is refused', (subtype, config) => {
    expect({ ...triggerSchemas, ...controlSchemas }[subtype].safeParse(config).success).toBe(false);
  });
});

describe('what a node gives in a test', () => {
  const outputs = new Map(manifest.operations.map(({ id, output }) => [id, output]));
  it.each([
    [
      'approval',
      {
        decision: 'approved',
        comment: 'Looks good',
        decided_by: 'Ada Lovelace',
        decided_at: '2025-01-15T10:00:00.000Z',
      },
    ],
    ['wait', null],
    ['sub_workflow', null],
    ['break', {}],
    ['continue', {}],
  ])('%s: %j', (id, expected) => {
    const sample = sampleOfSchema(outputs.get(id)!);
    expect(sample).toEqual(expected);
    const schema = controlOutputs[id as keyof typeof controlOutputs];
    expect(schema.safeParse(sample).success).toBe(true);
  });
  it('of a loop fits what a loop gives', () => {
    expect(controlOutputs.loop.parse(sampleOfSchema(outputs.get('loop')!))).toMatchObject({
      errors: [{ index: 42, error: { message: 'An example text' } }],
    });
  });
});
