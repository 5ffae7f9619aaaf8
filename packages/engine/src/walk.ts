/**
 * The state of one walk over a graph, the whole one or the body of a loop for one round: what is settled, what follows from
 * it, how it ends. Nothing here waits, writes or calls outside.
 *
 *  1. Every node is recorded once; what is recorded does not change.
 *  2. What expressions see, which nodes are ready and how the walk ends follow from the records alone, so that a resumed
 *     execution is where the first one was.
 *  3. After its end, or that of the whole, was decided nothing new starts in it.
 *  4. Which step ends a round may depend on time. The journal tells what did in an earlier process, and then nothing else does.
 */
import type { Failure, Step } from '@millrace/core';
import type { Allowance } from './allowance.ts';
import type { Loop } from './loop.ts';
import type { Arrival } from './nodes/control.ts';
import { Place } from './place.ts';
import type { Plan, PlannedNode } from './plan.ts';
import { copyProgress, type Progress, settle } from './ready.ts';
import { handleOf, record } from './record.ts';
import { addToScope, type MutableScope, makeScope, scopeWithout } from './scope.ts';
import type { Answer, Whole } from './whole.ts';

/** One round of a loop. */
export interface Round {
  loop: Loop;
  index: number;
  scope: MutableScope;
  /** Of the paths of its steps. */
  prefix: string;
  /** The node that ended it in an earlier process (4); null where none is known to have. */
  decided_by: number | null;
  /** The loop is known to be over: the round is walked for its record, and nothing goes out. */
  is_recalled: boolean;
}

export type RoundEnd =
  | { kind: 'break' | 'continue'; node: PlannedNode }
  | { kind: 'failed'; failure: Failure }
  /** By what happened elsewhere. */
  | { kind: 'cut_off' };

const nothingOpen: ReadonlySet<Place> = new Set();
const noLoops: ReadonlyMap<number, Loop> = new Map();

export class Walk {
  readonly whole: Whole;
  readonly plan: Plan;
  /** Null for the walk of the whole graph. */
  readonly round: Round | null;
  readonly prefix: string;
  readonly steps: (Step | null)[];
  readonly scope: MutableScope;
  readonly allowance: Allowance;
  /** How a round ended before its last step. */
  ended: RoundEnd | null = null;
  isOnAgenda = false;
  /** An earlier process has cut off one of its steps: the round did not come to its end by itself. */
  wasCutOff = false;
  /** Made when they are needed: most walks have neither. */
  #open: Set<Place> | null = null;
  #loops: Map<number, Loop> | null = null;
  readonly #taken: (string | null)[];
  readonly #progress: Progress;
  #nextReady = 0;
  #nextSkipped = 0;

  constructor(whole: Whole, plan: Plan, round: Round | null) {
    this.whole = whole;
    this.plan = plan;
    this.round = round;
    this.prefix = round?.prefix ?? '';
    this.steps = new Array<null>(plan.nodes.length).fill(null);
    this.scope = round?.scope ?? makeScope(plan, whole.start, whole.makers);
    this.allowance = round ? whole.allowance.part() : whole.allowance;
    this.#taken = new Array<null>(plan.nodes.length).fill(null);
    this.#progress = copyProgress(plan.beginning);
    this.#recordSkipped();
    if (!round) whole.root = this;
    whole.touch(this);
  }

  /** The next place that is ready, each one once; none after the end (3). */
  next(): Place | undefined {
    if (this.isOver) return undefined;
    const index = this.#progress.ready[this.#nextReady];
    if (index === undefined) return undefined;
    this.#nextReady++;
    return new Place(this, this.plan.nodes[index]!);
  }

  /** What is begun and not settled. */
  get open(): ReadonlySet<Place> {
    return this.#open ?? nothingOpen;
  }

  /** A place does not settle in the turn in which it was begun. */
  keepOpen(place: Place): void {
    this.#open ??= new Set();
    this.#open.add(place);
  }

  /** The loops that have begun here, by the number of their node. */
  get loops(): ReadonlyMap<number, Loop> {
    return this.#loops ?? noLoops;
  }

  beginLoop(loop: Loop): void {
    this.#loops ??= new Map();
    this.#loops.set(loop.place.node.index, loop);
    this.keepOpen(loop.place);
  }

  get isOver(): boolean {
    return this.ended !== null || this.whole.ending !== null;
  }

