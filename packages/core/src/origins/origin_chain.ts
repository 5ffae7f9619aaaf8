/** The whole way of a value back: to the trigger, to the answer of a call, or to where it was written down. */
import type { Definition } from '../definition.ts';
import { nodeKind } from '../node_kinds.ts';
import { type Rounds, type Source, sourceOf } from './names.ts';
import type { Origin, OriginPath } from './origin.ts';
import { type OriginSide, originsOf } from './origins_of.ts';

/**
 * Where a way ends: the data that started the workflow; what came from outside (a call, a wait, people, another workflow); what
 * is fixed for the workflow (variables, its name); what the step made itself.
 */
export type OriginEnd = 'trigger' | 'outside' | 'setting' | 'made';

export interface OriginStep {
  origin: Origin;
  /** Empty at an end. */
  from: OriginStep[];
  /** Null while the way goes on, and where it was cut because it is very long. */
  end: OriginEnd | null;
}

const deepest = 40;
const mostSteps = 300;

/** @param path in what the node was given or gave */
export function originChain(
  definition: Definition,
  node_id: string,
  where: OriginSide,
  path: OriginPath,
  rounds: Rounds = {},
): OriginStep[] {
  const source = sourceOf(definition);
  let left = mostSteps;
  const behind = (id: string, side: OriginSide, at: OriginPath, passed: readonly string[]): OriginStep[] =>
    originsOf(source, id, side, at, rounds).map((origin) => {
      const mark = `${origin.node_id} ${JSON.stringify(origin.path)}`;
      const goesOn =
        origin.node_id !== null && passed.length < deepest && left-- > 0 && !passed.includes(mark);
      const from = goesOn ? behind(origin.node_id!, 'output', origin.path, [...passed, mark]) : [];
      return {
        origin,
        from,
        end: from.length > 0 || (origin.node_id !== null && !goesOn) ? null : endOf(source, origin),
      };
    });
  return behind(node_id, where, path, []);
}

/** What an output without origins is. */
export function endOf(source: Source | Definition, { node_id }: Pick<Origin, 'node_id'>): OriginEnd {
  if (node_id === null) return 'setting';
  const { graph } = 'graph' in source ? source : sourceOf(source);
  const node = graph.node(node_id);
  if (!node || node.type === 'trigger') return 'trigger';
  return isComputed(node.subtype) ? 'made' : 'outside';
}

const computed: ReadonlySet<string> = new Set(['data_transform', 'respond', 'code']);
const flow: ReadonlySet<string> = new Set(['if', 'switch', 'merge', 'loop', 'stop', 'break', 'continue']);

function isComputed(subtype: Parameters<typeof nodeKind>[0]): boolean {
  return computed.has(subtype) || flow.has(subtype) || nodeKind(subtype).type === 'conditional';
}
