/**
 * Runs the rounds of a loop: begins them, takes what they give, and settles the loop when they have ended.
 *
 *  1. Rounds are begun in order of index, at most `concurrency` of them are open, and each ends once.
 *  2. After a break no round with a higher index begins, and those that have begun are cut off; lower ones go on. After a
 *     failure that is not collected, all others are cut off.
 *  3. A loop ends when none of its rounds is open: what had begun outside is known by then, and durable.
 *  4. Computed again, a loop gives the same. Where that depends on time, its record is kept; an execution that is resumed
 *     walks its rounds for their records, and nothing in them goes out.
 *  5. A round costs the same whatever its number.
 */
import type { Failure, Step } from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { closeUnbegun } from './close_waits.ts';
import { faultIn, settleFailure } from './fail_step.ts';
import { type Items, type LoopRule, tooManyRounds } from './nodes/loop.ts';
import type { Place } from './place.ts';
import type { Plan } from './plan.ts';
import { errorOutput, type Recorded, record, roundMs } from './record.ts';
import { roundResultOf } from './result_of.ts';
import { type KeptRound, keepRound } from './rounds_kept.ts';
import { type MutableScope, RoundScopes } from './scope.ts';
import { storableLimits, toStorable } from './storable.ts';
import { type Began, settleStep, type Turn } from './turn.ts';
import { Walk } from './walk.ts';

/** A loop that has begun. */
export class Loop {
  readonly place: Place;
  readonly rule: LoopRule;
  readonly items: Items;
  readonly began: Began;
  readonly scopes: RoundScopes;
  /** How it ended, as an earlier process has recorded it (4). */
  readonly recalled: Step | null;
  readonly open = new Map<number, Walk>();
  readonly kept = new Map<number, KeptRound>();
  readonly results: unknown[] = [];
  readonly errors: { index: number; error: unknown }[] = [];
  /** The index of the next round. */
  next = 0;
  done = 0;
  failed = 0;
  /** What it gives, in bytes so far. */
  bytes: number;
  /** The lowest round that broke it. */
  brokenAt = Number.POSITIVE_INFINITY;
  failure: Failure | null = null;
  isCut = false;

  constructor(
    place: Place,
    rule: LoopRule,
    items: Items & { bytes: number },
    scopes: RoundScopes,
    began: Began,
    recalled: Step | null,
  ) {
    this.place = place;
    this.rule = rule;
    this.items = items;
    this.bytes = items.bytes;
    this.scopes = scopes;
    this.began = began;
    this.recalled = recalled;
  }

  /** No more rounds are begun. */
  get isEnding(): boolean {
    return this.isCut || this.failure !== null || this.brokenAt < Number.POSITIVE_INFINITY;
  }

  get iterations(): NonNullable<Step['iterations']> {
    const total = this.rule.mode === 'items' ? this.items.list.length : this.next;
    return { total, done: this.done, failed: this.failed };
  }

  /** The body, as it was compiled. */
  get body(): Plan {
    return this.place.node.body!;
  }
}

/** A loop was reached. @throws what is wrong with its items */
export function beginLoop(turn: Turn, place: Place, rule: LoopRule, began: Began): void {
  const { walk, node, path } = place;
  const { whole } = walk;
  const past = turn.past.get(path);
  const recalled = past?.kind === 'settled' ? past.step : null;
  whole.observer?.stepStarted?.(whole.start, { node_id: node.id, label: node.label, path });
  const outer = walk.scopeOf(node);
  const scopes = new RoundScopes(outer, node.body!, whole.start, whole.makers);
  let items: ReturnType<typeof itemsOf>;
  try {
    items = itemsOf(turn, place, rule, outer);
  } catch (error) {
    if (!recalled) throw error;
    walk.recall(place, recalled);
    return;
  }
  const loop = new Loop(place, rule, items, scopes, began, recalled);
  walk.beginLoop(loop);
  goOn(turn, loop);
}

function itemsOf(turn: Turn, place: Place, rule: LoopRule, outer: MutableScope): Items & { bytes: number } {
  if (rule.mode === 'while') return { list: [], warning: null, bytes: 0 };
  const options = { timezone: place.walk.plan.timezone, now: () => turn.means.clock.now() };
  return remembered(turn, place, `${place.path}[items]`, () => {
    const { list, warning } = rule.items(outer, options);
    const stored = toStorable(list);
    if (!stored.ok)
      throw new StepError(stored.message.replace('The output', 'The list'), { ...stored, field: 'items' });
    return { list: stored.value as unknown[], warning, bytes: stored.bytes };
  });
}

