import { expect, test } from 'vitest';
import { optionsState } from './options_state.ts';

test.each([
  [[], {}, { kind: 'ready', input: {} }],
  [['owner'], { owner: 'me', title: 'x' }, { kind: 'ready', input: { owner: 'me' } }],
  [['owner', 'repo'], { owner: 'me' }, { kind: 'needs', fields: ['repo'] }],
  [['owner'], { owner: '' }, { kind: 'needs', fields: ['owner'] }],
  [['owner'], { owner: '{{ trigger.data.owner }}' }, { kind: 'computed', field: 'owner' }],
  [['limit'], { limit: 0 }, { kind: 'ready', input: { limit: 0 } }],
])('%j with %j', (depends_on, config, expected) =>
  expect(optionsState(depends_on, config)).toEqual(expected),
);
