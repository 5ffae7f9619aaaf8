import type { Execution, Step } from '@millrace/core';
import { Button } from '../../components/ui/button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { configsOf, queueReason, waitKind } from '../../steps/waiting.ts';
import { strings } from '../../strings/en.ts';
import { Until } from './wait_panel.tsx';

const t = strings.waiting;
/** More waiting steps than this are only counted. */
const mostShown = 5;

interface WaitingNoticeProps {
  execution: Execution;
  steps: readonly Step[];
  onSelect: (path: string) => void;
}

/** Why nothing happens at this moment: what the execution waits for, or why it has not begun. */
export function WaitingNotice({ execution, steps, onSelect }: WaitingNoticeProps) {
  if (execution.status === 'queued')
    return (
      <Notice tone="info" title={t.queued_title}>
        {queuedWords(execution)}
      </Notice>
    );
  if (execution.status !== 'waiting') return null;
  const configs = configsOf(execution.workflow_definition);
  // A loop waits because of the steps in it, which are listed themselves.
  const waiting = steps.filter((step) => step.status === 'waiting' && step.subtype !== 'loop');
  return (
    <Notice tone="info" title={t.title}>
      <ul className="flex flex-col gap-1.5">
        {waiting.slice(0, mostShown).map((step) => {
          const kind = waitKind(step, configs.get(step.node_id));
          return (
            <li key={step.path} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
              <Button
                variant="link"
                className="max-w-full"
                aria-label={t.show_step(step.label)}
                onClick={() => onSelect(step.path)}
              >
                <span className="truncate">{step.label}</span>
              </Button>
              <span>{t[kind]}</span>
              {step.resume_at && (
                <span className="text-muted text-xs">
                  <Until at={step.resume_at} kind={kind} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {waiting.length > mostShown && <p className="mt-1">{t.more(waiting.length - mostShown)}</p>}
      {waiting.length === 0 && execution.resume_at && <Until at={execution.resume_at} kind="time" />}
    </Notice>
  );
}

function queuedWords({ started_at, workflow_definition }: Execution): string {
  if (started_at) return t.queued_again;
  const reason = queueReason(workflow_definition);
  if (reason.kind === 'worker') return t.queued;
  return reason.kind === 'key' ? t.queued_key(reason.limit) : t.queued_limit(reason.limit);
}
