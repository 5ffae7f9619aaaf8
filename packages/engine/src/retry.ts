/** Decides whether and when a step is tried again. Pure: the caller brings the random number and the time. */
import type { Failure, RetryReason, RetrySettings, WorkflowNode, WorkflowSettings } from '@millrace/core';
import type { Fault } from './errors.ts';

/** The longest wait that another system may ask for with `Retry-After`. */
const longestAskedDelay = 24 * 60 * 60 * 1000;
/** How much is added at random, so that many that failed together do not come back together. */
const mostJitter = 0.25;
/** What can go away by itself. */
const passing: readonly RetryReason[] = ['timeout', 'connection', 'rate_limit', 'server_error'];
const defaults: RetrySettings = {
  max_attempts: 1,
  delay_ms: 1_000,
  backoff: 'exponential',
  max_delay_ms: 60_000,
  jitter: true,
  retry_on: [...passing],
};

/** The settings that hold for a node: its own, else the workflow's `retry_policy` and `max_retries`, else one attempt. */
export function retrySettings(node: Pick<WorkflowNode, 'retry'>, settings: WorkflowSettings): RetrySettings {
  if (node.retry) return { ...defaults, ...node.retry };
  const policy = settings.retry_policy ?? (settings.max_retries ? 'exponential' : 'none');
  const retries = policy === 'none' ? 0 : (settings.max_retries ?? 3);
  return { ...defaults, max_attempts: retries + 1, delay_ms: policy === 'immediate' ? 0 : defaults.delay_ms };
}

/** Whether the settings name this kind of failure; `any` also names what will probably fail again. */
export function isRetried({ retry_on }: RetrySettings, fault: Fault): boolean {
  if (fault.next === 'reconnect') return false;
  if (retry_on.includes('any')) return true;
  return fault.next === 'retry' && retry_on.includes(reasonOf(fault.failure));
}

/** Where an operation says only that it may work later, the other side is taken to be the reason. */
function reasonOf({ code, status }: Failure): RetryReason {
  if (status === 429) return 'rate_limit';
  if (status === 408 || code === 'timeout') return 'timeout';
  return status === undefined && /^(connection|dns)_/.test(code) ? 'connection' : 'server_error';
}

/**
 * Milliseconds until the next attempt, or null when there is none.
 * @param failures attempts that failed so far, this one included
 * @param asked_ms what the other side asked for; never waited for less
 * @param random 0 (inclusive) to 1
 */
export function retryDelay(
  settings: RetrySettings,
  failures: number,
  asked_ms: number | undefined,
  random: number,
): number | null {
  if (failures >= settings.max_attempts) return null;
  const growth = settings.backoff === 'exponential' ? 2 ** (failures - 1) : 1;
  const base = Math.min(settings.delay_ms * growth, settings.max_delay_ms);
  const jitter = settings.jitter ? mostJitter * random : 0;
  const spread = Math.min(base * (1 + jitter), settings.max_delay_ms);
  const asked = Number.isFinite(asked_ms) ? Math.min(Math.max(asked_ms!, 0), longestAskedDelay) : 0;
  return Math.round(Math.max(spread, asked));
}
