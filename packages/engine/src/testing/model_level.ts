/** One walk of the model over nodes that are in the same loop, and what each of them sees of the others. */
import type { Definition, WorkflowNode } from '@millrace/core';
import type { Fault } from './model_loop.ts';

export interface Outcome {
  status: 'success' | 'error' | 'skipped';
  handle: string | null;
  output: unknown;
  /** Of a failure. */
  error?: Fault;
  /** It ends its round, or the whole execution. */
  ends: 'failed' | 'break' | 'continue' | 'stop' | null;
}

/** One walk over the nodes of a level: the execution, or one round of a loop. */
export interface Level {
  loop: WorkflowNode | null;
  /** Before the ids of its nodes: `n3[0]/`. */
  prefix: string;
  item: unknown;
  index: number | null;
  around: Level | null;
  outcomes: Map<string, Outcome>;
}

export const never: Outcome = { status: 'skipped', handle: null, output: undefined, ends: null };
export const done = (output: unknown, handle: string | null = 'out'): Outcome => ({
  status: 'success',
  handle,
  output,
  ends: null,
});

/** What the configurations of a random workflow can name. */
export class Sight {
  readonly #definition: Definition;

  constructor(definition: Definition) {
    this.#definition = definition;
  }

  /** The field of the node that the text names; null where the node cannot see it. */
  read(node: WorkflowNode, level: Level, text: string, field: string): unknown {
    const name = /n\d[\dx]*/.exec(text)![0];
    const output = this.#see(node.id, level, name);
    if (typeof output !== 'object' || output === null || !Object.hasOwn(output, field)) return null;
    return (output as Record<string, unknown>)[field] ?? null;
  }

  /** What a node sees under a key: of its round, of what ran before the loops around it, or of such a loop itself. */
  #see(id: string, level: Level, name: string): unknown {
    if (level.loop?.id === name) return { item: level.item, index: level.index };
    if (this.#before(id).has(name)) {
      const { handle, output } = level.outcomes.get(name) ?? never;
      return handle === null ? null : output;
    }
    return level.loop && level.around ? this.#see(level.loop.id, level.around, name) : null;
  }

  /** What is settled for certain, on the same level, when a node runs. */
  #before(id: string): Set<string> {
    const node = this.#definition.nodes.find((each) => each.id === id)!;
    const ways = this.#definition.edges
      .filter(({ target, source }) => target === id && source !== loopOf(id))
      .map(({ source }) => this.#before(source).add(source));
    const fromLoop = this.#definition.edges.some(
      ({ target, source }) => target === id && source === loopOf(id),
    );
    if (node.subtype !== 'merge' || node.config.mode !== 'first')
      return new Set(ways.flatMap((way) => [...way]));
    if (fromLoop) return new Set();
    const [first = new Set<string>(), ...others] = ways;
    return new Set([...first].filter((each) => others.every((way) => way.has(each))));
  }
}

/** By its id; see `random_workflow.ts`. */
export function loopOf(id: string): string | null {
  const cut = id.lastIndexOf('x');
  return cut < 0 ? null : id.slice(0, cut);
}
