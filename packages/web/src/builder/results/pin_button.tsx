import type { WorkflowNode } from '@millrace/core';
import { Pin, PinOff } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { knowing } from '../../strings/knowing.ts';
import { results } from '../../strings/results.ts';
import { useReadOnly } from '../document/context.tsx';
import { useResults } from './context.tsx';
import { pinProblem } from './pin_problem.ts';
import { isPinned } from './samples.ts';
import { usePin } from './use_pins.ts';

const words = knowing.pin;
const { ran } = results;

interface PinButtonProps {
  node: WorkflowNode;
  value: unknown;
  /** Which version gave it, where the draft may give something else. */
  version?: number | undefined;
}

/** Pins what a node gave as its sample, or takes the pinned one away. */
export function PinButton({ node, value, version }: PinButtonProps) {
  const pinned = useResults((state) => isPinned(state.samples, node.id));
  const readOnly = useReadOnly();
  const pin = usePin();
  if (readOnly || (!pinned && value === undefined)) return null;
  const toggle = () => {
    if (pinned) return pin(node.id, undefined);
    const problem = pinProblem(node, value);
    if (problem) toast.error(words.failed, { description: problem });
    else pin(node.id, value);
  };
  const Icon = pinned ? PinOff : Pin;
  return (
    <Button size="sm" variant="ghost" onClick={toggle}>
      <Icon aria-hidden />
      {pinned ? words.unpin : version === undefined ? words.pin : ran.pin(version)}
    </Button>
  );
}
