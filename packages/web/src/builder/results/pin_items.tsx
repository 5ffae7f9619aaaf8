import type { WorkflowNode } from '@millrace/core';
import { Pencil, Pin, PinOff } from 'lucide-react';
import { DropdownMenuItem } from '../../components/ui/dropdown_menu.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';
import { pinProblem } from './pin_problem.ts';
import { isPinned, lastOf } from './samples.ts';
import { usePin } from './use_pins.ts';

const words = knowing.pin;

interface PinItemsProps {
  node: WorkflowNode;
  /** Does something once the menu has given the focus back. */
  afterwards: (work: () => void) => void;
}

/** What the menu of a node does with its sample. */
export function PinItems({ node, afterwards }: PinItemsProps) {
  const { samples } = useResultsStore().getState();
  const document = useDocumentStore();
  const panels = usePanelsStore();
  const pin = usePin();
  const pinned = isPinned(samples, node.id);
  const last = lastOf(samples, node);
  const pinLast = () => {
    const problem = pinProblem(node, last);
    if (problem) toast.error(words.failed, { description: problem });
    else pin(node.id, last);
  };
  const edit = () => {
    document.getState().select({ nodes: [node.id], edges: [] });
    panels.getState().openSample(node.id);
  };
  return (
    <>
      {pinned ? (
        <DropdownMenuItem icon={<PinOff aria-hidden />} onSelect={() => pin(node.id, undefined)}>
          {words.unpin}
        </DropdownMenuItem>
      ) : (
        <DropdownMenuItem icon={<Pin aria-hidden />} disabled={last === undefined} onSelect={pinLast}>
          {words.pin}
        </DropdownMenuItem>
      )}
      <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={() => afterwards(edit)}>
        {words.edit}
      </DropdownMenuItem>
    </>
  );
}
