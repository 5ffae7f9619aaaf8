/**
 * One evaluation: scope, budget and the slots of arrow parameters.
 * 1. Every node, every element and every piece of text is charged before it is worked on.
 * 2. The clock is read once per 500 operations, so a simple evaluation never reads it.
 * 3. Runs are reused; nothing of one evaluation stays in them for the next.
 */
import { ExpressionError } from './errors.ts';
import { configLimits, expressionLimits, stepLimits } from './limits.ts';

/** Plain data by name. Only own properties are ever read. */
export type Scope = Readonly<Record<string, unknown>>;

export interface EvaluateOptions {
  /** IANA name for dates without a zone and for formatting. UTC if absent. */
  timezone?: string;
  /** What `now()` and `today()` answer. The system clock if absent. */
  now?: () => Date;
  /** Random bytes for `uuid()`. The platform's generator if absent. */
  random?: (count: number) => Uint8Array;
  /** Of {@link stepDeadline}: the moment after which nothing more is evaluated. */
  deadline?: number;
}

/** Until when a step that evaluates many expressions, or one many times, may go on: it holds up everything else meanwhile. */
export function stepDeadline(): number {
  return performance.now() + stepLimits.milliseconds;
}

/** @throws ExpressionError `budget` when the deadline has passed. */
export function checkDeadline({ deadline }: EvaluateOptions): void {
  if (deadline !== undefined && performance.now() > deadline)
    throw budgetError('The expressions of this step need more than 2 seconds together');
}

const stepsPerClock = 500;
/** 256 characters cost as much as one operation. */
const charactersPerStep = 8;
const emptyScope: Scope = Object.freeze({});
const noOptions: EvaluateOptions = Object.freeze({});

export class Run {
  scope: Scope = emptyScope;
  options: EvaluateOptions = noOptions;
  readonly slots: unknown[] = [];
  private left = 0;
  private nextCheck = 0;
  private deadline = 0;
  /** What a configuration has left for its other templates. */
  private reserve = 0;
  private reserveDeadline = Number.POSITIVE_INFINITY;

  begin(scope: Scope, options: EvaluateOptions): void {
    this.scope = scope;
    this.options = options;
    checkDeadline(options);
    this.reserve = configLimits.operations;
    this.reserveDeadline = Number.POSITIVE_INFINITY;
    this.left = expressionLimits.operations;
    this.nextCheck = this.left - stepsPerClock;
    this.deadline = 0;
  }

  /** A new budget for the next template of a configuration, out of what the configuration has left. */
  next(): void {
    const used = expressionLimits.operations - this.left;
    this.reserve -= used;
    if (this.reserve <= 0)
      throw budgetError('This step needs more than 1,000,000 operations to be filled in');
    if (this.deadline > 0 && this.reserveDeadline === Number.POSITIVE_INFINITY) {
      this.reserveDeadline = this.deadline - expressionLimits.milliseconds + configLimits.milliseconds;
    }
    this.left = expressionLimits.operations;
    this.nextCheck = this.left - stepsPerClock;
    this.deadline = 0;
  }

  end(): void {
    this.scope = emptyScope;
    this.options = noOptions;
    if (this.slots.length > 0) this.slots.length = 0;
  }

  /** One operation. */
  step(): void {
    if (--this.left < this.nextCheck) this.inspect();
  }

  /** `count` operations, before they are done. */
  charge(count: number): void {
    this.left -= count;
    if (this.left < this.nextCheck) this.inspect();
  }

  /** Reading or making a text of this length. Refuses what is over the size before it is made. */
  chargeText(length: number): void {
    this.checkText(length);
    this.charge(1 + (length >>> charactersPerStep));
  }

  /** Refuses a text of this length before it is made. */
  checkText(length: number): void {
    if (!(length <= expressionLimits.result)) {
      throw new ExpressionError('size', 'A text of more than 10 MB cannot be made here');
    }
  }

  /** A list of this many elements, before it is made. */
  chargeList(length: number): void {
    if (!(length <= expressionLimits.operations)) {
      throw new ExpressionError('size', 'A list of more than 100,000 elements cannot be made here');
    }
    this.charge(1 + length);
  }

  /** Operations that are left, to bound a native operation whose result is not known before. */
  get remaining(): number {
    return Math.max(this.left, 0);
  }

  get timezone(): string {
    return this.options.timezone ?? 'UTC';
  }

  now(): Date {
    return this.options.now ? new Date(this.options.now().getTime()) : new Date();
  }

  private inspect(): void {
    if (this.left < 0) throw budgetError('The expression needs more than 100,000 operations');
    const now = performance.now();
    if (this.deadline === 0) this.deadline = now + expressionLimits.milliseconds;
    else if (now > this.deadline) throw budgetError('The expression needs more than 250 ms');
    if (now > this.reserveDeadline) throw budgetError('This step needs more than a second to be filled in');
    checkDeadline(this.options);
    this.nextCheck = Math.max(0, this.left - stepsPerClock);
  }
}

function budgetError(message: string): ExpressionError {
  return new ExpressionError('budget', message, {
    suggestion: 'work on fewer elements: filter the list first, or go through it in a Loop',
  });
}

const idle: Run[] = [];

/** A run for one evaluation; give it back with {@link releaseRun}. */
export function acquireRun(scope: Scope, options: EvaluateOptions = noOptions): Run {
  const run = idle.pop() ?? new Run();
  run.begin(scope, options);
  return run;
}

export function releaseRun(run: Run): void {
  run.end();
  idle.push(run);
}

/** A compiled part of an expression. */
export type Closure = (run: Run) => unknown;

/**
 * An arrow function of the source. It is only ever handed to our own functions and never becomes a value: an arrow can only
 * be written as an argument, it cannot be stored, and so it cannot call itself. That is why fixed slots hold its parameters.
 */
export class Lambda {
  readonly arity: number;
  private readonly slots: readonly number[];
  private readonly body: Closure;

  constructor(slots: readonly number[], body: Closure) {
    this.arity = slots.length;
    this.slots = slots;
    this.body = body;
  }

  call(run: Run, first: unknown, second?: unknown, third?: unknown): unknown {
    run.step();
    const { slots } = this;
    if (slots.length > 0) run.slots[slots[0]!] = first;
    if (slots.length > 1) run.slots[slots[1]!] = second;
    if (slots.length > 2) run.slots[slots[2]!] = third;
    return this.body(run);
  }
}