  /** Nothing is under way and nothing can begin. */
  get isQuiet(): boolean {
    return !this.#open?.size && (this.isOver || this.#nextReady >= this.#progress.ready.length);
  }

  /** Some node was neither run nor skipped. */
  get hasUnreached(): boolean {
    return this.steps.includes(null);
  }

  /** Records the end of a node and draws what follows from it (2). */
  settle(place: Place, step: Step): void {
    this.#record(place, step);
    this.whole.observer?.stepSettled?.(this.whole.start, step);
    this.#follow(place.node, step);
  }

  /** The same for a step that was settled, and told of, in an earlier process; nothing follows from one that was cut off. */
  recall(place: Place, step: Step, cut_off = false): void {
    this.allowance.count(step.output);
    this.allowance.count(step.input);
    this.#record(place, step);
    if (!cut_off) {
      this.#follow(place.node, step);
      return;
    }
    this.wasCutOff = true;
    this.whole.touch(this);
  }

  #follow(node: PlannedNode, step: Step): void {
    const failed = step.status === 'error';
    const handle = handleOf(step);
    this.#taken[node.index] = handle;
    const output = node.operation.kind === 'trigger' ? this.scope.trigger : (step.output ?? null);
    if (handle !== null) addToScope(this.scope, node.key, step.status, output, this.round !== null);
    this.whole.touch(this);
    if (failed && node.on_error === 'stop') {
      this.#fail(node, step);
      return;
    }
    if (failed && !(node.on_error === 'branch' && node.error_is_handled)) this.whole.partial = true;
    if (node.node.subtype === 'respond' && step.status === 'success')
      this.whole.answer ??= step.output as Answer;
    if (this.endsRound(node, step)) this.#endRound(node, { kind: roundEndOf(node)!, node });
    settle(this.plan.graph, this.#progress, node.index, handle);
    this.#recordSkipped();
  }

  /** Whether a step with this record ends its round, unless something else did before. */
  endsRound(node: PlannedNode, { status }: Pick<Step, 'status'>): boolean {
    if (!this.round) return false;
    return status === 'error'
      ? node.on_error === 'stop'
      : status === 'success' && roundEndOf(node) !== undefined;
  }

  #fail(node: PlannedNode, step: Step): void {
    const error = step.error ?? null;
    if (this.round) {
      const failure = error ?? { message: `"${node.label}" failed`, code: 'failed', node_id: node.id };
      this.#endRound(node, { kind: 'failed', failure });
    } else {
      const reason = `The execution stopped because "${node.label}" failed`;
      this.whole.end({ status: 'error', error, reason });
    }
  }

  #endRound(node: PlannedNode, end: RoundEnd): void {
    const { decided_by } = this.round!;
    if (decided_by === null || decided_by === node.index) this.ended ??= end;
  }

  /** Records a step that an end cut off; nothing follows from it. */
  cutOff(place: Place, step: Step): void {
    this.#record(place, step);
    this.whole.observer?.stepSettled?.(this.whole.start, step);
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
      if (seen.has(source)) continue;
      if (source === -1) arrivals.push({ key: this.plan.loop_key!, output: this.scope.item, isLoop: true });
      else if (this.#taken[source] !== handle) continue;
      else arrivals.push({ key: this.plan.nodes[source]!.key, output: this.steps[source]?.output ?? null });
      seen.add(source);
    }
    return arrivals;
  }

  /** The edge that a settled node took. */
  taken(index: number): string | null {
    return this.#taken[index]!;
  }

  #record(place: Place, step: Step): void {
    const { index } = place.node;
    if (this.steps[index]) throw new Error(`Step ${place.path} was settled twice`);
    this.steps[index] = step;
    this.#open?.delete(place);
  }

  /** In a loop they are too many to be recorded, and what is not recorded did not run. */
  #recordSkipped(): void {
    if (this.round) return;
    const { skipped } = this.#progress;
    while (this.#nextSkipped < skipped.length) {
      const place = new Place(this, this.plan.nodes[skipped[this.#nextSkipped++]!]!);
      this.cutOff(place, record(place, { status: 'skipped' }));
    }
  }
}

function roundEndOf({ operation }: PlannedNode): 'break' | 'continue' | undefined {
  return operation.kind === 'control' ? operation.control.ends_round : undefined;
}
