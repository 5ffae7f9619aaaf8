/**
 * Closes waits that an earlier process registered and that no step of this one will take any more, because their round was cut
 * off before it came to them. Whoever could end one is told that it is over, and an execution that parks does not find a signal
 * that nobody answers.
 */
import type { Plan, PlannedNode } from './plan.ts';
import { record } from './record.ts';
import type { Turn } from './turn.ts';

/** Of the rounds of a loop that is ending: those from the given one on were not begun here, and will not be. */
export function closeUnbegun(turn: Turn, loop: { path: string; body: Plan }, next: number): void {
  const start = `${loop.path}[`;
  closeWaits(turn, start, loop.body, (rest) => Number.parseInt(rest, 10) >= next);
}

/** Of a round that has ended, with the loops in it: what is not open here was not reached. */
export function closeUnreached(turn: Turn, { prefix, plan }: { prefix: string; plan: Plan }): void {
  closeWaits(turn, prefix, plan, () => true);
}

function closeWaits(turn: Turn, start: string, plan: Plan, isOver: (rest: string) => boolean): void {
  for (const [path, attempt] of turn.ledger.openWaits) {
    const rest = path.slice(start.length);
    if (!path.startsWith(start) || turn.isOpen(path) || !isOver(rest)) continue;
    const node = nodeAt(plan, rest);
    if (!node) continue;
    const warnings = ['The round of its loop ended while this step was waiting'];
    const step = record({ node, path }, { status: 'skipped', handle: null, warnings });
    turn.ledger.note({ kind: 'settled', path, attempt, step, cut_off: true }, true);
  }
}

/** The node at the end of a path below a loop or a round: `3]/inner[0]/node`, or `inner[0]/node`. */
function nodeAt(plan: Plan, rest: string): PlannedNode | undefined {
  let body: Plan | null | undefined = plan;
  let node: PlannedNode | undefined;
  for (const part of rest.replace(/^\d+\]\//, '').split('/')) {
    const id = part.replace(/\[\d+\]$/, '');
    node = body?.nodes.find((each) => each.id === id);
    body = node?.body;
  }
  return node;
}
