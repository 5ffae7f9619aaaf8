import type { Approval } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { Ban, Check, CircleCheck, CircleX, Clock, Hourglass, type LucideIcon, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Badge, type Tone } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { strings } from '../../strings/en.ts';
import { DecideDialog, type Decision } from './decide_dialog.tsx';
import { LongText } from './long_text.tsx';

const t = strings.approvals;

const looks: Record<Approval['status'], { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'warning', icon: Hourglass },
  approved: { tone: 'success', icon: CircleCheck },
  rejected: { tone: 'danger', icon: CircleX },
  expired: { tone: 'neutral', icon: Clock },
  cancelled: { tone: 'neutral', icon: Ban },
};

interface ApprovalCardProps {
  approval: Approval;
  /** On the page of its execution: the links to where one is are left out. */
  inExecution?: boolean;
}

/** One approval: what is asked, of whom, what was said so far, and the two answers for who may give them. */
export function ApprovalCard({ approval, inExecution }: ApprovalCardProps) {
  const [decision, setDecision] = useState<Decision | null>(null);
  const title = approval.title || t.untitled;
  const pending = approval.status === 'pending';
  // Under the heading of the page, or that of a step.
  const Heading = inExecution ? 'h3' : 'h2';
  return (
    <article
      aria-label={title}
      className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <Heading className="min-w-0 flex-1 basis-60 break-words font-semibold text-base">{title}</Heading>
        {/* Its step says already that it waits. */}
        {!(inExecution && pending) && <ApprovalStatusBadge status={approval.status} />}
      </div>
      {approval.message && <LongText text={approval.message} />}
      <Facts approval={approval} inExecution={inExecution} />
      <Decisions approval={approval} />
      {pending && approval.can_decide && (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={() => setDecision('approved')}>
            <Check aria-hidden />
            {t.approve}
          </Button>
          <Button onClick={() => setDecision('rejected')}>
            <X aria-hidden />
            {t.reject}
          </Button>
          {approval.link && <CopyButton withText variant="ghost" label={t.link} text={approval.link} />}
        </div>
      )}
      {pending && !approval.can_decide && (
        <p className="text-muted text-xs">{approval.has_decided ? t.not_again : t.not_you}</p>
      )}
      <DecideDialog approval={approval} decision={decision} onClose={() => setDecision(null)} />
    </article>
  );
}

export function ApprovalStatusBadge({ status }: { status: Approval['status'] }) {
  const { tone, icon: Icon } = looks[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t.status[status]}
    </Badge>
  );
}

/** Approvers are members by their names, or roles. */
const roleWords: Readonly<Record<string, string>> = t.role_approvers;

const linkClasses = 'rounded-xs text-accent-text underline underline-offset-2';

function Facts({ approval, inExecution }: ApprovalCardProps) {
  const { approvers, required, decisions, status } = approval;
  const given = decisions.filter((one) => one.decision === 'approved').length;
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2 text-sm sm:grid-cols-2 lg:grid-cols-3">
      {!inExecution && (
        <>
          <Fact name={t.workflow}>
            <Link to="/workflows/$id" params={{ id: approval.workflow_id }} className={linkClasses}>
              {approval.workflow_name}
            </Link>
          </Fact>
          <Fact name={t.execution}>
            <Link
              to="/executions/$id"
              params={{ id: approval.execution_id }}
              search={{ step: approval.path }}
              className={linkClasses}
            >
              {t.open_execution}
            </Link>
          </Fact>
        </>
      )}
      <Fact name={t.approvers}>
        {approvers.map(({ id, name }) => roleWords[id] ?? name).join(', ')}
        <span className="block text-muted text-xs">{t.decisions(given, required)}</span>
      </Fact>
      <Fact name={t.asked}>
        <RelativeTime at={approval.created_at} />
      </Fact>
      {status === 'pending' ? (
        <Fact name={t.deadline}>
          <RelativeTime at={approval.expires_at} empty={t.no_deadline} />
        </Fact>
      ) : (
        <Fact name={t.decided}>
          <RelativeTime at={approval.decided_at} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-0.5 break-words">{children}</dd>
    </div>
  );
}

function Decisions({ approval: { decisions } }: { approval: Approval }) {
  if (decisions.length === 0) return null;
  return (
    <ul aria-label={t.decision_list} className="flex flex-col gap-1.5 border-line border-t pt-3 text-sm">
      {decisions.map((one) => (
        <li key={`${one.decided_by} ${one.decided_at}`} className="flex items-start gap-2">
          {one.decision === 'approved' ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          ) : (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <div className="min-w-0">
            <p className="break-words">
              <span className="font-medium">{one.decided_by}</span> {t.said[one.decision]}{' '}
              <span className="text-muted text-xs">
                <RelativeTime at={one.decided_at} />
              </span>
            </p>
            {one.comment && <p className="whitespace-pre-wrap break-words text-muted">{one.comment}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
