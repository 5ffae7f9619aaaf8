import type { Step } from '@millrace/core';

/** Where the bar of a step lies, as shares (0 to 1) of the whole execution. */
export interface Bar {
  left: number;
  width: number;
}

/** The bars of steps by path; what has not started has none. `now` ends the steps that still run (milliseconds). */
export function timelineOf(steps: readonly Step[], now: number): Map<string, Bar> {
  const spans = steps.flatMap((step) => {
    if (!step.started_at || step.status === 'pending' || step.status === 'skipped') return [];
    const start = Date.parse(step.started_at);
    const end = start + (step.duration_ms ?? Math.max(0, now - start));
    return [{ path: step.path, start, end }];
  });
  // Not by Math.min(...): an execution can have more steps than a call can have arguments.
  const first = spans.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const last = spans.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY);
  const length = Math.max(1, last - first);
  return new Map(
    spans.map(({ path, start, end }) => [
      path,
      { left: (start - first) / length, width: (end - start) / length },
    ]),
  );
}
