import type { Step } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../../api/errors.ts';
import { approvalQuery } from '../../api/queries.ts';
import { formatExact, relativeDays } from '../../components/format.ts';
import { buttonVariants } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { goesOnAtResume, type WaitKind, waitKind } from '../../steps/waiting.ts';
import { strings } from '../../strings/en.ts';
import { ApprovalCard } from '../approvals/approval_card.tsx';
import { Question } from './question.tsx';

const t = strings.waiting;

interface WaitPanelProps {
  executionId: string;
  step: Step;
  config: Readonly<Record<string, unknown>> | undefined;
}

/** What a step waits for, until when, and what a person can do about it. */
export function WaitPanel({ executionId, step, config }: WaitPanelProps) {
  const kind = waitKind(step, config);
  if (kind === 'question' || kind === 'reconnect')
    return <Question executionId={executionId} step={step} kind={kind} />;
  if (step.approval_id)
    return (
      <div className="mb-3">
        <InlineApproval id={step.approval_id} />
      </div>
    );
  return (
    <Notice tone="info" title={t[kind]} className="mb-3">
      {step.resume_at && <Until at={step.resume_at} kind={kind} />}
      {kind === 'callback' && <Callback url={step.resume_url} />}
    </Notice>
  );
}

/** "Goes on at Nov 20, 2026, 2:00:00 PM UTC (in 3 h)". */
export function Until({ at, kind }: { at: string; kind: WaitKind }) {
  const words = kind === 'retry' ? t.tries_again : goesOnAtResume(kind) ? t.goes_on : t.gives_up;
  return (
    <p>
      {words} {t.at(formatExact(at))}
      {isNear(at) && (
        <>
          {' ('}
          <RelativeTime at={at} coming />)
        </>
      )}
    </p>
  );
}

/** Far away, the distance would be the same date once more. */
function isNear(at: string): boolean {
  return Math.abs(Date.parse(at) - Date.now()) < relativeDays * 86_400_000;
}

function Callback({ url }: { url: string | undefined }) {
  if (!url) return <p className="text-muted">{t.address_hidden}</p>;
  return (
    <div className="mt-2 flex flex-col gap-2">
      <p className="text-muted">{t.address_hint}</p>
      <code className="break-all rounded-sm border border-line bg-surface px-2 py-1 font-mono text-xs">
        {url}
      </code>
      <div className="flex flex-wrap gap-2">
        <CopyButton withText size="sm" label={t.copy_address} text={url} />
        <a href={url} target="_blank" rel="noreferrer" className={buttonVariants({ size: 'sm' })}>
          <ExternalLink aria-hidden />
          {t.continue}
        </a>
      </div>
    </div>
  );
}

/** The approval that the step asks for, to be decided here. */
export function InlineApproval({ id }: { id: string }) {
  const query = useQuery({ ...approvalQuery(id), refetchInterval: 15_000 });
  if (query.data) return <ApprovalCard approval={query.data} inExecution />;
  if (query.error) return <FieldError message={messageOf(query.error, strings.approvals.load_failed)} />;
  return null;
}

/** Failures of a call that started nothing. */
const neverStarted: ReadonlySet<string> = new Set([
  'workflow_gone',
  'not_deployed',
  'not_active',
  'too_deep',
]);

/** The way to the execution that a step called or started. */
export function ChildLink({ step }: { step: Step }): ReactNode {
  // A mocked step started nothing either.
  if (!step.execution_id || step.mocked || neverStarted.has(step.error?.code ?? '')) return null;
  return (
    <Link
      to="/executions/$id"
      params={{ id: step.execution_id }}
      className={`${buttonVariants({ size: 'sm' })} mb-3 self-start`}
    >
      {step.status === 'waiting' ? t.child_link : t.started_link}
    </Link>
  );
}
