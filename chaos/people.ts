/**
 * Those who end waits: other systems that call back or publish, people who decide. They are impatient, call too early, call twice,
 * and call again when they were told nothing.
 */
import type { Random } from './faults.ts';
import { sleep } from './faults.ts';
import type { Stored } from './history.ts';
import type { Owner } from './owner.ts';
import type { Verdict } from './promises.ts';
import type { Recorder } from './recorder.ts';
import { eventType } from './waiting_shapes.ts';

interface Approval {
  id: string;
  execution_id: string;
}

export class People {
  readonly #owner: Owner;
  readonly #recorder: Recorder;
  readonly #random: Random;
  /** Calls of one address that were accepted, by execution. */
  readonly #accepted = new Map<string, number>();
  /** Decisions that were accepted, by approval. */
  readonly #decided = new Map<string, { execution_id: string; decisions: string[] }>();
  readonly #broken: string[] = [];
  #calls = 0;
  #over = false;
  readonly #deciding: Promise<void>;
  readonly #asked = new Set<string>();

  constructor(owner: Owner, recorder: Recorder, random: Random) {
    this.#owner = owner;
    this.#recorder = recorder;
    this.#random = random;
    recorder.onTold(({ execution_id, body }) => {
      // A step that is repeated asks again; whoever was asked has heard it.
      if (this.#asked.has(execution_id)) return;
      const { callback, event } = body;
      if (typeof callback === 'string') void this.#callBack(execution_id, callback);
      else if (typeof event === 'number') void this.#publish(execution_id, event);
      else return;
      this.#asked.add(execution_id);
    });
    this.#deciding = this.#decideAll();
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#deciding;
  }

  /** What they were told against what is stored. */
  verdicts(stored: readonly Stored[]): Verdict[] {
    const twice = [...this.#accepted]
      .filter(([, count]) => count > 1)
      .map(([id, count]) => `the callback of ${id} was accepted ${count} times`);
    const byId = new Map(stored.map((execution) => [execution.id, execution]));
    const decisions = [...this.#decided.values()].flatMap(({ execution_id, decisions }) => {
      if (decisions.length > 1) return [`two decisions were accepted for ${execution_id}`];
      const step = byId.get(execution_id)?.steps.find(({ subtype }) => subtype === 'approval');
      const kept = (step?.output as { decision?: string } | undefined)?.decision;
      return kept === decisions[0] ? [] : [`${execution_id} was ${decisions[0]}, and it says ${kept}`];
    });
    return [
      {
        promise: 'An address is good for one call, and a decision is the one that was accepted',
        tried: this.#calls,
        broken: [...this.#broken, ...twice, ...decisions],
      },
    ];
  }

  /** Sometimes before the step has come to its wait, sometimes long after, sometimes twice at once. */
  async #callBack(execution_id: string, url: string): Promise<void> {
    const when = this.#random();
    if (when > 0.4) await sleep(when * 4_000);
    const calls = [this.#call(execution_id, url)];
    if (this.#random() < 0.1) calls.push(this.#call(execution_id, url));
    await Promise.all(calls);
  }

  async #call(execution_id: string, url: string): Promise<void> {
    while (!this.#over) {
      const status = await post(url, { for: execution_id });
      this.#calls += 1;
      if (status === 202) {
        this.#accepted.set(execution_id, (this.#accepted.get(execution_id) ?? 0) + 1);
        return;
      }
      if (status === 410) return;
      if (![0, 429, 500, 503].includes(status))
        this.#broken.push(`a callback of ${execution_id} was answered ${status}`);
      await sleep(400);
    }
  }

  /** An event that comes before its wait is none: it is published again until somebody took it. */
  async #publish(execution_id: string, n: number): Promise<void> {
    while (!this.#over && !this.#recorder.seen.has(`${execution_id}:after`)) {
      this.#calls += 1;
      await this.#owner.api('POST', '/events', { type: eventType, data: { n } }).catch(() => undefined);
      await sleep(1_000);
    }
  }

  async #decideAll(): Promise<void> {
    while (!this.#over) {
      const pending = await this.#owner
        .api<{ data: Approval[] }>('GET', '/approvals?status=pending&limit=100')
        .catch(() => ({ data: [] }));
      await Promise.all(pending.data.map((approval) => this.#decide(approval)));
      await sleep(700);
    }
  }

  async #decide({ id, execution_id }: Approval): Promise<void> {
    const decisions = this.#random() < 0.3 ? ['approved', 'rejected'] : ['approved'];
    await Promise.all(
      decisions.map(async (decision) => {
        this.#calls += 1;
        const made = await this.#owner.api('POST', `/approvals/${id}`, { decision }).catch(() => null);
        if (made === null) return;
        const known = this.#decided.get(id) ?? { execution_id, decisions: [] };
        known.decisions.push(decision);
        this.#decided.set(id, known);
      }),
    );
  }
}

/** The status; 0: no answer. */
async function post(url: string, body: unknown): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null);
  await answer?.text().catch(() => undefined);
  return answer?.status ?? 0;
}
