import { describe, expect, it } from 'vitest';
import { appManifestSchema, fieldKinds } from '../manifest.ts';
import { nodeKinds } from '../node_kinds.ts';
import { controlSchemas } from './control_schemas.ts';
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

describe('configurations', () => {
  it.each([
    ['webhook', {}, { method: 'POST', auth: 'none', respond: 'immediately' }],
    [
      'webhook',
      { path: 'orders/new' },
      { method: 'POST', auth: 'none', respond: 'immediately', path: 'orders/new' },
    ],
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
  ] as const)('%s %j is refused', (subtype, config) => {
    expect({ ...triggerSchemas, ...controlSchemas }[subtype].safeParse(config).success).toBe(false);
  });
});
