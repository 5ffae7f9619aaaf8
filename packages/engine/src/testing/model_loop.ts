/** How a loop may have ended, given how each of its rounds may; what happened is in the record. */
import { isDeepStrictEqual } from 'node:util';
import type { Step } from '@millrace/core';

/** A failure as the model tells it. */
export interface Fault {
  message: string;
  code: string;
  node_id: string;
  status?: number | null;
  details?: unknown;
}

/** How one round may have ended. */
export interface PossibleRound {
  /** What may have ended it before its time; several where the sooner of them decided; none: it came to its end. */
  ends: {
    id: string;
    kind: 'failed' | 'break' | 'continue' | 'stop';
    error: Fault;
    /** Of the round, unless it failed. */
    result: unknown;
  }[];
  /** What it gives when nothing did. */
  result: unknown;
}

interface LoopFacts {
  items: unknown[];
  /** An item that fails ends it. */
  stops: boolean;
  side_by_side: boolean;
  /** The condition held when no further round was allowed. */
  overrun: boolean;
  round_name: 'Item' | 'Round';
}

export type LoopEnd = {
  problems: string[];
  /** Rounds that surely came to an end. */
  certain: number;
  /** Rounds that may have begun. */
  begun: number;
} & ({ kind: 'done'; output: unknown } | { kind: 'failed'; error: Fault });

type Results = {
  items: unknown;
  results: unknown[];
  errors: { index: number; error: Record<string, unknown> }[];
};

/** Whether a step is recorded as having happened, and not as cut off. */
export function ended(step: Step | undefined): boolean {
  if (!step) return false;
  return step.status === 'success' || (step.status === 'error' && step.error?.code !== 'cancelled');
}

const mayBe = (round: PossibleRound, kind: string) => round.ends.some((end) => end.kind === kind);
const mustBe = (round: PossibleRound, kind: string) =>
  round.ends.length > 0 && round.ends.every((end) => end.kind === kind);

export function possibleEnd(step: Step | undefined, rounds: PossibleRound[], facts: LoopFacts): LoopEnd {
  const all = rounds.length;
  if (step?.status === 'success') return goodEnd(step.output as Results, rounds, facts);
  if (step?.status === 'error' && step.error?.code !== 'cancelled') return badEnd(step, rounds, facts);
  // It was cut off, or its record did not come to be.
  return { ...likelyEnd(rounds, facts), problems: [], certain: 0, begun: all };
}

/** How it ends when the first thing that may end a round does. */
function likelyEnd(rounds: PossibleRound[], facts: LoopFacts) {
  const results: unknown[] = [];
  const errors: Results['errors'] = [];
  for (const [index, { ends, result }] of rounds.entries()) {
    const [end] = ends;
    if (end?.kind === 'failed' && facts.stops)
      return { kind: 'failed', error: failureOf(end.error, index, facts) } as const;
    if (end?.kind === 'failed') errors.push({ index, error: { status: null, details: null, ...end.error } });
    results.push(end?.kind === 'failed' ? null : (end?.result ?? result));
    if (end?.kind === 'break') break;
  }
  return { kind: 'done', output: { items: facts.items, results, errors } } as const;
}

function goodEnd(output: Results, rounds: PossibleRound[], facts: LoopFacts): LoopEnd {
  const problems: string[] = [];
  const { results, errors } = output;
  if (!isDeepStrictEqual(output.items, facts.items)) problems.push('its items are others');
  const count = results.length;
  if (count > rounds.length) problems.push(`it has ${count} results of ${rounds.length} rounds`);
  if (count < rounds.length && !mayBe(rounds[count - 1] ?? { ends: [], result: null }, 'break'))
    problems.push(`it ended after ${count} rounds, and nothing broke it`);
  if (facts.overrun && count === rounds.length && !rounds.some((round) => mayBe(round, 'break')))
    problems.push('it went on after its last round');
  for (const [index, round] of rounds.slice(0, count).entries()) {
    if (mustBe(round, 'break') && index < count - 1) problems.push(`round ${index} broke it, and it went on`);
    if (facts.stops && mustBe(round, 'failed')) problems.push(`round ${index} failed, and it went on`);
    const entry = errors.find((each) => each.index === index);
    if (!isPossible(round, results[index], entry?.error, index < count - 1))
      problems.push(`round ${index} cannot give ${JSON.stringify({ result: results[index], entry })}`);
  }
  if (errors.some(({ index }) => index >= count)) problems.push('it has errors of rounds without results');
  const begun = facts.side_by_side ? rounds.length : count;
  return { kind: 'done', output, problems, certain: count, begun };
}

function isPossible(
  round: PossibleRound,
  result: unknown,
  error: Record<string, unknown> | undefined,
  isFollowed: boolean,
): boolean {
  if (error) {
    const known = round.ends.some(
      (end) => end.kind === 'failed' && end.error.code === error.code && end.error.node_id === error.node_id,
    );
    return known && result === null;
  }
  const isSame = (other: unknown) => isDeepStrictEqual(result, other ?? null);
  if (round.ends.length === 0) return isSame(round.result);
  return round.ends.some(
    (end) => (end.kind === 'continue' || (end.kind === 'break' && !isFollowed)) && isSame(end.result),
  );
}

function badEnd(step: Step, rounds: PossibleRound[], facts: LoopFacts): LoopEnd {
  const problems: string[] = [];
  const { code, message, status, node_id = '', details } = step.error!;
  const error: Fault = {
    code,
    message,
    node_id,
    ...(status && { status }),
    ...(details !== undefined && { details }),
  };
  const { length } = rounds;
  if (code === 'too_many_iterations' && details === undefined) {
    if (!facts.overrun) problems.push('its rounds were not too many');
    return { kind: 'failed', error, problems, certain: length, begun: length };
  }
  const index = (details as { index?: number } | undefined)?.index ?? -1;
  const known = rounds[index]?.ends.some(
    (end) => end.kind === 'failed' && isDeepStrictEqual(error, failureOf(end.error, index, facts)),
  );
  if (!known) problems.push(`it failed with ${JSON.stringify(error)}, which cannot be`);
  if (!facts.stops) problems.push('it stopped at a failure that it was to collect');
  if (facts.side_by_side) return { kind: 'failed', error, problems, certain: 0, begun: length };
  for (const [at, before] of rounds.slice(0, index).entries()) {
    if (mustBe(before, 'failed') || mustBe(before, 'break'))
      problems.push(`round ${at} ended it before round ${index}`);
  }
  return { kind: 'failed', error, problems, certain: index + 1, begun: index + 1 };
}

/** The failure of a step in a round as that of the loop. */
function failureOf(fault: Fault, index: number, { round_name }: LoopFacts): Fault {
  const { message, code, node_id, status, details } = fault;
  const all = { ...(details as object | null | undefined), index };
  return {
    code,
    message: `${round_name} ${index}: ${message}`,
    node_id,
    ...(status && { status }),
    details: all,
  };
}
