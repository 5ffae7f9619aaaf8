import type { organizationRoutes } from '@millrace/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import type { Answer } from '../../api/call.ts';
import { statsQuery, workflowsQuery } from '../../api/queries.ts';
import { formatDuration, formatNumber, formatShare } from '../../components/format.ts';
import { buttonVariants } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Skeleton, useDelayed } from '../../components/ui/skeleton.tsx';
import { strings } from '../../strings/en.ts';
import { Attention } from './attention.tsx';
import { ExecutionsByDay } from './executions_by_day.tsx';
import { NewWorkflowPanel } from './new_workflow_panel.tsx';
import { WorkflowRanking } from './workflow_ranking.tsx';

const t = strings.dashboard;
const periods = ['7', '30', '90'] as const;

/** How things went: how many executions, how good, how fast, and which workflows need somebody. */
export function DashboardPage() {
  const { days = 7 } = useSearch({ from: '/signed_in/shell/' });
  const navigate = useNavigate({ from: '/' });
  const stats = useQuery({ ...statsQuery(days), refetchInterval: 30_000 });
  const workflows = useQuery(workflowsQuery({ limit: 1 }));
  const isNew = workflows.data?.total === 0;

  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          !isNew && (
            <Select
              aria-label={t.period}
              className="w-36"
              options={periods.map((value) => ({ value, label: t.days(Number(value)) }))}
              value={String(days) as (typeof periods)[number]}
              onChange={(next) =>
                void navigate({ search: { days: Number(next) as 7 | 30 | 90 }, replace: true })
              }
            />
          )
        }
      />
      {isNew ? <NewWorkflowPanel /> : <Stats query={stats} days={days} />}
    </>
  );
}

function Stats({
  query,
  days,
}: {
  query: UseQueryResult<Answer<typeof organizationRoutes.stats>>;
  days: number;
}) {
  if (query.isPending) return <StatsSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const stats = query.data;
  if (stats.total === 0)
    return (
      <div className="flex flex-col gap-5">
        <Attention {...stats.attention} />
        <Quiet days={days} />
      </div>
    );
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line lg:grid-cols-4">
        <Figure name={t.total} value={formatNumber(stats.total)} />
        <Figure name={t.success_rate} value={formatShare(stats.success_rate)} />
        <Figure name={t.p50} value={formatDuration(stats.p50_ms)} hint={t.p50_hint} />
        <Figure name={t.p95} value={formatDuration(stats.p95_ms)} hint={t.p95_hint} />
      </dl>
      <Attention {...stats.attention} />
      <ExecutionsByDay byDay={stats.by_day} total={stats.total} days={days} />
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <WorkflowRanking
          title={t.failing}
          rows={stats.failing}
          unit={t.failures}
          empty={t.no_failing}
          failed
        />
        <WorkflowRanking title={t.busiest} rows={stats.busiest} unit={t.count} empty={t.no_busiest} />
      </div>
    </div>
  );
}

function Figure({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-1 font-semibold text-xl tabular-nums">{value}</dd>
      {hint && <dd className="mt-0.5 hidden text-muted text-xs sm:block">{hint}</dd>}
    </div>
  );
}

function Quiet({ days }: { days: number }) {
  return (
    <div className="rounded-md border border-line bg-surface">
      <EmptyState
        icon={<ChartNoAxesColumn />}
        title={t.quiet_title(days)}
        actions={
          <Link to="/workflows" className={buttonVariants()}>
            {strings.nav.workflows}
          </Link>
        }
      >
        {t.empty_hint}
      </EmptyState>
    </div>
  );
}

function StatsSkeleton() {
  const visible = useDelayed();
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">{strings.common.loading}</span>
      {visible && (
        <>
          <Skeleton className="h-20 rounded-md" />
          <Skeleton className="h-72 rounded-md" />
        </>
      )}
    </div>
  );
}
