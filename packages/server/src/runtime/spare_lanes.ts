import { performance } from 'node:perf_hooks';

const LOOK_EVERY_MS = 100;
/** Above this share of its time a process gains more from large statements than from a second one beside the first. */
const BUSY = 0.85;

/**
 * How many statements of one kind may run side by side: two while this process has time to spare, so that who waits for slow
 * calls waits less for the commit; one when it is busy.
 */
export function spareLanes(utilization = sinceLastLook()): () => number {
  let lanes = 1;
  let at = performance.now();
  return () => {
    const now = performance.now();
    if (now - at >= LOOK_EVERY_MS) {
      at = now;
      lanes = utilization() < BUSY ? 2 : 1;
    }
    return lanes;
  };
}

/** The share of the time since it was asked last in which the event loop was busy, 0 to 1. */
function sinceLastLook(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, last);
    last = current;
    return utilization;
  };
}
