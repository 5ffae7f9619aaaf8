import type { Execution, Step } from '@millrace/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { ExecutionStatusBadge } from '../../components/status_badge.tsx';
import { RoundPicker } from '../../components/steps/round_picker.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { SkeletonRows } from '../../components/ui/skeleton.tsx';
import { isFinal } from '../../steps/live_steps.ts';
import { stepNear } from '../../steps/round_choice.ts';
import { isInRound } from '../../steps/round_path.ts';
import { configsOf } from '../../steps/waiting.ts';
import { strings } from '../../strings/en.ts';
import { NotFound } from '../shell/not_found_page.tsx';
import { ExecutionActions } from './execution_actions.tsx';
import { Children, Ends } from './execution_ends.tsx';
import { ExecutionFacts } from './execution_facts.tsx';
import { FailureNotice } from './failure_notice.tsx';
import { StepDetail } from './step_detail.tsx';
import { StepList } from './step_list.tsx';
import { useExecution } from './use_execution.ts';
import { WaitingNotice } from './waiting_notice.tsx';

const t = strings.execution;
const ReplayCanvas = lazy(() =>
  import('../../builder/canvas/replay_canvas.tsx').then((module) => ({ default: module.ReplayCanvas })),
);

/** One execution: what went wrong first, then its canvas, its timeline, and every step's data. */
export function ExecutionPage() {
  const { id } = useParams({ from: '/signed_in/shell/executions/$id' });
  // Another execution is another page: nothing heard or chosen of the last one may stay.
  return <OneExecution key={id} id={id} />;
}

function OneExecution({ id }: { id: string }) {
  const { query, execution, steps } = useExecution(id);
  if (!execution) {
    if (query.error instanceof ApiError && (query.error.status === 404 || query.error.status === 422))
      return <NotFound />;
    return (
      <>
        <PageHeader title={strings.executions.title} breadcrumb={<Breadcrumb />} />
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader
        documentTitle={t.title(execution.number, execution.workflow_name)}
        breadcrumb={<Breadcrumb execution={execution} />}
        title={
          <span className="flex flex-wrap items-center gap-2">
            {t.heading(execution.number)}
            <span role="status">
              <ExecutionStatusBadge status={execution.status} />
            </span>
          </span>
        }
        actions={<ExecutionActions execution={execution} steps={steps} />}
      />
      <div className="flex flex-col gap-5">
        <FailureNotice execution={execution} steps={steps} />
        <ExecutionFacts execution={execution} />
        <Replay execution={execution} steps={steps} />
      </div>
    </>
  );
}

function Breadcrumb({ execution }: { execution?: Execution }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link to="/executions" className="rounded-xs hover:text-fg hover:underline">
        {strings.executions.title}
      </Link>
      {execution && (
        <>
          <span aria-hidden>/</span>
          <Link
            to="/workflows/$id"
            params={{ id: execution.workflow_id }}
            className="min-w-0 truncate rounded-xs hover:text-fg hover:underline"
          >
            {execution.workflow_name}
          </Link>
        </>
      )}
    </span>
  );
}

/** Canvas and steps with one selection, which lives in the address. */
function Replay({ execution, steps }: { execution: Execution; steps: Step[] }) {
  const { step: chosen } = useSearch({ from: '/signed_in/shell/executions/$id' });
  const navigate = useNavigate({ from: '/executions/$id' });
  const configs = useMemo(() => configsOf(execution.workflow_definition), [execution.workflow_definition]);
  // What was looked at stays in sight when what it waited for has come.
  const [seen, setSeen] = useState<string | null>(null);
  const first = firstToSee(execution, steps, seen);
  if (first && first.path !== seen) setSeen(first.path);
  const selected = steps.find((step) => step.path === chosen) ?? first;
  const labelOf = (nodeId: string) => steps.find((step) => step.node_id === nodeId)?.label ?? nodeId;

  function select(path: string) {
    void navigate({ search: { step: path }, replace: true, resetScroll: false });
  }

  return (
    <>
      <WaitingNotice execution={execution} steps={steps} onSelect={select} />
      <section
        aria-label={t.canvas}
        className="hidden h-80 overflow-hidden rounded-md border border-line bg-surface md:block"
      >
        <Suspense>
          <ReplayCanvas
            definition={execution.workflow_definition}
            steps={steps}
            selected={selected?.node_id ?? null}
            onSelect={(nodeId) => {
              const step = stepNear(
                steps.filter((each) => each.node_id === nodeId),
                selected?.path ?? null,
              );
              if (step) select(step.path);
            }}
          />
        </Suspense>
      </section>
      {steps.length === 0 || !selected ? (
        <EmptyState title={emptyTitle(execution)} className="rounded-md border border-line bg-surface" />
      ) : (
        <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(320px,5fr)_7fr]">
          <StepList steps={steps} selected={selected.path} onSelect={select} />
          <StepDetail
            // Not by its path: from one round to the next the picker keeps the focus.
            key={selected.node_id}
            execution={execution}
            steps={steps}
            step={selected}
            config={configs.get(selected.node_id)}
            picker={<RoundPicker steps={steps} shown={selected} labelOf={labelOf} onSelect={select} />}
          />
        </div>
      )}
      <Children execution={execution} />
      <Ends execution={execution} />
    </>
  );
}

function emptyTitle({ started_at, finished_at }: Execution): string {
  if (!finished_at) return t.no_steps;
  return started_at ? t.no_steps_kept : t.nothing_ran;
}

/** What a person looks for first: what it waits for, or what went wrong, outside of loops before inside. */
function firstToSee({ status, error }: Execution, steps: readonly Step[], seen: string | null): Step | null {
  const find = (fits: (step: Step) => boolean) =>
    steps.find((step) => fits(step) && !isInRound(step.path)) ?? steps.find(fits);
  const waiting = find((step) => step.status === 'waiting' && step.subtype !== 'loop');
  if (!isFinal(status) && waiting) return waiting;
  return (
    (error?.node_id && find((step) => step.status === 'error' && step.node_id === error.node_id)) ||
    (status === 'success' || status === 'cancelled' ? undefined : find((step) => step.status === 'error')) ||
    steps.find((step) => step.path === seen) ||
    steps[0] ||
    null
  );
}