/** A value that a resumed execution must not compute again where that would give another. */
function remembered<T>(turn: Turn, place: Place, path: string, compute: () => T): T {
  if (place.node.repeatable) return compute();
  const past = turn.past.get(path);
  if (past?.kind === 'settled') return past.step.output as T;
  const output = compute();
  const step = { ...record(place, { status: 'success', output }), path };
  turn.ledger.note({ kind: 'settled', path, attempt: 1, step }, false);
  return output;
}

/** Begins the rounds that may begin, and ends the loop when none is open. */
function goOn(turn: Turn, loop: Loop): void {
  try {
    while (loop.open.size < loop.rule.concurrency && beginRound(turn, loop));
  } catch (error) {
    fail(loop, faultIn(turn, loop.place.node.id, error).failure);
  }
  if (loop.isEnding) closeUnbegun(turn, { path: loop.place.path, body: loop.body }, loop.next);
  if (loop.open.size === 0) end(turn, loop);
}

/** False: there is none to begin. */
function beginRound(turn: Turn, loop: Loop): boolean {
  const { place, rule, items, next: index, recalled, body } = loop;
  if (loop.isEnding || (recalled?.iterations && index >= recalled.iterations.total)) return false;
  if (rule.mode === 'items' && index >= items.list.length) return false;
  const item = rule.mode === 'items' ? items.list[index] : (loop.results[index - 1] ?? null);
  const prefix = `${place.path}[${index}]/`;
  const scope = loop.scopes.take({ item, index, prefix });
  if (rule.mode === 'while') {
    const options = { timezone: body.timezone, now: () => turn.means.clock.now() };
    const holds = remembered(turn, place, `${place.path}[${index}]`, () => rule.goesOn(scope, options));
    if (!holds) return false;
    if (index >= rule.most) throw tooManyRounds(rule.most);
  }
  loop.next++;
  const { whole, round } = place.walk;
  const is_recalled = recalled !== null || round?.is_recalled === true;
  const decided_by = decidedBy(turn, body, prefix);
  loop.open.set(index, new Walk(whole, body, { loop, index, scope, prefix, decided_by, is_recalled }));
  return true;
}

/** The node that ended this round in an earlier process, where that could have been another. */
function decidedBy(turn: Turn, body: Plan, prefix: string): number | null {
  if (!turn.isResumed || !body.has_rivals) return null;
  let failed: number | null = null;
  for (const { id, index, operation, on_error } of body.nodes) {
    const past = turn.past.get(prefix + id);
    if (past?.kind !== 'settled' || past.cut_off) continue;
    const { status } = past.step;
    // What fails later, when the round has ended, is recorded too; what ends a round otherwise is not even begun then.
    if (status === 'success' && operation.kind === 'control' && operation.control.ends_round) return index;
    if (status === 'error' && on_error === 'stop') failed ??= index;
  }
  return failed;
}

/** A round has nothing under way and nothing to begin. */
export function endRound(turn: Turn, walk: Walk): void {
  const { ended, whole } = walk;
  const { loop, index, scope } = walk.round!;
  loop.open.delete(index);
  keepRound(walk);
  // What was cut off may still look at it.
  if (!ended) loop.scopes.giveBack(scope);
  if (ended?.kind === 'failed') {
    loop.failed++;
    if (loop.rule.on_item_error === 'collect') {
      whole.partial = true;
      loop.errors.push({ index, error: errorOutput(ended.failure).error });
    } else fail(loop, failureOfRound(loop, index, ended.failure));
  } else if (ended?.kind !== 'cut_off') {
    loop.done++;
    takeResult(loop, index, roundResultOf(walk));
    if (ended?.kind === 'break') breakAt(loop, index);
  }
  goOn(turn, loop);
}

