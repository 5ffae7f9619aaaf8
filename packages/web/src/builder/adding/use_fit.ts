import {
  type AppManifest,
  type Definition,
  loopsOf,
  type NodeSubtype,
  type Shape,
  shapeOfValue,
  type WorkflowNode,
} from '@millrace/core';
import { useMemo } from 'react';
import { withNode } from '../canvas/place_node.ts';
import { useManifests } from '../catalog.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { pathText } from '../expressions/regions.ts';
import { type ScopeSource, sampleScope } from '../expressions/sample_scope.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { useResultsStore } from '../results/context.tsx';
import type { Samples } from '../results/samples.ts';
import { type Data, type Fit, fittingKinds, type Place } from './fitting.ts';

/** What fits a place, worked out once when the search is opened there. */
export function useFit(target: QuickAddTarget): Fit[] {
  const store = useDocumentStore();
  const results = useResultsStore();
  const manifests = useManifests();
  return useMemo(() => {
    const { definition } = store.getState().draft;
    return fittingKinds(placeOf(definition, target, manifests, results.getState().samples));
  }, [store, results, manifests, target]);
}

/** A place as `fitting.ts` looks at it. Pure. */
export function placeOf(
  definition: Definition,
  target: QuickAddTarget,
  manifests: readonly AppManifest[],
  samples: Samples,
): Place {
  const started = definition.nodes.some((node) => node.type === 'trigger');
  const from = sourceOf(definition, target);
  if (!from) return { started, after: null, data: null, inLoop: false, unanswered: false };
  // A node that takes anything stands where the new one will: it sees what that will see.
  const { definition: drawn, node } = withNode(definition, 'merge', target);
  const { sources, shapes } = sampleScope({
    definition: drawn,
    nodeId: node.id,
    manifests,
    samples,
    variables: {},
    workflow: { id: '', name: '' },
  });
  return {
    started,
    after: { subtype: from.node.subtype, handle: from.handle },
    data: dataOf(sources, shapes, from.node),
    inLoop: loopsOf(drawn).loopOf(node.id) !== null,
    unanswered: isUnanswered(definition),
  };
}

function sourceOf(
  definition: Definition,
  target: QuickAddTarget,
): { node: WorkflowNode; handle: string } | null {
  const end = (id: string | undefined, handle: string) => {
    const node = definition.nodes.find((each) => each.id === id);
    return node ? { node, handle } : null;
  };
  if (target.kind === 'port') return end(target.source, target.sourceHandle);
  if (target.kind === 'free') return null;
  const edge = definition.edges.find((each) =>
    target.kind === 'edge' ? each.id === target.edgeId : each.target === target.nodeId,
  );
  return edge ? end(edge.source, edge.sourceHandle) : null;
}

/** Kinds that only lead on what came before them. */
const through: ReadonlySet<NodeSubtype> = new Set(['if', 'switch', 'merge', 'wait', 'approval']);

/** What the node before gives; behind one that only leads on, what came before that. */
function dataOf(
  sources: readonly ScopeSource[],
  shapes: Readonly<Record<string, Shape>>,
  before: WorkflowNode,
): Data | null {
  const useful = sources.filter(({ node }) => node !== null && !through.has(node.subtype));
  const own = useful.filter(({ node }) => node?.id === before.id);
  const chosen = own.find(({ name }) => name === 'item') ?? own[0] ?? useful.at(-1);
  if (!chosen) return null;
  const whole = shapes[chosen.name] ?? shapeOfValue(chosen.value);
  const { part, ...data } = opened(chosen, whole);
  return { ...data, read: pathText(chosen.name, part), real: chosen.real };
}

/** What came with a request or an answer is around what one works with. */
function opened(
  { node, value }: ScopeSource,
  shape: Shape,
): { value: unknown; shape: Shape; part: string[] } {
  const part = node?.type === 'trigger' ? 'data' : node?.subtype === 'http_request' ? 'body' : null;
  const field = part === null ? undefined : shape.fields?.[part];
  if (part === null || !field || typeof value !== 'object' || value === null)
    return { value, shape, part: [] };
  const inner = (value as Record<string, unknown>)[part];
  return { value: inner, shape: field.type === 'unknown' ? shapeOfValue(inner) : field, part: [part] };
}

function isUnanswered({ nodes }: Definition): boolean {
  const webhook = nodes.find((node) => node.subtype === 'webhook');
  return webhook !== undefined && !nodes.some((node) => node.subtype === 'respond');
}
