/** What a test or run is started with, as text for the editor. Pure. */
import {
  type AppManifest,
  type Definition,
  type OperationManifest,
  sampleOfSchema,
  type WorkflowNode,
} from '@millrace/core';
import { operationOf } from '../expressions/sample_scope.ts';
import { exampleInput } from '../results/example_input.ts';
import { type Samples, sampleOf } from '../results/samples.ts';

export function triggerOf(definition: Definition): WorkflowNode | undefined {
  return definition.nodes.find((node) => node.type === 'trigger');
}

/** The data of the trigger that is pinned or came last, else an example: of the event type, else of what the workflow reads. */
export function startInput(definition: Definition, samples: Samples, eventSample?: unknown): unknown {
  const trigger = triggerOf(definition);
  const last = trigger && sampleOf(samples, trigger)?.value;
  if (typeof last === 'object' && last !== null && 'data' in last) return last.data;
  if (eventSample !== undefined) return eventSample;
  if (trigger?.subtype === 'schedule') return undefined;
  return exampleInput(definition) ?? {};
}

/** The nodes that would reach outside or wait: a test gives their mocks instead. */
export function mockedNodes(
  definition: Definition,
  manifests: readonly AppManifest[],
): { node: WorkflowNode; operation: OperationManifest }[] {
  return definition.nodes.flatMap((node) => {
    if (node.disabled || node.type === 'trigger') return [];
    const operation = operationOf(manifests, node.subtype);
    return operation && (reachesOutside(node, operation) || waitsForAnswer(node))
      ? [{ node, operation }]
      : [];
  });
}

/** What a call, an event, a person or another workflow gives. A time simply passes; what is only started gives its id. */
function waitsForAnswer({ subtype, config }: WorkflowNode): boolean {
  if (subtype === 'wait') return config.mode === 'callback' || config.mode === 'event';
  return subtype === 'approval' || (subtype === 'sub_workflow' && config.wait !== false);
}

/** Transforms and answers are computed by the test itself; everything else of an app goes out. */
function reachesOutside(node: WorkflowNode, operation: OperationManifest): boolean {
  if (node.subtype === 'data_transform' || node.subtype === 'respond') return false;
  return operation.kind === 'action';
}

/** The mock to begin with: what is pinned, else the last real output, else an example made from the output schema. */
export function startMock(node: WorkflowNode, operation: OperationManifest, samples: Samples): unknown {
  const example = sampleOf(samples, node)?.value ?? sampleOfSchema(operation.output);
  // What a call or another workflow gives is known to nobody.
  return example === undefined && waitsForAnswer(node) ? {} : example;
}

export function asText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
