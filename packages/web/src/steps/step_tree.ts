/** The steps of an execution as a tree: steps of a loop's body stand in their round, rounds under their loop. Pure. */
import type { Step, StepStatus } from '@millrace/core';

export interface StepNode {
  step: Step;
  /** Null for what is no loop; in order of their index. */
  rounds: Round[] | null;
}

export interface Round {
  /** `loop[3]`, with the rounds around it. */
  path: string;
  index: number;
  status: StepStatus;
  steps: StepNode[];
}

const isRoundPath = /.\[\d+\]$/;

/** Linear in the number of steps (times their depth), but for sorting the rounds. */
export function stepTree(steps: readonly Step[]): StepNode[] {
  const top: StepNode[] = [];
  const nodes = new Map<string, StepNode>();
  const rounds = new Map<string, Round>();

  // The place of a step: the list of the round that it is in. What is around it is made where it is not there (yet).
  // Ten thousand paths are cut, not matched: this is done anew for what is heard while it runs.
  const placeOf = (path: string): StepNode[] => {
    const round = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    // Else a node has a name like a path.
    return isRoundPath.test(round) ? roundAt(round).steps : top;
  };
  const roundAt = (path: string): Round => {
    const known = rounds.get(path);
    if (known) return known;
    const bracket = path.lastIndexOf('[');
    const loopPath = path.slice(0, bracket);
    const index = Number(path.slice(bracket + 1, -1));
    const made: Round = { path, index, status: 'pending', steps: [] };
    rounds.set(path, made);
    const loop = loopPath.slice(loopPath.lastIndexOf('/') + 1);
    const parent = nodeAt(loopPath, placeOf(loopPath), () => unheard(loop, loopPath));
    parent.rounds ??= [];
    parent.rounds.push(made);
    return made;
  };
  const nodeAt = (path: string, place: StepNode[], make: () => Step): StepNode => {
    const known = nodes.get(path);
    if (known) return known;
    const made: StepNode = { step: make(), rounds: null };
    nodes.set(path, made);
    place.push(made);
    return made;
  };

  for (const step of steps) {
    const node = nodeAt(step.path, placeOf(step.path), () => step);
    node.step = step;
    if (step.subtype === 'loop') node.rounds ??= [];
  }
  for (const node of nodes.values()) node.rounds?.sort((a, b) => a.index - b.index);
  for (const round of rounds.values()) round.status = statusOf(round.steps);
  return top;
}

/** The node of a path; only the rounds on the way to it are looked into. */
export function findNode(nodes: readonly StepNode[], path: string): StepNode | null {
  for (const node of nodes) {
    if (node.step.path === path) return node;
    if (!node.rounds || !path.startsWith(`${node.step.path}[`)) continue;
    const round = node.rounds.find((each) => path.startsWith(`${each.path}/`));
    const found = round && findNode(round.steps, path);
    if (found) return found;
  }
  return null;
}

/** A loop of which nothing was heard but its rounds. */
function unheard(loop: string, path: string): Step {
  return { node_id: loop, key: loop, label: loop, subtype: 'loop', path, status: 'running' };
}

/** How a round goes, told from its steps. A failure that the node goes on after does not fail the round. */
export function statusOf(nodes: readonly StepNode[]): StepStatus {
  const has = (status: StepStatus) => nodes.some(({ step }) => step.status === status);
  if (nodes.some(({ step }) => isFailure(step))) return 'error';
  if (has('waiting')) return 'waiting';
  if (has('running')) return 'running';
  if (nodes.length === 0 || nodes.every(({ step }) => step.status === 'pending')) return 'pending';
  return nodes.every(({ step }) => step.status === 'skipped') ? 'skipped' : 'success';
}

/** Whether a step failed and nothing goes on after it. */
export function isFailure({ status, handle }: Pick<Step, 'status' | 'handle'>): boolean {
  return status === 'error' && !handle;
}

export type RoundOrder = 'in_order' | 'failed_first' | 'only_failed';

/** The rounds to show, in their order. */
export function orderedRounds(rounds: readonly Round[], order: RoundOrder): Round[] {
  if (order === 'in_order') return [...rounds];
  const failed = rounds.filter((round) => round.status === 'error');
  return order === 'only_failed'
    ? failed
    : [...failed, ...rounds.filter((round) => round.status !== 'error')];
}

/** A step in a list without folds; `depth` is the number of loops around it. */
export interface ListedStep {
  step: Step;
  depth: number;
}

/**
 * The steps of a short list: of each loop the steps of one round, which is that of the chosen step, else the first that
 * failed, else the first.
 */
export function oneRoundEach(nodes: readonly StepNode[], chosen: string | null, depth = 0): ListedStep[] {
  return nodes.flatMap(({ step, rounds }) => {
    const round =
      rounds?.find(({ path }) => chosen?.startsWith(`${path}/`)) ??
      rounds?.find(({ status }) => status === 'error') ??
      rounds?.[0];
    return [{ step, depth }, ...(round ? oneRoundEach(round.steps, chosen, depth + 1) : [])];
  });
}
