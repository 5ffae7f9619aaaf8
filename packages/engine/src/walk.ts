/**
 * The state of one execution while this process walks its graph: what is settled, what follows from it, how it ends.
 * Nothing here waits, writes or calls outside.
 *
 *  1. Every node is recorded once; what is recorded does not change.
 *  2. What expressions see, which nodes are ready and how the execution ends follow from the records alone, so that a
 *     resumed execution is where the first one was.
 *  3. After the end was decided nothing new starts.
 */
import type { Failure, FinalStatus, Step } from '@millrace/core';
import { Allowance } from './allowance.ts';
import type { Arrival } from './nodes/control.ts';
import type { Plan, PlannedNode } from './plan.ts';
import type { ExecutionStart, Observer } from './ports.ts';
import { copyProgress, type Progress, settle } from './ready.ts';
import { handleOf, record } from './record.ts';
import { addToScope, type MutableScope, makeScope, scopeWithout } from './scope.ts';

export interface Ending {
  status: FinalStatus;
  error: Failure | null;
  /** What ended it, for the steps that it cut off; a sentence without a full stop. */
  reason: string;
}

/** The answer for whoever called. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export class Walk {
  readonly plan: Plan;
  readonly start: ExecutionStart;
  readonly steps: (Step | null)[];
  readonly scope: MutableScope;
  readonly allowance = new Allowance();
  ending: Ending | null = null;
  /** A step failed and the execution went on. */
  partial = false;
  answer: Answer | null = null;
  readonly #taken: (string | null)[];
  readonly #progress: Progress;
  readonly #observer: Observer | undefined;
  #nextReady = 0;
  #nextSkipped = 0;

  constructor(plan: Plan, start: ExecutionStart, observer: Observer | undefined) {
    this.plan = plan;
    this.start = start;
    this.steps = new Array<null>(plan.nodes.length).fill(null);
    this.scope = makeScope(start, plan.keys);
    this.#taken = new Array<null>(plan.nodes.length).fill(null);
    this.#progress = copyProgress(plan.beginning);
    this.#observer = observer;
    this.#recordSkipped();
  }

  /** The next node that is ready, each one once; none after the end was decided (3). */
  next(): PlannedNode | undefined {
    if (this.ending) return undefined;
    const index = this.#progress.ready[this.#nextReady];
    if (index === undefined) return undefined;
    this.#nextReady++;
    return this.plan.nodes[index];
  }

  get hasReady(): boolean {
    return !this.ending && this.#nextReady < this.#progress.ready.length;
  }

  /** Some node was neither run nor skipped. */
  get hasUnreached(): boolean {
    return this.steps.includes(null);
  }

  /** Records the end of a node and draws what follows from it (2). */
  settle(node: PlannedNode, step: Step): void {
    this.#record(node, step);
    this.#observer?.stepSettled?.(this.start, step);
    this.#follow(node, step);
  }

  /** The same for a step that was settled, and told of, in an earlier process. */
  recall(node: PlannedNode, step: Step): void {
    this.allowance.count(step.output);
    this.allowance.count(step.input);
    this.#record(node, step);
    this.#follow(node, step);
  }

  #follow(node: PlannedNode, step: Step): void {
    const failed = step.status === 'error';
    const handle = handleOf(step);
    this.#taken[node.index] = handle;
    const output = node.operation.kind === 'trigger' ? this.scope.trigger : (step.output ?? null);
    if (handle !== null) addToScope(this.scope, node.key, step.status, output);
    if (failed && node.on_error === 'stop') {
      const { label } = node;
      this.end({
        status: 'error',
        error: step.error ?? null,
        reason: `The execution stopped because "${label}" failed`,
      });
      return;
    }
    if (failed && !(node.on_error === 'branch' && node.error_is_handled)) this.partial = true;
    if (node.node.subtype === 'respond' && step.status === 'success') this.answer ??= step.output as Answer;
    settle(this.plan.graph, this.#progress, node.index, handle);
    this.#recordSkipped();
  }

  /** Records a step that the end of the execution cut off; nothing follows from it. */
  cutOff(node: PlannedNode, step: Step): void {
    this.#record(node, step);
    this.#observer?.stepSettled?.(this.start, step);
  }

  /** Decides the end; the first decision holds. */
  end(ending: Ending): void {
    this.ending ??= ending;
  }

  /** What the configuration of a node may see. */
  scopeOf(node: PlannedNode): MutableScope {
    return node.hidden.length === 0 ? this.scope : scopeWithout(this.scope, node.hidden);
  }

  /** The outputs that reached a node over edges that were taken, one per source, in the order of its edges. */
  arrivals(node: PlannedNode): Arrival[] {
    const seen = new Set<number>();
    const arrivals: Arrival[] = [];
    for (const { node: source, handle } of node.sources) {
      if (seen.has(source) || this.#taken[source] !== handle) continue;
      seen.add(source);
      arrivals.push({ key: this.plan.nodes[source]!.key, output: this.steps[source]?.output ?? null });
    }
    return arrivals;
  }

  /** The edge that a settled node took. */
  taken(index: number): string | null {
    return this.#taken[index]!;
  }

  #record(node: PlannedNode, step: Step): void {
    if (this.steps[node.index]) throw new Error(`Step ${node.path} was settled twice`);
    this.steps[node.index] = step;
  }

  #recordSkipped(): void {
    const { skipped } = this.#progress;
    while (this.#nextSkipped < skipped.length) {
      const node = this.plan.nodes[skipped[this.#nextSkipped++]!]!;
      this.cutOff(node, record(node, { status: 'skipped' }));
    }
  }
}
