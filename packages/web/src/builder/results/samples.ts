/**
 * Real data of the workflow's nodes, by node id: what expressions show their results on, and what tests are fed with. What
 * somebody pinned wins over what the last test or run gave.
 */
import type { Step, WorkflowNode } from '@millrace/core';

/** What the last tests and runs gave. */
export interface RealSamples {
  /** What `trigger` is in expressions: `{ data, headers?, query?, method? }`. */
  trigger?: unknown;
  outputs: Readonly<Record<string, unknown>>;
}

export interface Samples extends RealSamples {
  /** What somebody pinned, the trigger's among them; kept by the server for everybody who opens the workflow. */
  pinned: Readonly<Record<string, unknown>>;
}

export type SampleOrigin = 'pinned' | 'last';

export const noSamples: Samples = { outputs: {}, pinned: {} };

type Named = Pick<WorkflowNode, 'id' | 'type'> & Partial<Pick<WorkflowNode, 'subtype'>>;

/** The sample of a node and where it is from; undefined when there is none. */
export function sampleOf(
  samples: Samples,
  node: Named,
): { value: unknown; origin: SampleOrigin } | undefined {
  if (isPinned(samples, node.id)) return { value: samples.pinned[node.id], origin: 'pinned' };
  const value = lastOf(samples, node);
  return value === undefined ? undefined : { value, origin: 'last' };
}

export function isPinned(samples: Samples, nodeId: string): boolean {
  return Object.hasOwn(samples.pinned, nodeId);
}

/** What the node gave last, pinned or not. */
export function lastOf(samples: RealSamples, node: Named): unknown {
  if (node.type === 'trigger') return samples.trigger;
  const output = Object.hasOwn(samples.outputs, node.id) ? samples.outputs[node.id] : undefined;
  return isOfOtherKind(node, output) ? undefined : output;
}

/** What a Conditional gave before it became a Switch, and the other way round, is no sample of what it gives now. */
function isOfOtherKind({ subtype }: Named, output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false;
  return (subtype === 'switch' && 'result' in output) || (subtype === 'if' && 'index' in output);
}

/** What a test takes in the place of running the nodes that are pinned, by their keys; the trigger is its input. */
export function pinnedMocks(samples: Samples, nodes: readonly WorkflowNode[]): Record<string, unknown> {
  const pinned = nodes.filter((node) => node.type !== 'trigger' && isPinned(samples, node.id));
  return Object.fromEntries(pinned.map((node) => [node.key, samples.pinned[node.id]]));
}

/** The outputs of the steps that succeeded; of a very large one only the beginning is here, which is no sample. */
export function samplesOfSteps(steps: readonly Step[]): RealSamples {
  const outputs: Record<string, unknown> = {};
  for (const step of steps)
    if (step.status === 'success' && step.output !== undefined && !step.output_blob)
      outputs[step.node_id] = step.output;
  return { outputs };
}

/** More than this is not kept for the next visit. */
const keptCharacters = 500_000;
const storageKey = (workflowId: string) => `millrace.samples.${workflowId}`;

/** Kept for this browser tab only: samples may hold personal data. What is pinned is the server's to keep. */
export function keepSamples(workflowId: string, { trigger, outputs }: RealSamples): void {
  try {
    const text = JSON.stringify({ trigger, outputs });
    if (text.length <= keptCharacters) sessionStorage.setItem(storageKey(workflowId), text);
  } catch {
    // Storage is full or forbidden, or the data has a cycle: samples then last as long as the page.
  }
}

export function keptSamples(workflowId: string): Samples {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey(workflowId)) ?? 'null');
    if (typeof value === 'object' && value !== null && 'outputs' in value)
      return { ...(value as RealSamples), pinned: {} };
  } catch {
    // Unreadable: as if there were none.
  }
  return noSamples;
}
