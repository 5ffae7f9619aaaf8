/**
 * Pure: which steps of an execution another one need not run again. Invariants:
 *  1. A step is taken over only when it succeeded, its node is the same, and all that ran before it is taken over too, in the
 *     same round of the same loops. What came after a failure that was let pass saw that failure, and is run again.
 *  2. A loop is taken over whole, or round by round: whole when nothing in it failed or changed; else the steps of its rounds,
 *     when the loop and all before it are the same, so that its items are.
 */
import {
  compileSource,
  type Definition,
  graphOf,
  incoming,
  loopsOf,
  type Step,
  upstream,
  type WorkflowNode,
} from '@millrace/core';

export function reusableSteps(steps: readonly Step[], before: Definition, definition: Definition): Step[] {
  return new Reuse(steps, before, definition).steps();
}

class Reuse {
  readonly #steps: readonly Step[];
  readonly #byPath: Map<string, Step>;
  readonly #nodes: Map<string, WorkflowNode>;
  readonly #same: Set<string>;
  readonly #definition: Definition;
  readonly #graph: ReturnType<typeof graphOf>;
  readonly #loops: ReturnType<typeof loopsOf>;
  /** Paths of loops in which something failed. */
  readonly #failed: Set<string>;
  readonly #earlier = new Map<string, string[]>();
  readonly #places = new Map<string, boolean>();
  readonly #paths = new Map<string, boolean>();
  readonly #firstNew = new Map<string, number>();
  #rounds: Map<string, Map<number, Step[]>> | null = null;

  constructor(steps: readonly Step[], before: Definition, definition: Definition) {
    this.#steps = steps;
    this.#byPath = new Map(steps.map((step) => [step.path, step]));
    this.#nodes = new Map(definition.nodes.map((node) => [node.id, node]));
    this.#same = sameNodes(before, definition);
    this.#definition = definition;
    this.#graph = graphOf(definition);
    this.#loops = loopsOf(definition, this.#graph);
    this.#failed = new Set(
      steps.filter(({ status }) => status === 'error').flatMap(({ path }) => loopsAround(path)),
    );
  }

  steps(): Step[] {
    return this.#steps.filter(
      (step) =>
        step.status === 'success' &&
        'output' in step &&
        this.#nodes.get(step.node_id)?.type !== 'trigger' &&
        this.#isKept(step.path) &&
        // Of a loop that is taken over whole, its own step says everything.
        !loopsAround(step.path).some((loop) => this.#isKept(loop)),
    );
  }

  /** Taken over, as is everything before it. */
  #isKept(path: string): boolean {
    const known = this.#paths.get(path);
    if (known !== undefined) return known;
    const { place, node_id } = split(path);
    const kept = this.#isUsable(place) && this.#holds(path) && this.#earlierHold(place, node_id);
    this.#paths.set(path, kept);
    return kept;
  }

  #earlierHold(place: string, node_id: string): boolean {
    return this.#earlierOf(node_id).every((id) => this.#holds(place + id));
  }

  /** It came out well, or not at all, and would so again. */
  #holds(path: string): boolean {
    const step = this.#byPath.get(path);
    if (!step || !this.#same.has(step.node_id)) return false;
    if (step.status === 'skipped') return true;
    return step.status === 'success' && (step.subtype !== 'loop' || this.#isWhole(step));
  }

  #isWhole({ path, node_id, iterations }: Step): boolean {
    if (this.#failed.has(path) || (iterations?.failed ?? 0) > 0) return false;
    return [...this.#loops.bodyOf(node_id)].every((id) => this.#same.has(id));
  }

  /** Whether the rounds of a loop begin as they did; `place` is what stands before the node in a path. */
  #isUsable(place: string): boolean {
    if (place === '') return true;
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    const { loop, index } = roundOf(place);
    const { place: around, node_id } = split(loop);
    const usable =
      this.#same.has(node_id) &&
      isDeterministic(this.#nodes.get(node_id)!) &&
      this.#isUsable(around) &&
      this.#earlierHold(around, node_id) &&
      this.#roundsBefore(loop, node_id, index);
    this.#places.set(place, usable);
    return usable;
  }

  /** A round of a `while` loop sees what the one before gave: from the first that is not the same on, all are new. */
  #roundsBefore(loop: string, node_id: string, index: number): boolean {
    if (this.#nodes.get(node_id)!.config.mode !== 'while') return true;
    if (!this.#firstNew.has(loop)) {
      let round = 0;
      do this.#firstNew.set(loop, round);
      while (this.#isSameRound(loop, round++));
    }
    return index <= this.#firstNew.get(loop)!;
  }

  #isSameRound(loop: string, index: number): boolean {
    const steps = this.#stepsOf(loop, index);
    return steps.length > 0 && steps.every(({ path }) => this.#isKept(path) || this.#isSkipped(path));
  }

  #isSkipped(path: string): boolean {
    return this.#byPath.get(path)?.status === 'skipped' && this.#holds(path);
  }

  /** Steps directly in one round. */
  #stepsOf(loop: string, index: number): readonly Step[] {
    this.#rounds ??= stepsByRound(this.#steps);
    return this.#rounds.get(loop)?.get(index) ?? [];
  }

  /** Nodes before this one in the same body, or outside of all. */
  #earlierOf(node_id: string): string[] {
    const known = this.#earlier.get(node_id);
    if (known) return known;
    const body = this.#loops.loopOf(node_id);
    const earlier = [...upstream(this.#definition, node_id, this.#graph)].filter(
      (id) => this.#loops.loopOf(id) === body,
    );
    this.#earlier.set(node_id, earlier);
    return earlier;
  }
}

