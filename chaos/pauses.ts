/** Somebody who pauses a schedule and lets it go on, again and again. */
import { type Random, sleep } from './faults.ts';
import { ask } from './history.ts';
import type { Owner, Target } from './owner.ts';
import type { Verdict } from './promises.ts';

export interface Pauses {
  /** Milliseconds since 1970: from when it was told that it pauses, to when it was asked to go on. */
  readonly windows: [number, number][];
  stop(): Promise<void>;
}

export function pauseAndResume(owner: Owner, { workflow_id }: Target, random: Random): Pauses {
  const windows: [number, number][] = [];
  let over = false;
  const again = async (verb: 'pause' | 'resume'): Promise<void> => {
    for (;;) {
      const done = await owner.api('POST', `/workflows/${workflow_id}/${verb}`).catch(() => null);
      if (done !== null) return;
      await sleep(300);
    }
  };
  async function loop(): Promise<void> {
    while (!over) {
      await sleep(2_000 + random() * 4_000);
      await again('pause');
      const from = Date.now();
      await sleep(1_500 + random() * 3_000);
      windows.push([from, Date.now()]);
      await again('resume');
    }
    await again('pause');
  }
  const looping = loop();
  return {
    windows,
    async stop() {
      over = true;
      await looping;
    },
  };
}

/** Nothing is due while it pauses, and what was due then does not come later. */
export async function pauseVerdict(
  url: string,
  { workflow_id }: Target,
  { windows }: Pauses,
): Promise<Verdict> {
  const rows = await ask<{ due: string; count: number }>(
    url,
    `select trigger -> 'data' ->> 'scheduled_at' as due, count(*)::int as count
       from workflow_executions where workflow_id = $1 and trigger_type = 'schedule' group by 1`,
    [workflow_id],
  );
  const stray = rows.filter(({ due }) =>
    windows.some(([from, to]) => Date.parse(due) > from && Date.parse(due) < to),
  );
  const doubled = rows.filter(({ count }) => count > 1);
  return {
    promise: 'A schedule that pauses fires nothing, also not later',
    tried: windows.length,
    broken: [
      ...stray.map(({ due }) => `${due} was due while it paused`),
      ...doubled.map(({ due, count }) => `${due} fired ${count} times`),
      ...(rows.length < windows.length / 2
        ? [`it fired only ${rows.length} times between ${windows.length} pauses`]
        : []),
    ],
  };
}
