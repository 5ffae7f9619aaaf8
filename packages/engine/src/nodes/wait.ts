import { compileConfig, controlSchemas, readDate } from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { checkedConfig } from './config.ts';
import { durationOf, inWords, longestWait, tooLong } from './duration.ts';
import type { Begun, WaitCall, Waiter } from './waiter.ts';

/** Waits for a time, a call from outside, or an event. */
export function waitWaiter(config: Record<string, unknown>): Waiter {
  const template = compileConfig(config);
  return {
    called: config.mode === 'callback' ? 'callback' : null,
    begin: (call) => {
      const { until, ...rest } = template.evaluate(call.scope, call) as Record<string, unknown>;
      const { mode, duration, timeout, event_type, match } = checkedConfig(controlSchemas.wait, rest);
      const now = call.now().getTime();
      switch (mode) {
        case 'delay':
          if (!duration) throw missing('duration', 'How long to wait is missing');
          return { wait: { kind: 'time', until: isoAt(now + durationOf(duration, 'duration')) } };
        case 'until':
          return untilDate(until, call);
        default: {
          const left = timeout ? durationOf(timeout, 'timeout') : longestWait;
          const expires_at = isoAt(now + left);
          if (mode === 'callback') return { wait: { kind: 'callback', expires_at } };
          if (!event_type) throw missing('event_type', 'The type of the event is missing');
          const matches = match.map(({ path, value = null }) => ({ path, value }));
          return { wait: { kind: 'event', event_type, match: matches, expires_at } };
        }
      }
    },
  };
}

function untilDate(until: unknown, { now, timezone }: WaitCall): Begun {
  if (until === undefined || until === null || until === '')
    throw missing('until', 'The date to wait for is missing, or empty');
  const date = readDate(until, timezone);
  if (!date) {
    const shown = JSON.stringify(until).slice(0, 60);
    throw new StepError(`until must be a date; it is ${shown}`, {
      code: 'validation',
      field: 'until',
      hint: 'Write it like 2027-01-31T09:00:00Z, or as an expression that gives a date.',
    });
  }
  const left = date.getTime() - now().getTime();
  const wait = { kind: 'time', until: date.toISOString() } as const;
  if (left > longestWait) throw tooLong(`${inWords(left)} away`, 'until');
  return left >= 0
    ? { wait }
    : { wait, over: `The date had passed ${inWords(-left)} before, so nothing was waited for` };
}

function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}

function missing(field: string, message: string): StepError {
  return new StepError(message, { code: 'validation', field });
}
