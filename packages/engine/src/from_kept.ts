/**
 * A test that begins in the middle of a workflow, with what an earlier test or run gave before it. Invariants:
 *  1. nothing runs outside of the part (`testPart`): what came before is settled from the beginning, as if an earlier process
 *     had done it;
 *  2. a step that was kept says so, and one of which nothing is known is not told of.
 */
import {
  type Definition,
  handleOfOutput,
  type Step,
  TestPartError,
  type TriggerInput,
  testPart,
  type WorkflowNode,
} from '@millrace/core';
import { StepError } from '@millrace/sdk';
import type { Past } from './journal.ts';
import type { PlanOptions } from './plan.ts';
import { addToScope, type MutableScope } from './scope.ts';

export interface KeptStart {
  start_at: string;
  stop_at: string | undefined;
  kept: Readonly<Record<string, unknown>>;
  trigger: TriggerInput;
}

export interface Begin {
  /** What runs and what came before it. */
  definition: Definition;
  plan: PlanOptions;
  past: Map<string, Past>;
  /** Gives a node of a loop's body that runs alone the item of its round. */
  fill(scope: MutableScope): void;
  isTold(step: Step): boolean;
}

/** @throws StepError for a part that cannot be run alone */
export function fromKept(definition: Definition, { start_at, stop_at, kept, trigger }: KeptStart): Begin {
  const { start, runs, before, rounds } = partOf(definition, { start_at, stop_at });
  const nodes = definition.nodes.filter(({ id }) => runs.has(id) || before.has(id));
  const known = new Set(nodes.map(({ id }) => id));
  const steps = nodes.filter(({ id }) => before.has(id)).map((node) => keptStep(node, kept, trigger));
  const untold = new Set(steps.filter((step) => !step.kept).map(({ node_id }) => node_id));
  return {
    definition: {
      nodes,
      edges: definition.edges.filter(({ source, target }) => known.has(source) && known.has(target)),
      config: definition.config,
    },
    plan: { start: start.id, before },
    past: new Map(steps.map((step): [string, Past] => [step.path, { kind: 'settled', step }])),
    fill: (scope) => {
      // From outside to inside: the innermost item is `item`.
      for (const loop of rounds.toReversed()) addRound(scope, loop, keptOf(loop, kept)?.output);
    },
    isTold: ({ node_id }) => !untold.has(node_id),
  };
}

function partOf(definition: Definition, bounds: { start_at: string; stop_at: string | undefined }) {
  try {
    return testPart(definition, bounds, []);
  } catch (error) {
    if (!(error instanceof TestPartError)) throw error;
    throw new StepError(error.message, { code: 'bad_part', field: error.field });
  }
}

function keptOf({ key, id }: WorkflowNode, kept: Readonly<Record<string, unknown>>) {
  for (const name of [key, id]) if (Object.hasOwn(kept, name)) return { output: kept[name] };
  return null;
}

function keptStep(node: WorkflowNode, kept: KeptStart['kept'], trigger: TriggerInput): Step {
  const { id, key, label, subtype, type } = node;
  const about = { node_id: id, key, label, subtype, path: id };
  const known = type === 'trigger' ? { output: trigger } : keptOf(node, kept);
  if (!known) return { ...about, status: 'skipped', handle: null };
  const handle = handleOfOutput(node, known.output);
  return { ...about, status: 'success', handle, output: known.output, kept: true };
}

function addRound(scope: MutableScope, loop: WorkflowNode, round: unknown): void {
  const { item = null, index = 0 } = (typeof round === 'object' && round !== null ? round : {}) as {
    item?: unknown;
    index?: unknown;
  };
  addToScope(scope, loop.key, 'success', { item, index });
  scope.item = item;
  scope.index = index;
}
