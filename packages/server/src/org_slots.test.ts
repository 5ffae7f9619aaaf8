import { expect, test } from 'vitest';
import { OrgSlots } from './org_slots.ts';

const held = () => Promise.withResolvers<string>();

test('an organization has as many as there are, another one has its own, and what ended makes room', async () => {
  const slots = new OrgSlots(2, 'tests');
  const [first, second] = [held(), held()];
  const running = [slots.use('a', () => first.promise), slots.use('a', () => second.promise)];
  await expect(slots.use('a', async () => 'third')).rejects.toMatchObject({
    code: 'overloaded',
    message: expect.stringContaining('2 tests of your organization'),
    details: { headers: { 'retry-after': '2' } },
  });
  expect(await slots.use('b', async () => 'other')).toBe('other');
  first.resolve('done');
  expect(await running[0]).toBe('done');
  expect(await slots.use('a', async () => 'fourth')).toBe('fourth');
  second.resolve('done');
  await running[1];
});

test('what fails gives its slot back', async () => {
  const slots = new OrgSlots(1, 'tests');
  for (let time = 0; time < 3; time++)
    await expect(slots.use('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  // A failure before the first wait as well.
  await expect(
    slots.use('a', () => {
      throw new Error('at once');
    }),
  ).rejects.toThrow('at once');
  expect(await slots.use('a', async () => 1)).toBe(1);
  await expect(slots.use('a', () => slots.use('a', async () => 1))).rejects.toThrow('1 tests');
});
