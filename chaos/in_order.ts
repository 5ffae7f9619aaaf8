/** Callers who know the order in which they called: the executions of one key come one after the other, as they were accepted. */
import { type Calls, callOnce } from './callers.ts';
import type { Target } from './owner.ts';
import type { Verdict } from './promises.ts';
import type { Seen } from './recorder.ts';

/** Executions by key, in the order in which they were accepted. */
export type Order = Map<string, string[]>;

/** Each key has a caller of its own, who calls again once it was told that it is accepted. */
export async function callInOrder(
  target: Target,
  { keys, count, calls }: { keys: readonly string[]; count: number; calls: Calls },
): Promise<Order> {
  const order: Order = new Map(keys.map((key) => [key, []]));
  await Promise.all(
    keys.map(async (key) => {
      for (let n = 0; n < count; n += 1) {
        const { execution_id } = await callOnce(target, { n, key }, calls);
        order.get(key)!.push(execution_id);
      }
    }),
  );
  return order;
}

export function orderVerdict(order: Order, seen: ReadonlyMap<string, readonly Seen[]>): Verdict {
  const spans = spansOf(seen);
  const broken = [...order].flatMap(([key, ids]) => {
    const came = ids.flatMap((id) => (spans.has(id) ? [{ id, ...spans.get(id)! }] : []));
    return came.slice(1).flatMap((next, index) => {
      const before = came[index]!;
      if (next.from >= before.to) return [];
      return [`key ${key}: ${next.id} began ${before.to - next.from} ms before ${before.id} was over`];
    });
  });
  const tried = [...order.values()].reduce((sum, ids) => sum + ids.length, 0);
  return { promise: 'One at a time for each key, in the order in which they came', tried, broken };
}

/** From the first request of an execution to its last answer. */
function spansOf(seen: ReadonlyMap<string, readonly Seen[]>): Map<string, { from: number; to: number }> {
  const spans = new Map<string, { from: number; to: number }>();
  for (const [key, requests] of seen) {
    const id = key.split(':', 1)[0]!;
    const known = spans.get(id) ?? { from: Number.POSITIVE_INFINITY, to: 0 };
    // The answer to a process that was killed reaches nobody: the execution goes on without it.
    const to = Math.max(...requests.map(({ at }) => at));
    spans.set(id, {
      from: Math.min(known.from, ...requests.map(({ at }) => at)),
      to: Math.max(known.to, to),
    });
  }
  return spans;
}
