/** What the settings of a node come to when it fails, in sentences. Pure. */
import { retrySchema, type WorkflowNode } from '@millrace/core';
import { formatDuration } from '../../components/format.ts';
import { forms } from '../../strings/forms.ts';

const words = forms.settings.summary;
/** Waits that are named; more say no more. */
const namedWaits = 4;

type Settings = Pick<WorkflowNode, 'disabled' | 'retry' | 'on_error'>;

/** `calls`: whether the node calls somebody, and so is tried again at all. */
export function failureSummary(node: Settings, calls: boolean): string {
  if (node.disabled) return words.off;
  const reaction = node.on_error ?? 'stop';
  if (!calls) return words[`${reaction}_first`];
  if (!node.retry) return `${words.workflow} ${words[reaction]}`;
  const { max_attempts, delay_ms, backoff, max_delay_ms } = { ...retrySchema.parse({}), ...node.retry };
  const again = max_attempts - 1;
  if (again === 0) return `${words.once} ${words[`${reaction}_first`]}`;
  return `${words.retried(again, waits(again, delay_ms, backoff, max_delay_ms))} ${words[reaction]}`;
}

function waits(count: number, delay: number, backoff: 'fixed' | 'exponential', longest: number): string {
  if (delay === 0) return words.at_once;
  if (backoff === 'fixed' && count > 1) return words.always(formatDuration(Math.min(delay, longest)));
  const all = Array.from({ length: count }, (_, tried) =>
    formatDuration(Math.min(backoff === 'fixed' ? delay : delay * 2 ** tried, longest)),
  );
  const named = all.slice(0, namedWaits).join(', ');
  return words.growing(count > namedWaits ? `${named}, …` : named);
}
