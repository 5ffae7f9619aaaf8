import { expect, test } from 'vitest';
import { day, oneNumberOf, oneOf, searchFields, uuid, word } from './search_fields.ts';

const id = '01a1f88e-87b8-75ec-9e97-2eeaadd6acc4';
const read = searchFields({
  search: word,
  status: oneOf(['draft', 'active']),
  days: oneNumberOf([7, 30]),
  from: day,
  id: uuid,
});

test.each<[Record<string, unknown>, object]>([
  [
    { search: 'orders', status: 'draft', days: 7 },
    { search: 'orders', status: 'draft', days: 7 },
  ],
  [{ search: '' }, { search: '' }],
  [{ search: 12 }, {}],
  [{ search: 'x'.repeat(201) }, {}],
  [{ status: 'gone' }, {}],
  [{ status: ['draft'] }, {}],
  [{ days: '30' }, { days: 30 }],
  [{ days: 8 }, {}],
  [{ days: [7] }, {}],
  [{ from: '2024-02-29' }, { from: '2024-02-29' }],
  [{ from: '2026-02-29' }, {}],
  [{ from: '2026-13-01' }, {}],
  [{ from: '2026-1-1' }, {}],
  [{ id }, { id }],
  [{ id: `${id}0` }, {}],
  [{ id: null }, {}],
  [{ other: 'x', toString: 'y', __proto__: null }, {}],
])('of %j a page hears %j', (search, heard) => {
  expect(read(search)).toEqual(heard);
});
