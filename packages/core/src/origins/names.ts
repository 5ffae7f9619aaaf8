/** What the names of an expression stand for: which node, and where in what it gave. */
import type { Definition, WorkflowNode } from '../definition.ts';
import { type Graph, graphOf } from '../graph.ts';
import { type Loops, loopsOf } from '../loops.ts';
import { anyEntry, type Origin, type OriginPath, type ScopePath } from './origin.ts';

/** A definition with its look-ups; make it once for many questions. */
export interface Source {
  definition: Definition;
  graph: Graph;
  loops: Loops;
  byKey: ReadonlyMap<string, WorkflowNode>;
  trigger: WorkflowNode | undefined;
}

export function sourceOf(definition: Definition): Source {
  const graph = graphOf(definition);
  return {
    definition,
    graph,
    loops: loopsOf(definition, graph),
    byKey: new Map(definition.nodes.map((node) => [node.key, node])),
    trigger: definition.nodes.find((node) => node.type === 'trigger'),
  };
}

/** In which round of each loop, by the loop's id; of those that are left out it is not known. */
export type Rounds = Readonly<Record<string, number>>;

type Place = Pick<Origin, 'node_id' | 'key' | 'path'>;

const ofNoNode: ReadonlySet<string> = new Set(['variables', 'workflow', 'execution']);

/** The place that a name and a path stand for in the expressions of a node; null for what is no name of the workflow. */
export function placeOf(
  source: Source,
  node: WorkflowNode,
  [root, ...path]: ScopePath,
  rounds: Rounds,
): Place | null {
  if (root === 'trigger')
    return source.trigger ? { node_id: source.trigger.id, key: 'trigger', path: withoutAlias(path) } : null;
  if (ofNoNode.has(root)) return { node_id: null, key: root, path };
  if (root === 'step') {
    const [key, part, ...rest] = path;
    const other = source.byKey.get(String(key));
    return other ? placeOfNode(other, part === 'output' ? rest : []) : null;
  }
  const other = source.byKey.get(root);
  if (other) return placeOfLoop(source, node, other, path, rounds) ?? placeOfNode(other, path);
  const loop = source.loops.loopOf(node.id);
  return loop === null ? null : placeOfRound(source.graph.node(loop)!, [root, ...path], rounds);
}

/** `payload` is another name of `data`. */
function withoutAlias([first, ...rest]: OriginPath): OriginPath {
  if (first === undefined) return [];
  return [first === 'payload' ? 'data' : first, ...rest];
}

function placeOfNode({ id, key, type }: WorkflowNode, path: OriginPath): Place {
  return { node_id: id, key: type === 'trigger' ? 'trigger' : key, path };
}

/** From inside of its body a loop is `{ item, index }`. */
function placeOfLoop(
  source: Source,
  node: WorkflowNode,
  loop: WorkflowNode,
  path: OriginPath,
  rounds: Rounds,
): Place | null {
  if (!source.loops.around(node.id).includes(loop.id)) return null;
  return placeOfRound(loop, path, rounds) ?? { node_id: loop.id, key: loop.key, path: [] };
}

/** The item of a round is an entry of the loop's list. */
function placeOfRound(loop: WorkflowNode, [name, ...path]: OriginPath, rounds: Rounds): Place | null {
  if (name === 'index') return { node_id: loop.id, key: 'index', path: [] };
  if (name !== 'item') return null;
  return { node_id: loop.id, key: 'item', path: ['items', rounds[loop.id] ?? anyEntry, ...path] };
}
