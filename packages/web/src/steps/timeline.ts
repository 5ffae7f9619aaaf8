import type { Step } from '@millrace/core';

/** Where the bar of a step lies, as shares (0 to 1) of the whole execution. */
export interface Bar {
  left: number;
  width: number;
}

/** The bars of steps by path; what has not started has none. `now` ends the steps that still run (milliseconds). */
export function timelineOf(steps: readonly Step[], now: number): Map<string, Bar> {
  const spans = spansOf(steps, now);
  const { first, length } = wholeOf(spans);
  return new Map(
    spans.map(({ path, start, end }) => [
      path,
      { left: (start - first) / length, width: (end - start) / length },
    ]),
  );
}

/** How long all of them took together, in milliseconds. */
export function lengthOf(steps: readonly Step[], now: number): number {
  return wholeOf(spansOf(steps, now)).length;
}

interface Span {
  path: string;
  start: number;
  end: number;
}

function spansOf(steps: readonly Step[], now: number): Span[] {
  return steps.flatMap((step) => {
    if (!step.started_at || step.status === 'pending' || step.status === 'skipped') return [];
    const start = Date.parse(step.started_at);
    const end = start + (step.duration_ms ?? Math.max(0, now - start));
    return [{ path: step.path, start, end }];
  });
}

function wholeOf(spans: readonly Span[]): { first: number; length: number } {
  // Not by Math.min(...): an execution can have more steps than a call can have arguments.
  const first = spans.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const last = spans.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY);
  return { first, length: Math.max(1, last - first) };
}
