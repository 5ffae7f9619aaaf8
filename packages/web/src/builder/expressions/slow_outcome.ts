/**
 * Outcomes that take long, worked out in a worker.
 * 1. One question is on its way at a time; of those that come meanwhile only the newest is asked.
 * 2. The data is sent again only when it is other data: cloning a megabyte for every key would be slow itself.
 */
import type { Outcome, OutcomeInput } from './evaluate.ts';

type Data = Pick<OutcomeInput, 'scope' | 'shapes'>;

export interface Asked {
  id: number;
  ask: Omit<OutcomeInput, 'scope' | 'shapes'>;
  data?: Data;
}

export interface SlowOutcomes {
  /** Answers once, unless something newer is asked before. */
  ask(input: OutcomeInput, answer: (outcome: Outcome) => void): void;
  close(): void;
}

interface Question {
  input: OutcomeInput;
  answer: (outcome: Outcome) => void;
}

/** @param start makes the worker, when the first question comes. */
export function slowOutcomes(start: () => Worker): SlowOutcomes {
  let worker: Worker | null = null;
  let id = 0;
  let asked: Question | null = null;
  let next: Question | null = null;
  let sent: Data | null = null;

  function send(question: Question): void {
    worker ??= listen(start());
    asked = question;
    id += 1;
    const { scope, shapes, ...ask } = question.input;
    const isKnown = sent?.scope === scope && sent.shapes === shapes;
    sent = { scope, shapes };
    worker.postMessage({ id, ask, ...(isKnown ? {} : { data: sent }) } satisfies Asked);
  }

  function listen(made: Worker): Worker {
    made.addEventListener('message', ({ data }: MessageEvent<{ id: number; outcome: Outcome }>) => {
      const question = asked;
      asked = null;
      if (next) {
        const newest = next;
        next = null;
        send(newest);
      } else if (question && data.id === id) question.answer(data.outcome);
    });
    return made;
  }

  return {
    ask(input, answer) {
      if (asked) next = { input, answer };
      else send({ input, answer });
    },
    close() {
      worker?.terminate();
      worker = null;
    },
  };
}

export function startWorker(): Worker {
  return new Worker(new URL('./evaluate_worker.ts', import.meta.url), { type: 'module' });
}
