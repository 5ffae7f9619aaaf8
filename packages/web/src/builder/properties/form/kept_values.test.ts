import { emptyDefinition } from '@millrace/core';
import { expect, it } from 'vitest';
import { createDocumentStore } from '../../document/store.ts';
import { keptValues } from './kept_values.ts';

const open = () =>
  createDocumentStore({
    workflowId: 'w',
    draft: { name: 'W', definition: emptyDefinition() },
    updated_at: '2026-01-01T00:00:00.000Z',
  });

it('a field finds again what it held in another way, and no other field does', () => {
  const store = open();
  keptValues(store, 'n', ['status']).keep('fixed', 201);
  keptValues(store, 'n', ['status']).keep('expression', '{{ a }}');
  expect(keptValues(store, 'n', ['status']).recall('fixed')).toBe(201);
  expect(keptValues(store, 'n', ['status']).recall('expression')).toBe('{{ a }}');
  expect(keptValues(store, 'other', ['status']).recall('fixed')).toBeUndefined();
  expect(keptValues(store, 'n', ['other']).recall('fixed')).toBeUndefined();
  expect(keptValues(open(), 'n', ['status']).recall('fixed')).toBeUndefined();
});

it('what was emptied is not brought back', () => {
  const values = keptValues(open(), 'n', ['status']);
  values.keep('fixed', 201);
  values.keep('fixed', undefined);
  expect(values.recall('fixed')).toBeUndefined();
});
