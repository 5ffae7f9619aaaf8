/** A change of the definition in one sentence, for who does not see it. Pure. */
import type { Definition, WorkflowEdge, WorkflowNode } from '@millrace/core';
import { said } from '../../strings/outline.ts';
import { portLabel } from '../canvas/flow_nodes.ts';

/**
 * Null where nothing changed that is worth a word.
 * @param own the node that the person is at: of two that changed places it is the one that moved.
 */
export function whatChanged(before: Definition, after: Definition, own?: string): string | null {
  return ofNodes(before, after) ?? ofEdges(before, after, own) ?? ofContents(before, after);
}

function ofNodes(before: Definition, after: Definition): string | null {
  if (before.nodes === after.nodes) return null;
  const added = missingIn(after.nodes, before.nodes);
  const gone = missingIn(before.nodes, after.nodes);
  const sentences = [
    gone.length > 0 && said.deleted(labels(gone)),
    added.length > 0 && said.added(labels(added)) + placeOf(after, added),
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join('. ') : null;
}

/** ", after Get order, true": where a single new step comes. */
function placeOf(definition: Definition, added: readonly WorkflowNode[]): string {
  const [edge, another] = definition.edges.filter(({ target }) => target === added[0]?.id);
  if (added.length !== 1 || !edge || another) return '';
  return said.after(...ends(definition, edge));
}

function ofEdges(before: Definition, after: Definition, own?: string): string | null {
  if (before.edges === after.edges) return null;
  const added = missingEdges(after.edges, before.edges);
  const gone = missingEdges(before.edges, after.edges);
  if (added.length + gone.length === 0) return null;
  const [edge] = added.length > 0 ? added : gone;
  if (added.length + gone.length === 1 && edge) {
    const { source, target } = edge;
    const [from, port] = ends(after, edge);
    const to = labelOf(after, target);
    return added.length > 0
      ? said.connected(from, to, port)
      : said.disconnected(labelOf(after, source), to, port);
  }
  // A step that is moved takes its card along.
  const led = before.nodes === after.nodes ? ledElsewhere(after, added, gone) : null;
  if (led !== null) return led;
  const moved = movedStep(added, gone, own);
  if (moved === null) return said.rewired(Math.max(added.length, gone.length));
  const entries = added.filter(({ target }) => target === moved);
  const label = labelOf(after, moved);
  return entries.length === 1 ? said.moved_after(label, ...ends(after, entries[0]!)) : said.moved([label]);
}

/** One edge whose end, or start, was moved. */
function ledElsewhere(
  after: Definition,
  added: readonly WorkflowEdge[],
  gone: readonly WorkflowEdge[],
): string | null {
  const [now, before] = [added[0], gone[0]];
  if (!now || !before || added.length + gone.length > 2) return null;
  const [from, port] = ends(after, now);
  const [old, oldPort] = ends(after, before);
  if (now.target === before.target)
    return said.starts_at(labelOf(after, now.target), from, port, old, oldPort);
  const sameStart = now.source === before.source && now.sourceHandle === before.sourceHandle;
  return sameStart
    ? said.leads_to(from, port, labelOf(after, now.target), labelOf(after, before.target))
    : null;
}

/** The one step that all these edges are about: it went from one place of the flow to another. */
function movedStep(
  added: readonly WorkflowEdge[],
  gone: readonly WorkflowEdge[],
  own?: string,
): string | null {
  const targets = added.map(({ target }) => target);
  const isAbout = (id: string) =>
    gone.some(({ target }) => target === id) &&
    gone.every(
      (edge) =>
        edge.source === id ||
        edge.target === id ||
        added.some((one) => one.source === id && one.target === edge.target),
    );
  return [...targets.filter((id) => id === own), ...targets].find(isAbout) ?? null;
}

function ofContents(before: Definition, after: Definition): string | null {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const pairs = after.nodes.flatMap((node) => {
    const other = old.get(node.id);
    return other && other !== node ? [{ node, other }] : [];
  });
  const toggled = pairs.filter(({ node, other }) => Boolean(node.disabled) !== Boolean(other.disabled));
  if (toggled.length > 0) {
    const names = labels(toggled.map(({ node }) => node));
    return toggled[0]!.node.disabled ? said.disabled(names) : said.enabled(names);
  }
  const renamed = pairs.find(({ node, other }) => node.label !== other.label);
  if (renamed) return said.renamed(renamed.node.label);
  const placed = pairs.filter(
    ({ node, other }) => node.position.x !== other.position.x || node.position.y !== other.position.y,
  );
  if (placed.length > 0) return said.moved(labels(placed.map(({ node }) => node)));
  if (pairs.length > 0) return said.changed(labels(pairs.map(({ node }) => node)));
  if (before.notes !== after.notes || before.groups !== after.groups) return ofDrawing(before, after);
  return before.config === after.config ? null : said.settings;
}

/** One note or group that came or went is named as what it is. */
function ofDrawing(before: Definition, after: Definition): string {
  const notes = (after.notes?.length ?? 0) - (before.notes?.length ?? 0);
  const groups = (after.groups?.length ?? 0) - (before.groups?.length ?? 0);
  if (notes !== 0 && groups === 0) return notes > 0 ? said.notes_added(notes) : said.notes_deleted(-notes);
  if (notes !== 0 || Math.abs(groups) !== 1) return said.annotated;
  const [more, fewer] = groups > 0 ? [after, before] : [before, after];
  const known = new Set(fewer.groups?.map(({ id }) => id));
  const label = more.groups?.find(({ id }) => !known.has(id))?.label ?? '';
  return groups > 0 ? said.grouped(label) : said.ungrouped(label);
}

function missingIn<T extends { id: string }>(some: readonly T[], others: readonly T[]): T[] {
  const known = new Set(others.map(({ id }) => id));
  return some.filter(({ id }) => !known.has(id));
}

function missingEdges(some: readonly WorkflowEdge[], others: readonly WorkflowEdge[]): WorkflowEdge[] {
  const mark = ({ source, sourceHandle, target }: WorkflowEdge) =>
    JSON.stringify([source, sourceHandle, target]);
  const known = new Set(others.map(mark));
  return some.filter((edge) => !known.has(mark(edge)));
}

function labels(nodes: readonly WorkflowNode[]): string[] {
  return nodes.map(({ label }) => label);
}

function labelOf({ nodes }: Definition, id: string): string {
  return nodes.find((node) => node.id === id)?.label ?? '';
}

function ends(definition: Definition, edge: WorkflowEdge): [from: string, port: string | null] {
  const source = definition.nodes.find(({ id }) => id === edge.source);
  return [source?.label ?? '', source ? portLabel(source, edge.sourceHandle) : null];
}
