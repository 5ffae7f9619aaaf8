/** Paths of steps: a node id, or in loops `loop[3]/node`, nested `outer[3]/inner[2]/node`. Pure. */

/** One round of one loop. */
export interface RoundOf {
  /** Id of the loop node. */
  loop: string;
  /** Counts from 0. */
  index: number;
}

const round = /^(.+)\[(\d+)\]$/;

/** The rounds that a path lies in, the outermost first; none outside of loops. */
export function roundsOf(path: string): RoundOf[] {
  const rounds: RoundOf[] = [];
  for (const part of path.split('/').slice(0, -1)) {
    const match = round.exec(part);
    if (match) rounds.push({ loop: match[1]!, index: Number(match[2]) });
  }
  return rounds;
}

/** `outer[3]/inner[2]` of some rounds; empty for none. */
export function pathOfRounds(rounds: readonly RoundOf[]): string {
  return rounds.map(({ loop, index }) => `${loop}[${index}]`).join('/');
}

/** The path of the loop that the last of some rounds belongs to: `outer[3]/inner`. */
export function loopPathOf(rounds: readonly RoundOf[]): string {
  const outer = pathOfRounds(rounds.slice(0, -1));
  const loop = rounds.at(-1)?.loop ?? '';
  return outer === '' ? loop : `${outer}/${loop}`;
}

/** Everything that must be unfolded to see a step: its loops and its rounds, from outside to inside. */
export function ancestorsOf(path: string): string[] {
  const rounds = roundsOf(path);
  return rounds.flatMap((_, depth) => {
    const upTo = rounds.slice(0, depth + 1);
    return [loopPathOf(upTo), pathOfRounds(upTo)];
  });
}

export function isInRound(path: string): boolean {
  return path.includes('/');
}
