/** What a test is sent that runs a part of the workflow, with what is known of the rest. Pure. */
import {
  type AppManifest,
  type Definition,
  TestPartError,
  type TriggerInput,
  testPart,
  type WorkflowNode,
} from '@millrace/core';
import { mockedNodes, startInput, startMock, triggerOf } from '../dialogs/run_input.ts';
import { pinnedMocks, type Samples, sampleOf } from './samples.ts';

/** One node alone, or from it on; up to it is a test like any other. */
export type Part = 'one' | 'from';

export interface PartInput {
  definition: Definition;
  node: WorkflowNode;
  part: Part;
  manifests: readonly AppManifest[];
  samples: Samples;
  /** Ids of nodes that the shown test or run did not reach: they gave nothing. */
  skipped: ReadonlySet<string>;
  /** What expressions of the node see: the rounds of the loops around it are in it. */
  scope: Readonly<Record<string, unknown>>;
}

export interface PartBody {
  start_at: string;
  stop_at?: string;
  kept: Record<string, unknown>;
  mocks: Record<string, unknown>;
  input?: unknown;
  request?: Omit<TriggerInput, 'data'>;
}

export type PartRequest =
  | { ok: true; body: PartBody }
  /** Nodes of which a result is needed and none is known, or why it cannot be run at all. */
  | { ok: false; needs: readonly WorkflowNode[]; reason: string | null };

export function partRequest(input: PartInput): PartRequest {
  const { definition, node, part, manifests, samples, skipped, scope } = input;
  const bounds = { start_at: node.id, ...(part === 'one' && { stop_at: node.id }) };
  try {
    const { before, needs, rounds, runs } = testPart(definition, bounds, manifests);
    const outputs = keptOutputs(definition, before, samples, skipped);
    const missing = [
      ...needs.filter(({ key }) => !Object.hasOwn(outputs, key)),
      ...rounds.filter(({ key }) => itemOf(scope[key]) === undefined),
    ];
    if (missing.length > 0) return { ok: false, needs: missing, reason: null };
    const items = Object.fromEntries(rounds.map(({ key }) => [key, scope[key]]));
    const mocks = partMocks(input, runs);
    return {
      ok: true,
      body: { ...bounds, kept: { ...outputs, ...items }, mocks, ...started(definition, samples) },
    };
  } catch (error) {
    if (error instanceof TestPartError) return { ok: false, needs: [], reason: error.message };
    throw error;
  }
}

function itemOf(round: unknown): unknown {
  return typeof round === 'object' && round !== null ? (round as { item?: unknown }).item : undefined;
}

/** By key; null for a node that gave nothing because nothing led to it. */
function keptOutputs(
  { nodes }: Definition,
  before: ReadonlySet<string>,
  samples: Samples,
  skipped: ReadonlySet<string>,
): Record<string, unknown> {
  const known = nodes.flatMap((node): [string, unknown][] => {
    if (!before.has(node.id) || node.type === 'trigger') return [];
    const sample = sampleOf(samples, node);
    if (sample) return [[node.key, sample.value]];
    return skipped.has(node.id) ? [[node.key, null]] : [];
  });
  return Object.fromEntries(known);
}

/** What would go out gives its sample; the node that is tried is not replaced by its own pinned one, as long as it computes. */
function partMocks(
  { definition, node, manifests, samples }: PartInput,
  runs: ReadonlySet<string>,
): Record<string, unknown> {
  const here = definition.nodes.filter(({ id }) => runs.has(id));
  const goesOut = mockedNodes(definition, manifests).filter((mocked) => runs.has(mocked.node.id));
  const outside = goesOut.map(({ node: one, operation }) => [one.key, startMock(one, operation, samples)]);
  const pinned = pinnedMocks(
    samples,
    here.filter((one) => one !== node),
  );
  return { ...pinned, ...Object.fromEntries(outside.filter(([, value]) => value !== undefined)) };
}

/** What the trigger gives: all of its sample, or an example. */
function started(definition: Definition, samples: Samples): Pick<PartBody, 'input' | 'request'> {
  const trigger = triggerOf(definition);
  const sample = trigger && sampleOf(samples, trigger)?.value;
  const input = startInput(definition, samples);
  const { headers, query, method } = (sample ?? {}) as TriggerInput;
  const request = { ...(headers && { headers }), ...(query && { query }), ...(method && { method }) };
  return {
    ...(input !== undefined && { input }),
    ...(Object.keys(request).length > 0 && { request }),
  };
}
