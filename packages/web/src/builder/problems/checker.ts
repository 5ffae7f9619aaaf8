/**
 * The deploy checks beside the page.
 * 1. One question is on its way at a time; of those that come meanwhile only the newest is asked.
 * 2. Manifests and samples are sent again only when they are others: they can be large.
 */
import type { AppManifest, CheckContext, Definition, Problem } from '@millrace/core';

export type CheckSamples = Pick<CheckContext, 'samples' | 'pinned'>;

export interface CheckQuestion {
  id: number;
  definition: Definition;
  about: Omit<CheckContext, 'manifests' | 'samples' | 'pinned'>;
  manifests?: readonly AppManifest[];
  samples?: CheckSamples;
}

export interface Checked {
  id: number;
  problems: Problem[];
  /** The problems of each edge that brings what does not fit. */
  edges: [string, Problem[]][];
}

export type CheckInput = Omit<CheckQuestion, 'id'> & Required<Pick<CheckQuestion, 'manifests' | 'samples'>>;
type Answer = (checked: Checked) => void;

export interface Checker {
  /** Answers once, unless something newer is asked before. */
  ask(input: CheckInput, answer: Answer): void;
  close(): void;
}

/** @param start makes the worker, when the first question comes */
export function createChecker(
  start: () => Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>,
): Checker {
  let worker: ReturnType<typeof start> | null = null;
  let id = 0;
  let asked: Answer | null = null;
  let next: { input: CheckInput; answer: Answer } | null = null;
  let sent: Partial<CheckInput> = {};

  function send({ manifests, samples, ...question }: CheckInput, answer: Answer): void {
    worker ??= listen(start());
    asked = answer;
    id += 1;
    const news = {
      ...(sent.manifests !== manifests && { manifests }),
      ...(sent.samples !== samples && { samples }),
    };
    sent = { manifests, samples };
    worker.postMessage({ ...question, ...news, id } satisfies CheckQuestion);
  }

  function listen(made: ReturnType<typeof start>) {
    made.addEventListener('message', (event) => {
      const { data } = event as MessageEvent<Checked>;
      const answer = asked;
      asked = null;
      if (next) {
        const { input, answer: newest } = next;
        next = null;
        send(input, newest);
      } else if (answer && data.id === id) answer(data);
    });
    return made;
  }

  return {
    ask(input, answer) {
      if (asked) next = { input, answer };
      else send(input, answer);
    },
    close() {
      worker?.terminate();
      worker = null;
      asked = null;
      next = null;
      sent = {};
    },
  };
}

export function startChecks(): Worker {
  return new Worker(new URL('./checks_worker.ts', import.meta.url), { type: 'module' });
}