function stepsByRound(steps: readonly Step[]): Map<string, Map<number, Step[]>> {
  const byLoop = new Map<string, Map<number, Step[]>>();
  for (const step of steps) {
    const { place } = split(step.path);
    if (place === '') continue;
    const { loop, index } = roundOf(place);
    const rounds = byLoop.get(loop) ?? new Map<number, Step[]>();
    byLoop.set(loop, rounds);
    const round = rounds.get(index);
    if (round) round.push(step);
    else rounds.set(index, [step]);
  }
  return byLoop;
}

/** `loop[3]/node` → `loop[3]/` and `node`. */
function split(path: string): { place: string; node_id: string } {
  const at = path.lastIndexOf('/') + 1;
  return { place: path.slice(0, at), node_id: path.slice(at) };
}

/** `outer[1]/inner[3]/` → `outer[1]/inner` and 3. */
function roundOf(place: string): { loop: string; index: number } {
  const at = place.lastIndexOf('[');
  return { loop: place.slice(0, at), index: Number(place.slice(at + 1, -2)) };
}

/** The paths of the loops around a path, the outermost first. */
function loopsAround(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((part, at) => [...parts.slice(0, at), part.slice(0, part.lastIndexOf('['))].join('/'));
}

/** Nodes that do what they did, with what they got. */
function sameNodes(before: Definition, definition: Definition): Set<string> {
  if (before === definition) return new Set(definition.nodes.map(({ id }) => id));
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const same = definition.nodes.filter((node) => {
    const other = old.get(node.id);
    return (
      other && meaning(node) === meaning(other) && edgesInto(definition, node) === edgesInto(before, other)
    );
  });
  return new Set(same.map(({ id }) => id));
}

/** Everything of a node that decides what it does; its place and its notes do not. */
function meaning({ position: _position, notes: _notes, label: _label, ...rest }: WorkflowNode): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function edgesInto(definition: Definition, { id }: WorkflowNode): string {
  return incoming(definition, id)
    .map(({ source, sourceHandle, targetHandle }) => `${source} ${sourceHandle} ${targetHandle}`)
    .sort()
    .join('\n');
}

/** Whether a loop would go through the same items again. */
function isDeterministic({ config }: WorkflowNode): boolean {
  const source = config.mode === 'while' ? config.condition : config.items;
  if (typeof source !== 'string') return true;
  try {
    return compileSource(source).deterministic;
  } catch {
    return false;
  }
}
