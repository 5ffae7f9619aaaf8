/** People who stop executions: after they were told that it stops, nothing of it, nor of what it called, goes out any more. */
import type { Promised } from './callers.ts';
import { type Random, sleep } from './faults.ts';
import type { Stored } from './history.ts';
import { type Owner, RefusedCall } from './owner.ts';
import { timeOf, type Verdict } from './promises.ts';
import type { Seen } from './recorder.ts';

/** A request may be on its way when its execution is told to stop, in milliseconds. */
const allowance_ms = 2_000;

export class Stoppers {
  readonly #owner: Owner;
  readonly #random: Random;
  /** When each was told that it stops. */
  readonly #stopped = new Map<string, number>();
  readonly #stopping = new Set<Promise<void>>();
  readonly #broken: string[] = [];

  constructor(owner: Owner, random: Random) {
    this.#owner = owner;
    this.#random = random;
  }

  /** Stops this one after a while. */
  take({ execution_id }: Promised): void {
    const stopping = this.#stop(execution_id).finally(() => this.#stopping.delete(stopping));
    this.#stopping.add(stopping);
  }

  async finish(): Promise<void> {
    await Promise.all(this.#stopping);
  }

  async #stop(execution_id: string): Promise<void> {
    await sleep(this.#random() * 5_000);
    for (;;) {
      try {
        await this.#owner.api('POST', `/executions/${execution_id}/cancel`);
        this.#stopped.set(execution_id, Date.now());
        return;
      } catch (error) {
        // Accepted before, by a call whose answer was lost.
        if (error instanceof RefusedCall && error.status === 409) return;
        if (error instanceof RefusedCall && error.status < 500 && error.status !== 429) {
          this.#broken.push(`${execution_id} could not be stopped: ${error.message}`);
          return;
        }
        await sleep(300);
      }
    }
  }

  /** @param blind when no process could hear anything, as pairs of milliseconds since 1970: what is told then is heard after */
  verdict(
    stored: readonly Stored[],
    seen: ReadonlyMap<string, readonly Seen[]>,
    blind: readonly [number, number][],
  ): Verdict {
    const parents = new Map(stored.map(({ id, parent_execution_id }) => [id, parent_execution_id]));
    const lasts = new Map<string, number>();
    for (const [key, requests] of seen) {
      const id = key.split(':', 1)[0]!;
      lasts.set(id, Math.max(lasts.get(id) ?? 0, ...requests.map(({ at }) => at)));
    }
    const late = [...lasts].flatMap(([id, last]) => {
      const stopped = this.#toldBy(id, parents);
      if (stopped === undefined) return [];
      const during = blind.find(([from, to]) => stopped + allowance_ms > from && stopped < to);
      if (last <= Math.max(stopped, during?.[1] ?? 0) + allowance_ms) return [];
      const of = stored.find((execution) => execution.id === id)?.recoveries ?? 0;
      return [
        `${id} (taken over ${of} times) was told at ${timeOf(stopped)} and called last ${last - stopped} ms later`,
      ];
    });
    return {
      promise: 'What was stopped calls nothing after 2 s, nor does what it called',
      tried: this.#stopped.size,
      broken: [...this.#broken, ...late],
    };
  }

  /** When it, or who called it, was told to stop. */
  #toldBy(id: string, parents: ReadonlyMap<string, string | null>): number | undefined {
    for (let at: string | null | undefined = id; at; at = parents.get(at)) {
      const stopped = this.#stopped.get(at);
      if (stopped !== undefined) return stopped;
    }
    return undefined;
  }
}
