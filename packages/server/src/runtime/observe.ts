/** What the engine tells: to whoever watches, to the counters, to the log. */
import type { FinishedExecution, Observer } from '@millrace/engine';
import type { LiveHub } from '../live/hub.ts';
import type { RuntimeMetrics } from '../metrics/metrics.ts';
import type { RuntimeLog } from './log.ts';

export function observe(hub: LiveHub, metrics: RuntimeMetrics): Observer {
  return {
    executionStarted: (start) => hub.executionStarted(start),
    stepStarted: (start, step) => hub.stepStarted(start, step),
    stepWaiting: (start, step) => hub.stepWaiting(start, step),
    stepSettled: (start, step) => hub.stepSettled(start, step),
    executionFinished(finished: FinishedExecution) {
      metrics.finished(finished);
      hub.executionFinished(finished);
    },
  };
}

export function engineLog(log: RuntimeLog) {
  return {
    info: (message: string, details: Record<string, unknown> = {}) => log.info(details, message),
    warn: (message: string, details: Record<string, unknown> = {}) => log.warn(details, message),
  };
}
