import { compileConfig, controlSchemas, readDate } from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { toStorable } from '../storable.ts';
import { checkedConfig } from './config.ts';
import { durationOf, inWords, longestWait, tooLong } from './duration.ts';
import type { Begun, WaitCall, Waiter } from './waiter.ts';

/** In bytes of JSON. */
const largestMatch = 16 * 1024;

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
          return { wait: { kind: 'event', event_type, match: matchOf(match), expires_at } };
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

/** Every event of the type is held against it: it is an id or two, and never a document. */
function matchOf(match: readonly { path: string; value?: unknown }[]): { path: string; value: unknown }[] {
  const fields = match.map(({ path, value = null }) => ({ path, value }));
  const stored = toStorable(fields);
  if (stored.ok && stored.bytes <= largestMatch) return fields;
  throw new StepError(
    `The values that an event must have are larger than ${largestMatch / 1024} KB together`,
    {
      code: 'validation',
      field: 'match',
      hint: 'Compare ids and other short values.',
    },
  );
}

function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}

function missing(field: string, message: string): StepError {
  return new StepError(message, { code: 'validation', field });
}
