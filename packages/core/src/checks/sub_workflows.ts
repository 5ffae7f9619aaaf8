/**
 * What a workflow starts besides itself exists and does not lead back to it. A circle in which every call is reached whenever
 * its workflow runs would never end; any other circle ends where a branch is not taken, or at the greatest depth.
 */

import { calledBy, isCertain } from '../calls.ts';
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { deepestChild } from '../nodes/wait_schemas.ts';
import { type Check, type KnownWorkflow, problem, type Subject } from './subject.ts';

export const subWorkflowsCheck: Check = (subject) => [
  ...subject.nodes.flatMap((node) => {
    const called = calledBy(node);
    return called === null ? [] : callProblems(subject, node, called);
  }),
  ...errorWorkflow(subject),
];

function callProblems(subject: Subject, node: WorkflowNode, called: string): Problem[] {
  const { workflow_id: own, workflows } = subject.context;
  const say = (sentence: string, severity: Problem['severity']) => [
    problem('sub_workflows', node, `${node.label} ${sentence}`, { field: 'workflow_id', severity }),
  ];
  const target = workflows?.find(({ id }) => id === called);
  if (called !== own && workflows && !target) return say('calls a workflow that does not exist', 'error');
  const isSure = () => isCertain(subject.definition, subject.graph, node.id);
  const circle = own === undefined ? null : circleOf(subject, own, called, isSure);
  if (circle) {
    const way =
      circle.names.length === 0
        ? 'its own workflow'
        : `${circle.names.join(', which calls ')}, which calls this workflow`;
    return circle.certain
      ? say(`calls ${way}, every time: this would never end`, 'error')
      : say(
          `calls ${way}; where no branch ends that, the step fails after ${deepestChild} workflows in each other`,
          'warning',
        );
  }
  if (target && !target.deployed)
    return say(`calls ${target.name}, which is not deployed: the step fails until it is`, 'warning');
  return [];
}

interface Circle {
  /** Of the workflows between. */
  names: string[];
  certain: boolean;
}

/** The way from a called workflow back to the own one, by certain calls if there is such a way. */
function circleOf(
  { context: { workflows = [] } }: Subject,
  own: string,
  called: string,
  isSure: () => boolean,
): Circle | null {
  if (called === own) return { names: [], certain: isSure() };
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  const certain = wayBack(byId, called, own, true);
  if (certain && isSure()) return { names: certain, certain: true };
  const names = certain ?? wayBack(byId, called, own, false);
  return names && { names, certain: false };
}

/** Names of the workflows on the shortest way; null when there is none. */
function wayBack(
  byId: ReadonlyMap<string, KnownWorkflow>,
  from: string,
  to: string,
  onlyCertain: boolean,
): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]]);
  for (const [id] of cameFrom) {
    for (const call of byId.get(id)?.calls ?? []) {
      if (onlyCertain && !call.certain) continue;
      if (call.workflow_id === to) return namesTo(byId, cameFrom, id);
      if (!cameFrom.has(call.workflow_id)) cameFrom.set(call.workflow_id, id);
    }
  }
  return null;
}

function namesTo(
  byId: ReadonlyMap<string, KnownWorkflow>,
  cameFrom: ReadonlyMap<string, string | null>,
  last: string,
): string[] {
  const names: string[] = [];
  for (let id: string | null = last; id !== null; id = cameFrom.get(id) ?? null)
    names.unshift(byId.get(id)!.name);
  return names;
}

function errorWorkflow({ definition, context: { workflow_id, workflows } }: Subject): Problem[] {
  const id = definition.config.error_workflow_id;
  if (!id) return [];
  const say = (sentence: string, severity: Problem['severity']) => [
    problem('sub_workflows', null, `Workflow settings: ${sentence}`, {
      field: 'error_workflow_id',
      severity,
    }),
  ];
  if (id === workflow_id) return say('a workflow cannot be its own error workflow', 'error');
  const target = workflows?.find((workflow) => workflow.id === id);
  if (workflows && !target) return say('the error workflow does not exist', 'error');
  if (target && !target.deployed) {
    return say(
      `the error workflow ${target.name} is not deployed: nothing starts when this one fails`,
      'warning',
    );
  }
  return [];
}
