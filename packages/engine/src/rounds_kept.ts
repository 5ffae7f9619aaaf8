/**
 * What is kept of rounds that are over, so that an execution with ten thousand of them has a record that can be read, and
 * memory for it: beyond {@link mostKept} steps, or when what they gave takes half of what may be kept, those of rounds in which
 * nothing failed are left out.
 */
import type { Step } from '@millrace/core';
import type { Allowance } from './allowance.ts';
import type { Past } from './journal.ts';
import type { Walk } from './walk.ts';

/** Steps of rounds that are all kept; as many again of rounds in which something failed. */
export const mostKept = 10_000;

export interface KeptRound {
  /** With those of the loops in it, in the order of the record. */
  steps: Step[];
  /** Nothing failed in it. */
  isGood: boolean;
  allowance: Allowance;
}

/** A round is over. */
export function keepRound(walk: Walk): void {
  const { whole, round, allowance } = walk;
  const steps = stepsOf(walk);
  for (const loop of walk.loops.values())
    for (const kept of loop.kept.values()) allowance.absorb(kept.allowance);
  const isGood = steps.every(({ status }) => status !== 'error');
  if (whole.isCrowded && (isGood || whole.keptSteps > 2 * mostKept)) {
    allowance.giveBack();
    return;
  }
  round!.loop.kept.set(round!.index, { steps, isGood, allowance });
  for (const step of walk.steps) if (step) whole.keptSteps++;
  if (whole.isCrowded || (whole.keptSteps <= mostKept && !allowance.isScarce)) return;
  whole.isCrowded = true;
  whole.keptSteps = 0;
  if (whole.root) leaveOutGood(whole.root);
}

function leaveOutGood(walk: Walk): void {
  for (const loop of walk.loops.values()) {
    for (const [index, { isGood, allowance }] of loop.kept) {
      if (!isGood) continue;
      allowance.giveBack();
      loop.kept.delete(index);
    }
    for (const round of loop.open.values()) leaveOutGood(round);
  }
}

/**
 * The steps of a walk in the order of its nodes, those of a loop's rounds behind the loop in order of round.
 * @param unsettled the record of a node that has none; null: it is left out
 */
export function stepsOf(
  walk: Walk,
  unsettled: (walk: Walk, index: number) => Step | null = () => null,
): Step[] {
  const steps: Step[] = [];
  const { loops } = walk;
  for (let index = 0; index < walk.steps.length; index++) {
    const step = walk.steps[index] ?? unsettled(walk, index);
    if (step) steps.push(step);
    const loop = loops.size > 0 ? loops.get(index) : undefined;
    if (!loop) continue;
    for (let round = 0; round < loop.next; round++) {
      const kept = loop.kept.get(round)?.steps;
      const open = kept ? undefined : loop.open.get(round);
      for (const inRound of kept ?? (open ? stepsOf(open, unsettled) : [])) steps.push(inRound);
    }
  }
  return steps;
}

/**
 * Adds, behind the loops that they belong to, the steps of rounds that an earlier process has run and that were not reached
 * again before the end.
 */
export function withUnreached(steps: Step[], past: ReadonlyMap<string, Past>): Step[] {
  const reached = new Set(steps.map(({ path }) => path));
  const missing = new Map<string, Step[]>();
  for (const [path, known] of past) {
    // What a loop wrote for itself has no step's path.
    if (known.kind !== 'settled' || !path.includes('/') || path.endsWith(']') || reached.has(path)) continue;
    const loop = path.slice(0, path.indexOf('['));
    missing.set(loop, [...(missing.get(loop) ?? []), known.step]);
  }
  if (missing.size === 0) return steps;
  const lasts = new Map(steps.map(({ path }, at) => [path.split('[', 1)[0]!, at]));
  return steps.flatMap((step, at) => {
    const loop = step.path.split('[', 1)[0]!;
    return lasts.get(loop) === at ? [step, ...(missing.get(loop) ?? []).sort(byPath)] : [step];
  });
}

const numbers = new Intl.Collator('en', { numeric: true });
const byPath = (a: Step, b: Step) => numbers.compare(a.path, b.path);
