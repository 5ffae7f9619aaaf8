/** Published events → the steps that wait for them. */
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { endWaitsAlike } from './end_waits.ts';
import { lockExecutions } from './lock_family.ts';
import { wake } from './wake.ts';

export interface FieldMatch {
  /** `customer.id`, `lines[0].sku`, `["a.b"].c` */
  path: string;
  value: unknown;
}

/** Those that wait for such an event now, a part at a time; of one that has been ended meanwhile the update finds nothing. */
const waitingFor = {
  name: 'waits_for_event',
  text: `select execution_id, path, match from waits
          where org_id = $1 and event_type = $2 and kind = 'event' and state = 'open' and expires_at > clock_timestamp()
            and (execution_id, path) > ($3::uuid, $4::text)
          order by execution_id, path limit $5`,
};
const first = { execution_id: '00000000-0000-0000-0000-000000000000', path: '' };
const mostAtOnce = 1_000;

interface PublishedEvent {
  org_id: string;
  type: string;
  data: unknown;
}

/** Ends every wait of the organization that this event matches, in the caller's transaction; returns how many. */
export async function signalEvent(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  event: PublishedEvent,
): Promise<number> {
  const matching = await findMatching(tx, event);
  if (matching.length === 0) return 0;
  const ids = [...new Set(matching.map(({ execution_id }) => execution_id))];
  await lockExecutions(tx, ids);
  const ended = await endWaitsAlike(tx, matching, { outcome: 'done', output: event.data ?? null });
  await wake(tx, queue, [...new Set(ended)]);
  return ended.length;
}

async function findMatching(tx: Tx, { org_id, type, data }: PublishedEvent) {
  const matching: { execution_id: string; path: string }[] = [];
  for (let after = first; ; ) {
    const { rows } = await tx.query<typeof first & { match: FieldMatch[] | null }>({
      ...waitingFor,
      values: [org_id, type, after.execution_id, after.path, mostAtOnce],
    });
    for (const { execution_id, path, match } of rows)
      if (matches(match ?? [], data)) matching.push({ execution_id, path });
    const last = rows.at(-1);
    if (!last || rows.length < mostAtOnce) return matching;
    after = last;
  }
}

/** Whether every field is there and equals its value, as JSON: 1 is not "1", and what is missing equals nothing. */
export function matches(fields: readonly FieldMatch[], data: unknown): boolean {
  return fields.every(({ path, value }) => {
    const found = read(data, path);
    return found !== undefined && isDeepStrictEqual(found, value ?? null);
  });
}

const parts = /\[(?:(\d+)|'([^']*)'|"([^"]*)")\]|([^.[\]]+)/g;

function read(data: unknown, path: string): unknown {
  let current = data;
  for (const [, index, single, double, name] of path.matchAll(parts)) {
    const key = index ?? single ?? double ?? name?.trim() ?? '';
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
