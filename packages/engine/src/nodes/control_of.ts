import type { NodeSubtype, WorkflowNode } from '@millrace/core';
import type { Control } from './control.ts';
import { ifControl } from './if.ts';
import { mergeControl } from './merge.ts';
import { stopControl } from './stop.ts';
import { switchControl } from './switch.ts';

const controls: Partial<Record<NodeSubtype, (config: Record<string, unknown>) => Control>> = {
  if: ifControl,
  switch: switchControl,
  merge: mergeControl,
  stop: stopControl,
};

/** The control flow of a node, compiled; undefined for what is an operation of an app. @throws what is wrong with it */
export function controlOf(node: WorkflowNode): Control | undefined {
  return controls[node.subtype]?.(node.config);
}
