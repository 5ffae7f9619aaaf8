import { expect, it } from 'vitest';
import type { Origin } from './audit.ts';
import { NotedSaves, type Save, sessionMs } from './noted_saves.ts';

const origin = (given: { id?: string; kind?: 'user' | 'api_key'; address?: string } = {}): Origin => ({
  actor: { id: given.id ?? 'ada', kind: given.kind ?? 'user', name: '', email: '', org_id: 'o' },
  request_id: 'r',
  address: given.address ?? '10.0.0.1',
});

function open() {
  let now = 0;
  const noted = new NotedSaves(() => now);
  let stamp = 0;
  /** Saves, and answers whether it needed a row. */
  const save = (given: Partial<Omit<Save, 'over'>> = {}, over = stamp): boolean => {
    const one: Save = {
      workflow_id: 'w',
      origin: origin(),
      changed: ['workflow_definition'],
      ...given,
      over: new Date(over),
    };
    const told = noted.tells(one);
    stamp = over + 1;
    noted.note(one, new Date(stamp), told);
    return !told;
  };
  return { save, pass: (ms: number) => (now += ms), others: () => (stamp += 1) };
}

it('one row stands for what one person saves in ten minutes, counted from its first', () => {
  const { save, pass } = open();
  expect(save()).toBe(true);
  for (let saves = 0; saves < 5; saves++) {
    pass(sessionMs / 10);
    expect(save()).toBe(false);
  }
  pass(sessionMs / 2);
  expect(save()).toBe(true);
  expect(save()).toBe(false);
});

it.each([
  ['another person', { origin: origin({ id: 'grace' }) }],
  ['another network', { origin: origin({ address: '10.0.0.2' }) }],
  ['another workflow', { workflow_id: 'x' }],
  ['something else that changed', { changed: ['workflow_definition', 'trigger_config'] }],
  ['another name', { changed: ['name'] }],
])('%s has a row of its own', (_what, given) => {
  const { save } = open();
  save();
  expect(save(given)).toBe(true);
});

it('each name that a workflow is given has a row', () => {
  const { save } = open();
  save({ changed: ['name', 'workflow_definition'] });
  expect(save({ changed: ['name'] })).toBe(true);
});

it('who saves after something else happened to the workflow has a row of their own', () => {
  const { save, others } = open();
  save();
  others();
  expect(save()).toBe(true);
  expect(save()).toBe(false);
});

it('each save with an API key has a row', () => {
  const { save } = open();
  const script = { origin: origin({ id: 'key', kind: 'api_key' }) };
  expect([save(script), save(script)]).toEqual([true, true]);
});

it('forgets the oldest, which costs a row more', () => {
  const { save } = open();
  save({ workflow_id: 'first' }, 0);
  for (let index = 0; index < 10_000; index++) save({ workflow_id: `w${index}` }, 0);
  expect(save({ workflow_id: 'first' }, 1)).toBe(true);
  expect(save({ workflow_id: 'w9999' }, 1)).toBe(false);
});
