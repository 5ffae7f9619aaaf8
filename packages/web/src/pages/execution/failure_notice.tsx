import type { Execution, Failure, Step } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/session.ts';
import { adviceBeside } from '../../components/format.ts';
import { buttonVariants } from '../../components/ui/button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { isFinal } from '../../steps/live_steps.ts';
import { isInRound } from '../../steps/round_path.ts';
import { strings } from '../../strings/en.ts';
import { knowing } from '../../strings/knowing.ts';
import { RetryFailed } from './execution_actions.tsx';
import { type FailedNode, nodeIn, useFieldWords } from './use_field_words.ts';

const t = strings.execution;

/** What went wrong, where, and what to do: before everything else on the page. */
export function FailureNotice({ execution, steps }: { execution: Execution; steps: Step[] }) {
  const canEdit = useCan('editor');
  // A failed item of a loop is not where the execution failed, unless the failure says so.
  const failedStep = steps.find((step) => step.status === 'error' && !isInRound(step.path));
  const error =
    execution.error ??
    (execution.status === 'partial_success' ? (failedStep ?? failedItem(steps))?.error : null);
  if (!error) return null;
  if (execution.status === 'cancelled')
    return (
      <Notice tone="info" title={error.message}>
        {error.hint}
      </Notice>
    );
  const nodeId =
    error.node_id ?? failedStep?.node_id ?? (execution.error ? undefined : failedItem(steps)?.node_id);
  const label = steps.find((step) => step.node_id === nodeId)?.label;
  return (
    <Notice
      tone={execution.status === 'partial_success' ? 'warning' : 'danger'}
      title={label ? t.failed_at(label) : t.failed}
      actions={
        canEdit && (
          <>
            {nodeId && (
              <Link
                to="/workflows/$id"
                params={{ id: execution.workflow_id }}
                search={{ node: nodeId, field: error.field, execution: execution.id }}
                className={buttonVariants({ size: 'sm' })}
              >
                {knowing.past.open_in_editor}
              </Link>
            )}
            {isFinal(execution.status) && <RetryFailed execution={execution} />}
          </>
        )
      }
    >
      <p>{error.message}</p>
      <FailureFacts error={error} node={nodeIn(execution.workflow_definition, nodeId)} />
      <p className="mt-2">
        <span className="font-medium">{t.what_next}:</span> {adviceBeside(error) ?? hintFor(error.code)}
      </p>
    </Notice>
  );
}

function failedItem(steps: readonly Step[]): Step | undefined {
  return steps.find((step) => step.status === 'error');
}

/** Field and answered status, where the failure has them and its sentence does not say them. */
export function FailureFacts({ error, node }: { error: Failure; node?: FailedNode | undefined }) {
  const field = useFieldWords(error.field, node);
  const facts = [
    field && !error.message.toLowerCase().startsWith(field.toLowerCase()) && t.field(field),
    error.status !== undefined && !error.message.includes(String(error.status)) && t.answered(error.status),
  ].filter(Boolean);
  if (facts.length === 0) return null;
  return <p className="mt-1 text-muted text-xs">{facts.join(' · ')}</p>;
}

/** What to do about a kind of failure, where the failure itself did not say. */
export function hintFor(code: string): string {
  const hints: Record<string, string> = t.hints;
  return Object.hasOwn(hints, code) ? hints[code]! : t.hints.otherwise;
}
