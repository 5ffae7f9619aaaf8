import { appManifestSchema } from '@millrace/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineApp } from './app.ts';
import { appManifest } from './manifest.ts';

const shop = defineApp({ id: 'shop', name: 'Shop', description: 'Orders.' });

const getOrder = shop.action({
  name: 'Get order',
  description: 'Reads an order.',
  effect: 'read',
  input: z.object({
    id: z.string().min(1).meta({ title: 'Order', placeholder: 'o-1' }),
    token: z.string().optional().meta({ title: 'Token', field: 'secret', advanced: true }),
    limit: z.number().default(10).meta({ title: 'Limit' }),
  }),
  output: z.object({ id: z.string(), total: z.number().default(0) }),
  run: ({ input }) => ({ id: input.id, total: input.limit }),
});

it('an action knows what it is and keeps what its author said', () => {
  expect(getOrder).toMatchObject({ kind: 'action', version: 1, name: 'Get order', effect: 'read' });
  expect(shop.action({ ...getOrder, version: 2 }).version).toBe(2);
});

it('the manifest is plain JSON with the fields, their metadata, and operations in order', () => {
  const save = shop.action({ ...getOrder, name: 'Save order', effect: ({ id }) => (id ? 'write' : 'read') });
  const manifest = appManifest(
    shop,
    new Map([
      ['save', save],
      ['get', getOrder],
    ]),
  );
  expect(appManifestSchema.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  expect(manifest.operations.map(({ id, effect }) => [id, effect])).toEqual([
    ['get', 'read'],
    ['save', 'dynamic'],
  ]);
  expect(manifest.operations[0]!.input).toEqual({
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 1, title: 'Order', placeholder: 'o-1' },
      token: { type: 'string', title: 'Token', field: 'secret', advanced: true },
      limit: { type: 'number', default: 10, title: 'Limit' },
    },
    required: ['id'],
  });
  expect(manifest.operations[0]!.output).toMatchObject({ required: ['id', 'total'] });
});
