import { checkDefinition, coreManifest } from '@millrace/core';
import { expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { fillSecrets } from './fill_secrets.ts';

it('lets the checks take a stored secret for what it is', () => {
  const stored = draw({ t: ['webhook', { auth: 'hmac', secret: { $secret: 'set' } }], r: 'merge' }, 't>r');
  const found = (definition: typeof stored) =>
    checkDefinition(definition, { manifests: [coreManifest()] }).filter(({ field }) => field === 'secret');
  expect(found(stored)).toHaveLength(1);
  expect(found(fillSecrets(stored))).toEqual([]);
  expect(found(fillSecrets(draw({ t: ['webhook', { auth: 'hmac' }], r: 'merge' }, 't>r')))).toHaveLength(1);
});
