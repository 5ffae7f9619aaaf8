/** What is judged of the installation beside its executions: outages, schedules, counters, the faults themselves. */
import type { Frozen, lookDuringOutage } from './faults.ts';
import { ask } from './history.ts';
import type { Verdict } from './promises.ts';

export type Outage = Awaited<ReturnType<typeof lookDuringOutage>>;

export function outageVerdict(outage: Outage | null): Verdict {
  return {
    promise: 'Without PostgreSQL: alive, not ready, webhooks refused at once with Retry-After',
    tried: 1,
    broken: outageFaults(outage),
  };
}

function outageFaults(outage: Outage | null): string[] {
  if (!outage) return ['nobody looked'];
  const { health, ready, webhook, retry_after, webhook_ms } = outage;
  return [
    ...(health === 200 ? [] : [`/healthz answered ${health}`]),
    ...(ready === 503 ? [] : [`/readyz answered ${ready}`]),
    ...(webhook === 503 ? [] : [`a webhook answered ${webhook}`]),
    ...(retry_after ? [] : ['no Retry-After']),
    ...(webhook_ms < 5_000 ? [] : [`it took ${Math.round(webhook_ms)} ms`]),
  ];
}

/** One execution per due time, none missing between the first and the last. */
export async function scheduleVerdict(url: string, workflow_id: string): Promise<Verdict> {
  const rows = await ask<{ due: string; count: number }>(
    url,
    `select trigger -> 'data' ->> 'scheduled_at' as due, count(*)::int as count
       from workflow_executions where workflow_id = $1 and trigger_type = 'schedule' group by 1 order by 1`,
    [workflow_id],
  );
  const broken = rows
    .filter(({ count }) => count !== 1)
    .map(({ due, count }) => `${due} fired ${count} times`);
  for (const [index, { due }] of rows.entries()) {
    const before = rows[index - 1];
    const gap = before ? Date.parse(due) - Date.parse(before.due) : 5_000;
    if (gap !== 5_000) broken.push(`between ${before?.due} and ${due} something is missing`);
  }
  if (rows.length < 3) broken.push(`it fired only ${rows.length} times`);
  return {
    promise: 'A schedule fires once for each due time, also over outages and with clocks an hour off',
    tried: rows.length,
    broken,
  };
}

export async function counterVerdict(url: string): Promise<Verdict> {
  const rows = await ask<{ workflow_id: string; counted: number; stored: number }>(
    url,
    `select c.workflow_id, c.execution_count::int as counted, count(e.id)::int as stored
       from workflow_counters c left join workflow_executions e
         on e.workflow_id = c.workflow_id and e.finished_at is not null
      group by 1, 2`,
  );
  const broken = rows
    .filter(({ counted, stored }) => counted !== stored)
    .map(({ workflow_id, counted, stored }) => `${workflow_id}: ${counted} counted, ${stored} stored`);
  return { promise: 'Counters are what can be counted', tried: rows.length, broken };
}

/** Rows that only unfinished executions have; jobs of time-outs that did not come go later. */
export async function leftoverVerdict(url: string): Promise<Verdict> {
  const [left] = await ask<Record<string, number>>(
    url,
    `select (select count(*) from execution_gates)::int as "places at gates",
            (select count(*) from execution_journal)::int as "journal entries",
            (select count(*) from waits where state = 'open')::int as "open waits",
            (select count(*) from approvals where status = 'pending')::int as "pending approvals",
            (select count(*) from pgboss.job where name = 'executions' and state < 'completed' and start_after <= now())::int as jobs`,
  );
  const kinds = Object.entries(left!);
  return {
    promise: 'Nothing is left of executions that are over',
    tried: kinds.length,
    broken: kinds.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`])),
  };
}

export function faultsVerdict(faults: {
  workers: number;
  api: number;
  cut: number;
  frozen: Frozen | null;
  taken_over: number;
}): Verdict {
  const { workers, api, cut, frozen, taken_over } = faults;
  const missing = [
    ...(workers > 0 ? [] : ['no worker was killed']),
    ...(cut > 0 ? [] : ['no connection was cut']),
    ...(frozen ? [] : ['no worker was frozen while it held steps']),
    ...(frozen?.noticed === false
      ? [`${frozen.worker} did not notice that others took its executions over`]
      : []),
    ...(taken_over > 0 ? [] : ['nothing was taken over']),
  ];
  return { promise: 'The faults were really there', tried: workers + api + cut, broken: missing };
}
