/** The places of a workflow into which a step can be put, in the order in which they are read. */
import { type Definition, graphOf } from '@millrace/core';
import { type Branch, type FlowTree, flowList, flowTree, looseList } from './flow_tree.ts';

export type Slot =
  /** After an output: at its open end (`target` null), or into its edge. */
  | { kind: 'port'; source: string; handle: string; target: string | null }
  /** Before a step that several ways lead to, or that begins a chain of its own. */
  | { kind: 'before'; node: string };

export function sameSlot(a: Slot, b: Slot): boolean {
  if (a.kind === 'before') return b.kind === 'before' && a.node === b.node;
  return b.kind === 'port' && a.source === b.source && a.handle === b.handle && a.target === b.target;
}

/** All places in what triggers lead to, or with `loose` in the rest. */
export function slotsOf(definition: Definition, loose: boolean): Slot[] {
  const tree = flowTree(definition);
  const graph = graphOf(definition);
  const slots: Slot[] = [];
  const open: (() => void)[] = [() => walk(loose ? looseList : flowList)];
  for (let next = open.pop(); next; next = open.pop()) next();
  return slots;

  // Lists wait on a stack: a long chain of loops is as deep as it is long.
  function walk(list: string): void {
    const steps = tree.list(list).map((id) => () => visit(tree, id));
    open.push(...steps.reverse());
  }

  function visit(tree: FlowTree, id: string): void {
    const node = graph.node(id);
    if (!node) return;
    const entries = graph.incoming(id).length;
    if (node.type !== 'trigger' && (entries > 1 || (loose && entries === 0)))
      slots.push({ kind: 'before', node: id });
    const branches = tree.branchesOf(id);
    const isFanned = branches.some(({ handle }) => handle === 'out');
    if (tree.goesOn(id) && !isFanned)
      open.push(() =>
        slots.push({ kind: 'port', source: id, handle: 'out', target: tree.onward(id)?.target ?? null }),
      );
    open.push(...branches.map((branch) => () => enter(branch)).reverse());
  }

  function enter(branch: Branch): void {
    const { id, node, handle, edge, paths } = branch;
    if (paths.length === 0) slots.push({ kind: 'port', source: node, handle, target: edge?.target ?? null });
    open.push(() => walk(id), ...paths.map((path) => () => enter(path)).reverse());
  }
}
