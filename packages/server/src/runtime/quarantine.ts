/** Which of the executions that run here is under suspicion of taking processes down. */
import { isSuspect, type SuspectRule } from '../queue/set_apart.ts';

/** What has run this long beside a suspect was not taken down by it: the next one may begin. */
const SAFE_AFTER_MS = 5_000;
const AGAIN_MS = 500;

export class Quarantine {
  #inside: { id: string; since: number } | null = null;
  readonly #runs: (id: string) => boolean;
  readonly #now: () => Date;

  /** @param runs whether an execution runs here; @param now the time of the database */
  constructor(runs: (id: string) => boolean, now: () => Date) {
    this.#runs = runs;
    this.#now = now;
  }

  /** For the next look into the queue. */
  rule(): SuspectRule {
    const inside = this.#inside;
    const busy = inside && this.#runs(inside.id) && performance.now() - inside.since < SAFE_AFTER_MS;
    return { most: busy ? 0 : 1, again_at: new Date(this.#now().getTime() + AGAIN_MS) };
  }

  /** These were taken. */
  note(claimed: readonly { id: string; recoveries: number }[]): void {
    const suspect = claimed.find(({ recoveries }) => isSuspect({ deaths: recoveries }));
    if (suspect) this.#inside = { id: suspect.id, since: performance.now() };
  }
}
