/**
 * Takes jobs so that organizations share. Invariants:
 *  1. Every organization that has something to run gets the same number at most before any of them gets more: ten thousand jobs
 *     of one are no reason for the one job of another to wait.
 *  2. Within an organization the higher priority goes first, and of one priority what was due first.
 *  3. What it costs grows with the organizations and with what is taken, not with what waits or is due later.
 * pg-boss can leave out groups and bound what is active of each, but takes in one order for all; hence a statement of our own on
 * its table. A job that is taken is removed at once: the execution has its own lease.
 */
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { findLanes, type Lane } from './find_lanes.ts';

/** How many slots an organization may hold, and how many each holds. */
export interface Shares {
  most: number;
  held: ReadonlyMap<string, number>;
}

export interface TakenJob {
  org_id: string;
  execution_id: string;
  fence: number;
  /** How often its process has died under it; null where nobody has counted. */
  deaths: number | null;
  priority: number;
}

const MOST_LANES = 500;

const statement = (queue: string) => ({
  name: 'take_jobs',
  text: `
with lanes as (
  select * from unnest($1::text[], $2::integer[], $3::integer[]) as x(group_id, rank, part)
), found as (
  select j.id, l.group_id, l.rank, l.part, j.start_after
    from lanes l cross join lateral (
      select k.id, k.start_after from pgboss.job k
       where k.name = '${queue}' and k.state < 'active' and not k.blocked
         and k.group_id = l.group_id and -k.priority = l.rank and k.start_after <= (select pgboss.job_now())
       order by k.start_after, k.id limit l.part for update skip locked) j
), fair as (
  select id, part, row_number() over (partition by group_id order by rank, start_after, id) as turn from found
), taken as (
  select id from fair where turn <= part order by turn limit $4
)
delete from pgboss.job j using taken t where j.name = '${queue}' and j.id = t.id
returning j.group_id as org_id, j.data ->> 'execution_id' as execution_id, (j.data ->> 'fence')::integer as fence,
          (j.data ->> 'deaths')::integer as deaths, j.priority`,
});

/** Whose turn it is, where there are more organizations than places. */
export class Round {
  /** Behind which the next look begins: with very many organizations it does not come to all of them. */
  after = '';
  readonly #served = new LRUCache<string, number>({ max: 10_000 });
  #turn = 0;

  /** The `count` that hold least; of those that hold the same, the ones that were served longest ago. */
  next(org_ids: Iterable<string>, count: number, held: ReadonlyMap<string, number>): Set<string> {
    const waiting = [...org_ids];
    if (waiting.length <= count) return new Set(waiting);
    const holds = (id: string): number => held.get(id) ?? 0;
    const served = (id: string): number => this.#served.peek(id) ?? -1;
    waiting.sort((a, b) => holds(a) - holds(b) || served(a) - served(b));
    return new Set(waiting.slice(0, count));
  }

  serve(org_id: string): void {
    this.#turn += 1;
    this.#served.set(org_id, this.#turn);
  }
}

/** Up to `limit` jobs, which are gone when `tx` commits. */
export async function takeJobs(
  tx: pg.ClientBase,
  queue: string,
  limit: number,
  { most, held }: Shares,
  round: Round,
): Promise<TakenJob[]> {
  let lanes = await lanesFrom(tx, queue, round);
  const taken: TakenJob[] = [];
  const has = new Map(held);
  while (lanes.length > 0 && taken.length < limit) {
    const left = (org_id: string): number => most - (has.get(org_id) ?? 0);
    lanes = lanes.filter(({ org_id }) => left(org_id) > 0);
    const orgs = round.next(new Set(lanes.map(({ org_id }) => org_id)), limit - taken.length, has);
    const asked = lanes.filter(({ org_id }) => orgs.has(org_id));
    const part = Math.max(1, Math.ceil((limit - taken.length) / orgs.size));
    const parts = new Map([...orgs].map((org_id) => [org_id, Math.min(part, left(org_id))]));
    const more = await takeFrom(tx, queue, asked, parts, limit - taken.length);
    const counts = new Map<string, number>();
    for (const { org_id } of more) {
      counts.set(org_id, (counts.get(org_id) ?? 0) + 1);
      has.set(org_id, (has.get(org_id) ?? 0) + 1);
      round.serve(org_id);
    }
    taken.push(...more);
    // Who got less than its part has nothing more.
    lanes = lanes.filter(({ org_id }) => !orgs.has(org_id) || counts.get(org_id) === parts.get(org_id));
  }
  return taken;
}

async function lanesFrom(tx: pg.ClientBase, queue: string, round: Round): Promise<Lane[]> {
  const { after } = round;
  const { lanes, next } = await findLanes(tx, queue, { after, most: MOST_LANES });
  round.after = next ?? '';
  if (lanes.length > 0 || after === '') return lanes;
  return lanesFrom(tx, queue, round);
}

async function takeFrom(
  tx: pg.ClientBase,
  queue: string,
  lanes: readonly Lane[],
  parts: ReadonlyMap<string, number>,
  limit: number,
): Promise<TakenJob[]> {
  if (lanes.length === 0) return [];
  const { rows } = await tx.query<TakenJob>({
    ...statement(queue),
    values: [
      lanes.map(({ org_id }) => org_id),
      lanes.map(({ rank }) => rank),
      lanes.map(({ org_id }) => parts.get(org_id)!),
      limit,
    ],
  });
  return rows;
}
