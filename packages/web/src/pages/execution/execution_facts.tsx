import type { Execution } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { TriggerKind } from '../../components/trigger_kind.tsx';
import { Duration } from '../../components/ui/duration.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.execution;

/** When, how long, by whom, on which version. */
export function ExecutionFacts({ execution }: { execution: Execution }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-md border border-line bg-surface px-4 py-3 sm:grid-cols-3 lg:flex lg:gap-x-10">
      <Fact name={t.triggered_by}>
        <TriggerKind type={execution.trigger_type} by={execution.triggered_by} />
      </Fact>
      <Fact name={t.started}>
        <RelativeTime at={execution.started_at} empty={strings.executions.waiting_start} />
      </Fact>
      <Fact name={t.duration}>
        {execution.finished_at ? (
          <Duration ms={execution.duration_ms} />
        ) : (
          <span className="text-muted">{execution.started_at ? t.not_finished : '—'}</span>
        )}
      </Fact>
      {waitedMs(execution) >= 100 && (
        <Fact name={t.whole_duration}>
          <Duration ms={wholeMs(execution)} />
        </Fact>
      )}
      <Fact name={t.version}>{execution.version > 0 ? execution.version : t.draft}</Fact>
      {execution.parent_execution_id && (
        <Fact
          name={execution.trigger_type === 'error' ? strings.waiting.parent_of_error : strings.waiting.parent}
        >
          <Link
            to="/executions/$id"
            params={{ id: execution.parent_execution_id }}
            className="rounded-xs text-accent-text underline underline-offset-2"
          >
            {strings.waiting.parent_link}
          </Link>
        </Fact>
      )}
      {execution.retry_of && (
        <Fact name={t.retry_of}>
          <Link
            to="/executions/$id"
            params={{ id: execution.retry_of }}
            className="rounded-xs text-accent-text underline underline-offset-2"
          >
            {t.earlier}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

/** From its start to its end, with what it waited; 0 while it goes on. */
function wholeMs({ started_at, finished_at }: Execution): number {
  return started_at && finished_at ? Date.parse(finished_at) - Date.parse(started_at) : 0;
}

/** Its duration is active time only: of one that waited for days that alone would be hard to believe. */
function waitedMs(execution: Execution): number {
  return wholeMs(execution) - (execution.duration_ms ?? 0);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-0.5 truncate text-sm tabular-nums">{children}</dd>
    </div>
  );
}
