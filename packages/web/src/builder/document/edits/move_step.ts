/**
 * Moves a step along its chain, into branches and bodies of loops and out of them. Invariants:
 *  1. no node is lost, none that a trigger led to is left without one, and no circle is made;
 *  2. what a step holds (the body of a loop, branches that meet again) goes with it;
 *  3. where it cannot be, the definition stays as it is and the reason is said.
 */
import {
  type Definition,
  graphOf,
  loopsOf,
  topologicalOrder,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import { moves as words } from '../../../strings/outline.ts';
import { type Branch, type FlowTree, flowTree, reachedFromTriggers } from '../flow_tree.ts';
import { freeEdgeId } from '../names.ts';
import { type Slot, sameSlot, slotsOf } from '../slots.ts';
import { bridge } from './bridge.ts';
import { moveNodes } from './move.ts';
import { columnWidth, freePlace } from './place.ts';

export type Moved = { ok: true; definition: Definition } | { ok: false; reason: string };
export type MoveDirection = 'up' | 'down';

const no = (reason: string): Moved => ({ ok: false, reason });

/** Moves a step one place up or down in the order in which the workflow is read. */
export function moveStep(definition: Definition, nodeId: string, direction: MoveDirection): Moved {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  if (!node) return no(words.gone);
  if (node.type === 'trigger') return no(words.trigger);
  const block = blockOf(definition, node);
  if ('reason' in block) return no(block.reason);
  const closed = close(definition, block);
  const slots = slotsOf(without(closed, block.nodes), block.loose);
  const at = placeOf(block, slots);
  if (at === null) return no(direction === 'up' ? words.first : words.last);
  const next = direction === 'up' ? Math.ceil(at) - 1 : Math.floor(at) + 1;
  const slot = slots[next];
  if (!slot || !joined(definition, block, slot)) return no(direction === 'up' ? words.first : words.last);
  return checked(definition, block, insert(closed, block, slot), slot);
}

interface Block {
  node: WorkflowNode;
  nodes: ReadonlySet<string>;
  /** The edges that lead to it. */
  entries: readonly WorkflowEdge[];
  /** Its outputs by which the flow goes on after it. */
  exits: readonly Pick<WorkflowEdge, 'source' | 'sourceHandle'>[];
  /** The edges of these. */
  leaving: readonly WorkflowEdge[];
  /** What comes after it. */
  next: string | null;
  /** No trigger leads to it. */
  loose: boolean;
}

/** A step with what it holds, and how the flow goes on after it. */
function blockOf(definition: Definition, node: WorkflowNode): Block | { reason: string } {
  const tree = flowTree(definition);
  const nodes = heldBy(tree, node);
  const main = tree.goesOn(node.id) ? 'out' : node.subtype === 'loop' ? 'done' : null;
  const isOut = (edge: WorkflowEdge) => nodes.has(edge.source) && !nodes.has(edge.target);
  const out = definition.edges.filter(isOut);
  const isMain = (edge: WorkflowEdge) => edge.source === node.id && edge.sourceHandle === main;
  const targets = new Set(out.filter((edge) => main === null || isMain(edge)).map(({ target }) => target));
  if (targets.size > 1)
    return { reason: main === null ? words.splits(node.label) : words.side_by_side(node.label) };
  const next = [...targets][0] ?? null;
  const leaving = next === null ? [] : out.filter(({ target }) => target === next);
  const own = main === null ? [] : [{ source: node.id, sourceHandle: main }];
  const exits = [...own, ...leaving.filter((edge) => !isMain(edge))];
  const entries = definition.edges.filter((edge) => edge.target === node.id && !nodes.has(edge.source));
  return { node, nodes, entries, exits, leaving, next, loose: !reachedFromTriggers(definition).has(node.id) };
}

/** The node and all in its branches; what comes after a loop is not held by it. */
function heldBy(tree: FlowTree, node: WorkflowNode): Set<string> {
  const held = new Set([node.id]);
  const open = tree.branchesOf(node.id).filter((branch) => goesAlong(node, branch));
  for (let branch = open.pop(); branch; branch = open.pop()) {
    open.push(...branch.paths);
    for (const id of tree.list(branch.id)) {
      held.add(id);
      open.push(...tree.branchesOf(id));
    }
  }
  return held;
}

function goesAlong(node: WorkflowNode, { handle }: Branch): boolean {
  return handle !== 'out' && !(node.subtype === 'loop' && handle === 'done');
}

/** The definition with the block taken out of its chain, though still there. */
function close(definition: Definition, { entries, leaving, next }: Block): Definition {
  const cut = new Set([...entries, ...leaving].map(({ id }) => id));
  const edges = definition.edges.filter(({ id }) => !cut.has(id));
  return bridge({ ...definition, edges }, entries, next === null ? [] : [next]);
}

function without(definition: Definition, gone: ReadonlySet<string>): Definition {
  const stays = ({ source, target }: WorkflowEdge) => !gone.has(source) && !gone.has(target);
  const nodes = definition.nodes.filter(({ id }) => !gone.has(id));
  return { ...definition, nodes, edges: definition.edges.filter(stays) };
}

/** Where the block is among the slots that there are without it; between two of them for the end of several ways. */
function placeOf({ entries, next }: Block, slots: readonly Slot[]): number | null {
  const [entry] = entries;
  const find = (slot: Slot) => slots.findIndex((other) => sameSlot(other, slot));
  const ofEntry = (edge: WorkflowEdge) =>
    find({ kind: 'port', source: edge.source, handle: edge.sourceHandle, target: next });
  if (entry && entries.length === 1) {
    const at = ofEntry(entry);
    if (at >= 0) return at;
  }
  if (next !== null) {
    const at = find({ kind: 'before', node: next });
    return at < 0 ? null : at;
  }
  const last = Math.max(...entries.map(ofEntry));
  return last < 0 || entries.length === 0 ? null : last + 0.5;
}

/** Islands that nothing joins are not joined by moving a step. */
function joined(definition: Definition, block: Block, slot: Slot): boolean {
  if (!block.loose) return true;
  const near = new Set([block.node.id]);
  for (const id of near)
    for (const { source, target } of definition.edges)
      if (source === id) near.add(target);
      else if (target === id) near.add(source);
  return near.has(slot.kind === 'before' ? slot.node : slot.source);
}

/** Puts the block into a slot; null where something has to come after it and nothing can. */
function insert(closed: Definition, block: Block, slot: Slot): Definition | null {
  const into = (edge: WorkflowEdge) =>
    slot.kind === 'before'
      ? edge.target === slot.node && !block.nodes.has(edge.source)
      : edge.source === slot.source && edge.sourceHandle === slot.handle && edge.target === slot.target;
  const after = slot.kind === 'before' ? slot.node : slot.target;
  if (after !== null && block.exits.length === 0) return null;
  const edges = closed.edges.map((edge) => (into(edge) ? { ...edge, target: block.node.id } : edge));
  const opened = { ...closed, edges };
  if (slot.kind === 'port' && slot.target === null) edges.push(edgeTo(closed, slot, block.node.id));
  return after === null ? opened : bridge(opened, block.exits, [after]);
}

function edgeTo(
  definition: Definition,
  { source, handle }: Extract<Slot, { kind: 'port' }>,
  target: string,
): WorkflowEdge {
  return { id: freeEdgeId(definition), source, sourceHandle: handle, target, targetHandle: 'in' };
}

function checked(before: Definition, block: Block, after: Definition | null, slot: Slot): Moved {
  const { node } = block;
  if (!after) return no(words.nothing_after(node.label));
  if (topologicalOrder(before) && !topologicalOrder(after)) return no(words.circle(node.label));
  const reached = reachedFromTriggers(after);
  if ([...reachedFromTriggers(before)].some((id) => !reached.has(id))) return no(words.cut_off(node.label));
  const loops = loopsOf(after);
  const known = loopsOf(before);
  const crossed = new Set(before.edges.filter(known.crosses).map(({ id }) => id));
  if (after.edges.some((edge) => loops.crosses(edge) && !crossed.has(edge.id)))
    return no(words.border(node.label));
  const endsLoop = node.subtype === 'break' || node.subtype === 'continue';
  if (endsLoop && known.loopOf(node.id) !== null && loops.loopOf(node.id) === null)
    return no(words.needs_loop(node.label));
  return { ok: true, definition: placed(before, after, block, slot) };
}

/** The card goes where its step is now: a step that it changed places with takes its old place. */
function placed(before: Definition, after: Definition, { node, nodes }: Block, slot: Slot): Definition {
  const graph = graphOf(before);
  const passed = graph.node(slot.kind === 'before' ? slot.node : slot.source);
  const follower = slot.kind === 'port' && slot.target !== null ? graph.node(slot.target) : undefined;
  const swapped = [passed, follower].find(
    (one) =>
      one &&
      one.type !== 'trigger' &&
      before.edges.some(
        ({ source, target }) =>
          (source === one.id && target === node.id) || (source === node.id && target === one.id),
      ),
  );
  if (
    swapped &&
    nodes.size === 1 &&
    before.edges.every(({ source }) => source !== swapped.id || isPlain(before, source))
  )
    return moveNodes(
      after,
      new Map([
        [node.id, swapped.position],
        [swapped.id, node.position],
      ]),
    );
  if (!passed) return after;
  const side = slot.kind === 'before' ? -columnWidth : columnWidth;
  const to = freePlace(without(before, nodes), { x: passed.position.x + side, y: passed.position.y });
  const by = { x: to.x - node.position.x, y: to.y - node.position.y };
  const held = before.nodes.filter(({ id }) => nodes.has(id));
  return moveNodes(
    after,
    new Map(held.map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }])),
  );
}

function isPlain(definition: Definition, id: string): boolean {
  return (
    new Set(definition.edges.filter(({ source }) => source === id).map((edge) => edge.sourceHandle)).size < 2
  );
}
