/**
 * Which saves of drafts the audit log tells already: an editor that saves by itself would else write a row for every pause
 * in somebody's typing. Invariants:
 *  1. one row stands for saves of one person, from one network, of one workflow, in at most {@link sessionMs};
 *  2. nothing else happened to the workflow between them: every other change of it moves its `updated_at`, and whoever
 *     saves after that is told in a row of their own;
 *  3. a save that changes something which the row does not name, or the name, has a row of its own;
 *  4. API keys are not people: each of their saves has its row;
 *  5. what is forgotten (a restart, another process, too many) costs a row more, never one less.
 */
import type { Origin } from './audit.ts';

export const sessionMs = 10 * 60_000;
/** Workflows that are edited at a time, by all; the oldest is forgotten first. */
const mostRemembered = 10_000;

export interface Save {
  workflow_id: string;
  origin: Origin;
  changed: readonly string[];
  /** `updated_at` of what it was saved over. */
  over: Date;
}

interface Noted {
  since: number;
  address: string;
  changed: ReadonlySet<string>;
  /** `updated_at` after the last save that the row stands for. */
  stamp: number;
}

export class NotedSaves {
  readonly #noted = new Map<string, Noted>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether a row that is there already tells of this save. */
  tells(save: Save): boolean {
    const noted = this.#noted.get(keyOf(save));
    return (
      noted !== undefined &&
      this.#now() - noted.since < sessionMs &&
      noted.stamp === save.over.getTime() &&
      noted.address === save.origin.address &&
      save.changed.every((field) => field !== 'name' && noted.changed.has(field))
    );
  }

  /** The save is committed, with `updated_at` as it is now; `told` where it needed no row. */
  note(save: Save, updated_at: Date, told: boolean): void {
    if (save.origin.actor.kind !== 'user') return;
    const key = keyOf(save);
    const before = told ? this.#noted.get(key) : undefined;
    this.#noted.delete(key);
    this.#noted.set(key, {
      since: before?.since ?? this.#now(),
      address: save.origin.address,
      changed: before?.changed ?? new Set(save.changed),
      stamp: updated_at.getTime(),
    });
    if (this.#noted.size <= mostRemembered) return;
    for (const oldest of this.#noted.keys()) {
      this.#noted.delete(oldest);
      return;
    }
  }
}

const keyOf = ({ origin, workflow_id }: Save): string => `${origin.actor.id} ${workflow_id}`;
