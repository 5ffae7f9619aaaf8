/** Ends and answers of executions that somebody may still ask for who began to wait just now: few, small, the latest. */
import type { Response } from './runner.ts';

/** What can be told of an execution. */
export type Told = { kind: 'response'; response: Response } | { kind: 'finished' };

const MOST = 1_000;
const MOST_LENGTH = 4 * 1024 * 1024;

interface Kept {
  outcomes: Told[];
  length: number;
}

export class RecentOutcomes {
  readonly #kept = new Map<string, Kept>();
  #length = 0;

  /** @param length what it weighs, in characters */
  keep(id: string, outcome: Told, length: number): void {
    const kept = this.#kept.get(id) ?? { outcomes: [], length: 0 };
    kept.outcomes.push(outcome);
    kept.length += length;
    this.#length += length;
    this.#kept.set(id, kept);
    while (this.#kept.size > MOST || this.#length > MOST_LENGTH) this.take(this.#kept.keys().next().value!);
  }

  /** What is known of an execution, in its order; it is forgotten here. */
  take(id: string): Told[] {
    const kept = this.#kept.get(id);
    if (!kept) return [];
    this.#kept.delete(id);
    this.#length -= kept.length;
    return kept.outcomes;
  }
}
