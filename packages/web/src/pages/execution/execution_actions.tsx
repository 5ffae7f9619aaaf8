import { type Execution, executionRoutes, type executionRoutes as Routes, type Step } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban, ChevronDown, RotateCcw, SquarePen } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { cancelQuestion } from '../../steps/cancel_question.ts';
import { isFinal } from '../../steps/live_steps.ts';
import { strings } from '../../strings/en.ts';
import { knowing } from '../../strings/knowing.ts';

const t = strings.execution;
type RetryWay = NonNullable<z.input<typeof Routes.retry.body>>;

const ways: { label: string; hint: string; body: RetryWay; onlyAfterFailure?: true }[] = [
  {
    label: t.retry_failed,
    hint: t.retry_failed_hint,
    body: { from: 'failed', version: 'original' },
    onlyAfterFailure: true,
  },
  { label: t.retry_start, hint: t.retry_start_hint, body: { from: 'start', version: 'original' } },
  { label: t.retry_current, hint: t.retry_current_hint, body: { from: 'start', version: 'current' } },
];

interface ExecutionActionsProps {
  execution: Execution;
  steps: readonly Step[];
}

/** Open it in the editor; cancel while it goes on, retry once it ended, which viewers may not. */
export function ExecutionActions({ execution, steps }: ExecutionActionsProps) {
  const canRun = useCan('editor');
  if (!canRun) return <OpenInEditor execution={execution} />;
  return (
    <div className="flex flex-wrap gap-2">
      <OpenInEditor execution={execution} />
      {isFinal(execution.status) ? (
        <RetryButtons execution={execution} />
      ) : (
        <CancelButton execution={execution} steps={steps} />
      )}
    </div>
  );
}

/** Its data on the nodes of the draft: to see what it did, and to try what it should have done. */
function OpenInEditor({ execution }: { execution: Execution }) {
  return (
    <Button asChild>
      <Link to="/workflows/$id" params={{ id: execution.workflow_id }} search={{ execution: execution.id }}>
        <SquarePen aria-hidden />
        {knowing.past.open_in_editor}
      </Link>
    </Button>
  );
}

/** Starts it again, and goes to the page of what it started. */
function useRetry(execution: Execution) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RetryWay) => call(executionRoutes.retry, { params: { id: execution.id }, body }),
    onSuccess: async ({ execution_id }) => {
      void queryClient.invalidateQueries({ queryKey: keys.executions });
      toast.success(t.retried);
      await navigate({ to: '/executions/$id', params: { id: execution_id } });
    },
    onError: (error) =>
      toast.error(t.retry_refused, { description: messageOf(error, strings.errors.unknown) }),
  });
}

/** What the advice beside a failure says, in one press. */
export function RetryFailed({ execution }: { execution: Execution }) {
  const retry = useRetry(execution);
  return (
    <Button size="sm" loading={retry.isPending} onClick={() => retry.mutate(ways[0]!.body)}>
      {!retry.isPending && <RotateCcw aria-hidden />}
      {t.retry_from_failed}
    </Button>
  );
}

function RetryButtons({ execution }: { execution: Execution }) {
  const offered = ways.filter((way) => !way.onlyAfterFailure || execution.status !== 'success');
  const retry = useRetry(execution);
  return (
    <div className="flex">
      <Button
        className="rounded-r-none"
        loading={retry.isPending}
        onClick={() => retry.mutate(offered[0]!.body)}
      >
        {!retry.isPending && <RotateCcw aria-hidden />}
        {t.retry}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            aria-label={t.other_ways}
            className="-ml-px rounded-l-none px-1.5"
            disabled={retry.isPending}
          >
            <ChevronDown aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-72">
          {offered.map((way) => (
            <DropdownMenuItem key={way.label} onSelect={() => retry.mutate(way.body)}>
              {way.label}
              <span className="block text-muted text-xs">{way.hint}</span>
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}

function CancelButton({ execution, steps }: ExecutionActionsProps) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [question, setQuestion] = useState('');
  const cancel = useMutation({
    mutationFn: () => call(executionRoutes.cancel, { params: { id: execution.id } }),
    onSuccess: () => {
      toast.info(t.cancelling);
      return queryClient.invalidateQueries({ queryKey: keys.execution(execution.id) });
    },
  });

  function press() {
    const next = cancelQuestion(execution, steps, Date.now());
    if (next === null)
      return cancel.mutate(undefined, {
        onError: (error) =>
          toast.error(t.cancel_refused, { description: messageOf(error, strings.errors.unknown) }),
      });
    setQuestion(next);
    setAsking(true);
  }

  return (
    <>
      <Button loading={cancel.isPending} onClick={press}>
        {!cancel.isPending && <Ban aria-hidden />}
        {t.cancel}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t.cancel_title}
        description={question}
        action={t.cancel_action}
        dismiss={t.cancel_not}
        onConfirm={() => cancel.mutateAsync()}
      />
    </>
  );
}
