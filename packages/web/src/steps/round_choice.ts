/** From one round of a loop to another one, for whoever looks at the data of a node in its body. Pure. */
import { pathOfRounds, type RoundOf, roundsOf } from './round_path.ts';

/** One loop around the step that is shown, and the rounds of it in which the same node has a step. */
export interface RoundChoice {
  loop: string;
  index: number;
  /** Ascending. */
  indexes: number[];
}

/** One for each loop around a step, the outermost first. `paths` are those of all steps of the same node. */
export function roundChoices(paths: readonly string[], current: string): RoundChoice[] {
  const here = roundsOf(current);
  const all = paths.map(roundsOf);
  return here.map(({ loop, index }, level) => {
    const around = pathOfRounds(here.slice(0, level));
    const indexes = new Set<number>();
    for (const rounds of all)
      if (rounds.length === here.length && pathOfRounds(rounds.slice(0, level)) === around)
        indexes.add(rounds[level]!.index);
    return { loop, index, indexes: [...indexes].sort((a, b) => a - b) };
  });
}

/**
 * The path of the same node in round `index` of the loop at a level: in the nearest round of it that there is, with the
 * rounds of inner loops kept where they exist there too. Null where no other step is known.
 */
export function pathInRound(
  paths: readonly string[],
  current: string,
  level: number,
  index: number,
): string | null {
  const here = roundsOf(current);
  const around = pathOfRounds(here.slice(0, level));
  const distance = (rounds: readonly RoundOf[]) => [
    Math.abs(rounds[level]!.index - index),
    ...rounds.slice(level + 1).map((inner, at) => Math.abs(inner.index - here[level + 1 + at]!.index)),
  ];
  let best: { path: string; far: number[] } | null = null;
  for (const path of paths) {
    const rounds = roundsOf(path);
    if (rounds.length !== here.length || pathOfRounds(rounds.slice(0, level)) !== around) continue;
    const far = distance(rounds);
    if (!best || isNearer(far, best.far)) best = { path, far };
  }
  return best?.path ?? null;
}

function isNearer(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
}

/**
 * The step of a node to show while another step is shown: in the same rounds as far as both share loops; else the first
 * that failed, else the first.
 */
export function stepNear<S extends { path: string; status: string }>(
  steps: readonly S[],
  shown: string | null,
): S | undefined {
  const here = shown === null ? [] : roundsOf(shown);
  const shared = (path: string) => {
    const rounds = roundsOf(path);
    const count = rounds.findIndex(
      (round, level) => here[level]?.loop !== round.loop || here[level]?.index !== round.index,
    );
    return count < 0 ? rounds.length : count;
  };
  let best: { step: S; rank: number } | undefined;
  for (const step of steps) {
    const rank = shared(step.path) * 2 + (step.status === 'error' ? 1 : 0);
    if (!best || rank > best.rank) best = { step, rank };
  }
  return best?.step;
}