function takeResult(loop: Loop, index: number, result: unknown): void {
  loop.results[index] = result;
  const stored = toStorable(result);
  if (stored.ok) loop.bytes += stored.bytes;
  if (loop.bytes <= storableLimits.bytes || loop.recalled) return;
  fail(loop, {
    message: 'The items and results of this loop are larger than 10 MB together',
    code: 'output_too_large',
    node_id: loop.place.node.id,
    hint: 'End the body with a step that gives only what is needed afterwards.',
  });
}

function breakAt(loop: Loop, index: number): void {
  loop.brokenAt = Math.min(loop.brokenAt, index);
  for (const [other, round] of loop.open) if (other > index) cutOffRound(round);
}

function fail(loop: Loop, failure: Failure): void {
  loop.failure ??= failure;
  for (const round of loop.open.values()) cutOffRound(round);
}

/** Ends the rounds of a loop whose own round, or whose turn, is over; the loop itself ends when they have. */
export function cutOffLoop(loop: Loop): void {
  loop.isCut = true;
  for (const round of loop.open.values()) cutOffRound(round);
}

/**
 * A step reached outside in a round that is walked for its record, and the journal does not know how that ended: the round was
 * cut off there, with the loops between it and the one whose end is known.
 */
export function endRecalled(walk: Walk): void {
  for (let at = walk; at.round && at.round.decided_by === null; at = at.round.loop.place.walk) {
    cutOffRound(at);
    if (at.round.loop.recalled) return;
    cutOffLoop(at.round.loop);
  }
}

function cutOffRound(round: Walk): void {
  round.ended ??= { kind: 'cut_off' };
  round.whole.touch(round);
}

/** The failure of a step as that of the loop: it says which item it was. */
function failureOfRound({ rule }: Loop, index: number, failure: Failure): Failure {
  const { message, details } = failure;
  const isObject = typeof details === 'object' && details !== null && !Array.isArray(details);
  return {
    ...failure,
    message: `${rule.mode === 'items' ? 'Item' : 'Round'} ${index}: ${message}`,
    details: { ...(isObject ? details : details !== undefined && { details }), index },
  };
}

function end(turn: Turn, loop: Loop): void {
  const { place, recalled, failure } = loop;
  const { walk } = place;
  const keep = isContested(loop) ? 'at_once' : 'no';
  if (recalled) {
    walk.whole.partial ||= loop.rule.on_item_error === 'collect' && Boolean(recalled.iterations?.failed);
    walk.recall(place, recalled);
  } else if (loop.isCut) walk.cutOff(place, recordLoop(turn, loop, { status: 'skipped', handle: null }));
  else if (failure) settleFailure(turn, place, failure, (fields) => recordLoop(turn, loop, fields), keep);
  else {
    const stored = storedOutput(loop);
    if (!stored.ok)
      settleFailure(turn, place, stored.failure, (fields) => recordLoop(turn, loop, fields), keep);
    else
      settleStep(
        turn,
        place,
        recordLoop(turn, loop, { status: 'success', handle: 'done', output: stored.output }),
        keep,
      );
  }
  walk.whole.touch(walk);
}

function storedOutput(loop: Loop): { ok: true; output: unknown } | { ok: false; failure: Failure } {
  const { items, results, errors, brokenAt, next, place } = loop;
  const count = Math.min(brokenAt + 1, next);
  const output = {
    items: items.list,
    results: Array.from({ length: count }, (_, index) => results[index] ?? null),
    errors: errors.filter(({ index }) => index <= brokenAt).sort((a, b) => a.index - b.index),
  };
  try {
    return { ok: true, output: place.walk.allowance.output(output) };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { ok: false, failure: error.toFailure(place.node.id) };
  }
}

/** Which round failed, or broke the loop, may have depended on which was faster. */
function isContested({ rule, failure, errors, brokenAt, body }: Loop): boolean {
  const isPlain = failure === null && errors.length === 0 && brokenAt === Number.POSITIVE_INFINITY;
  return !isPlain && (rule.concurrency > 1 || body.has_rivals);
}

function recordLoop(turn: Turn, { place, began, items, iterations }: Loop, fields: Recorded): Step {
  const { walk, node } = place;
  return record(place, {
    input: walk.allowance.input(node.node.config),
    started_at: began.at,
    duration_ms: roundMs(turn.means.clock.monotonic() - began.ms),
    iterations,
    ...(items.warning !== null && { warnings: [items.warning] }),
    ...fields,
  });
}
