/**
 * Metrics of worker processes, asked for by the process that started them over the channel between the two. A worker that does not
 * answer in time is left out: the others are still worth reading.
 */
import type { ChildProcess } from 'node:child_process';
import type { Registry } from 'prom-client';
import { type Metrics, readMetrics } from './render.ts';

const ANSWER_WITHIN_MS = 1_000;

interface Question {
  ask: 'metrics';
  number: number;
}

interface Answer {
  metrics: Metrics;
  number: number;
}

/** In a worker: answers for as long as the process lives; it does not keep the process alive. */
export function answerMetrics(registry: Registry): void {
  const { send } = process;
  if (!send) return;
  process.on('message', (message) => {
    if (!isQuestion(message)) return;
    const { number } = message;
    // A parent that is gone is noticed elsewhere.
    void readMetrics(registry).then(
      (metrics) => process.connected && send.call(process, { metrics, number }, () => undefined),
    );
  });
  process.channel?.unref();
}

let asked = 0;

/** Asks a worker; null when it does not answer in time. */
export function askMetrics(worker: ChildProcess, within_ms = ANSWER_WITHIN_MS): Promise<Metrics | null> {
  if (!worker.connected) return Promise.resolve(null);
  asked += 1;
  const number = asked;
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(null), within_ms);
    const receive = (message: unknown): void => {
      if (isAnswer(message) && message.number === number) settle(message.metrics);
    };
    function settle(metrics: Metrics | null): void {
      clearTimeout(timer);
      worker.off('message', receive);
      resolve(metrics);
    }
    worker.on('message', receive);
    worker.send({ ask: 'metrics', number } satisfies Question, (error) => error && settle(null));
  });
}

function isQuestion(message: unknown): message is Question {
  return typeof message === 'object' && message !== null && (message as Question).ask === 'metrics';
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'metrics' in message && 'number' in message;
}
