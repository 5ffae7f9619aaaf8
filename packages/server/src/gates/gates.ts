/**
 * Lets executions in that could not be judged in the transaction in which they came, and ends those that may not wait.
 * Invariants:
 *  1. Of a gate never more are `in` than its limit: who lets in holds the gate, and counts after it holds it.
 *  2. Nobody stays in line while there is room: every end and every beginning looks, or has somebody look; and a watch looks at
 *     all of them every two seconds, whoever died in between.
 *  3. A transaction that waits for a gate holds nothing else, so nobody waits in a circle.
 */
import type { Database, Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { troubleOf } from '../runtime/database_errors.ts';
import type { Workflows } from '../runtime/workflows.ts';
import { cancelExecutions } from '../storage/cancel_executions.ts';
import type { EndedExecution, Ends } from '../storage/end_hooks.ts';
import { findOverlapping, mostAtOnce } from './find_overlapping.ts';
import { findLines, findWaiting, freeAbandoned } from './find_stuck.ts';
import { type GateRule, ruleOf } from './gate_of.ts';
import type { GateRef } from './leave_gates.ts';
import { letIn, type OpenGate } from './let_in.ts';
import { lockGates } from './lock_gates.ts';
import { overlapFailure } from './overlap_failure.ts';

export interface GatesParts {
  db: Database;
  queue: Pick<ExecutionQueue, 'insert'>;
  workflows: Pick<Workflows, 'deployed'>;
  ends: Ends;
  /** Of executions that ended because they may not wait. */
  onEnded(ended: readonly EndedExecution[]): void;
  onError(error: unknown): void;
}

interface Ruled extends GateRef {
  rule: GateRule;
  priority: number;
}

const MOST_GATES = 100;
const MOST_TRIES = 5;
/** Of a workflow that is gone: what still stands in line goes one by one. */
const lastRule: GateRule = { limit: 1, on_overlap: 'queue' };
const endless = 2_147_483_647;

export class Gates {
  readonly #parts: GatesParts;
  #asked = new Map<string, GateRef>();
  #present: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(parts: GatesParts) {
    this.#parts = parts;
  }

  /** Resolves once these gates were looked at after this call; never rejects. Calls that come meanwhile share one look. */
  advance(gates: readonly GateRef[]): Promise<void> {
    for (const ref of gates) this.#asked.set(ref.gate, ref);
    if (this.#asked.size === 0) return Promise.resolve();
    this.#next ??= (this.#present ?? Promise.resolve()).then(() => {
      this.#present = this.#next;
      this.#next = null;
      return this.#lookAtAsked();
    });
    return this.#next;
  }

  /** Looks at every gate whose line could move, and at places that nobody freed. */
  async watch(): Promise<void> {
    const { db } = this.#parts;
    const abandoned = await freeAbandoned(db.engine);
    const lines = await findLines(db.engine);
    const rules = await Promise.all(
      lines.map(async (workflow_id) => {
        const { limit, on_overlap } = (await this.#settingsOf(workflow_id)).rule;
        return { workflow_id, limit: Math.min(limit, endless), impatient: on_overlap !== 'queue' };
      }),
    );
    await this.advance([...abandoned, ...(await findWaiting(db.engine, rules))]);
  }

  async #lookAtAsked(): Promise<void> {
    const asked = [...this.#asked.values()];
    this.#asked = new Map();
    for (let at = 0; at < asked.length; at += MOST_GATES) {
      try {
        await this.#look(await this.#ruled(asked.slice(at, at + MOST_GATES)));
      } catch (error) {
        this.#parts.onError(error);
      }
    }
  }

  async #ruled(gates: readonly GateRef[]): Promise<Ruled[]> {
    return Promise.all(gates.map(async (ref) => ({ ...ref, ...(await this.#settingsOf(ref.workflow_id)) })));
  }

  async #settingsOf(workflow_id: string): Promise<{ rule: GateRule; priority: number }> {
    const workflow = await this.#parts.workflows.deployed(workflow_id);
    if (!workflow) return { rule: lastRule, priority: 0 };
    return { rule: ruleOf(workflow.definition.config), priority: workflow.priority };
  }

  async #look(gates: readonly Ruled[]): Promise<void> {
    for (let tries = 1; ; ) {
      try {
        const ended = await this.#parts.db.asEngine((tx) => this.#judge(tx, gates));
        if (ended.length > 0) this.#parts.onEnded(ended);
        if (ended.length < mostAtOnce) return;
      } catch (error) {
        if (troubleOf(error) !== 'contended' || tries === MOST_TRIES) throw error;
        tries += 1;
      }
    }
  }

  /** Who may not wait goes, then who has room comes in. */
  async #judge(tx: Tx, gates: readonly Ruled[]): Promise<EndedExecution[]> {
    await lockGates(
      tx,
      gates.map(({ gate }) => gate),
    );
    const outrun = await this.#endOverlapping(tx, 'cancel_oldest', gates);
    const skipped = await this.#endOverlapping(tx, 'skip', gates);
    await this.#letIn(tx, gates);
    return [...outrun, ...skipped];
  }

  async #letIn(tx: Tx, gates: readonly Ruled[]): Promise<void> {
    const priorities = new Map(gates.map(({ gate, priority }) => [gate, priority]));
    const admitted = await letIn(tx, gates.map(openGate));
    await this.#parts.queue.insert(
      tx,
      admitted.map(({ gate, execution_id, fence, org_id }) => ({
        execution_id,
        fence,
        org_id,
        priority: priorities.get(gate)!,
      })),
    );
  }

  /** Those that run are told to stop and keep their place until they have; the others are over at once. */
  async #endOverlapping(
    tx: Tx,
    on_overlap: 'skip' | 'cancel_oldest',
    gates: readonly Ruled[],
  ): Promise<EndedExecution[]> {
    const asked = gates.filter(({ rule }) => rule.on_overlap === on_overlap);
    const rules = new Map(asked.map(({ gate, rule }) => [gate, rule]));
    const found = await findOverlapping(tx, on_overlap, asked.map(openGate));
    const all: EndedExecution[] = [];
    for (const [rule, group] of Map.groupBy(found, ({ gate }) => rules.get(gate)!)) {
      const ids = group.map(({ execution_id }) => execution_id);
      const { ended } = await cancelExecutions(tx, this.#parts.ends, ids, overlapFailure(rule));
      all.push(...ended);
    }
    return all;
  }
}

function openGate({ gate, rule }: Ruled): OpenGate {
  return { gate, limit: Math.min(rule.limit, endless) };
}
