import type { NodeSubtype, WorkflowNode } from '@millrace/core';
import { approvalWaiter } from './approval.ts';
import type { Control } from './control.ts';
import { ifControl } from './if.ts';
import { mergeControl } from './merge.ts';
import { breakControl, continueControl } from './round_end.ts';
import { stopControl } from './stop.ts';
import { subWorkflowWaiter } from './sub_workflow.ts';
import { switchControl } from './switch.ts';
import { waitWaiter } from './wait.ts';
import type { Waiter } from './waiter.ts';

type Config = Record<string, unknown>;

const controls: Partial<Record<NodeSubtype, (config: Config) => Control>> = {
  if: ifControl,
  switch: switchControl,
  merge: mergeControl,
  stop: stopControl,
  break: breakControl,
  continue: continueControl,
};

const waiters: Partial<Record<NodeSubtype, (config: Config) => Waiter>> = {
  wait: waitWaiter,
  approval: approvalWaiter,
  sub_workflow: subWorkflowWaiter,
};

/** The control flow of a node, compiled; undefined for what is an operation of an app. @throws what is wrong with it */
export function controlOf(node: WorkflowNode): Control | undefined {
  return controls[node.subtype]?.(node.config);
}

/** The same for a node that waits. */
export function waiterOf(node: WorkflowNode): Waiter | undefined {
  return waiters[node.subtype]?.(node.config);
}
