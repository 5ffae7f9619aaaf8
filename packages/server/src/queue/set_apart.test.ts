import { expect, test } from 'vitest';
import { setApart } from './set_apart.ts';
import type { TakenJob } from './take_jobs.ts';

const again_at = new Date('2026-11-20T12:00:00Z');
const job = (execution_id: string, deaths: number | null): TakenJob => ({
  execution_id,
  org_id: 'acme',
  fence: 4,
  deaths,
  priority: 2,
});
const idsOf = (jobs: readonly { execution_id: string }[]) => jobs.map(({ execution_id }) => execution_id);

test('of those under which processes died again and again one is taken, the others come again as they were', () => {
  const jobs = [job('a', null), job('b', 3), job('c', 4), job('d', 2)];
  const { now, later } = setApart(jobs, { most: 1, again_at });
  expect(idsOf(now)).toEqual(['a', 'b', 'd']);
  expect(later).toEqual([
    { execution_id: 'c', org_id: 'acme', fence: 4, deaths: 4, priority: 2, start_after: again_at },
  ]);
  expect(idsOf(setApart(jobs, { most: 0, again_at }).now)).toEqual(['a', 'd']);
});
