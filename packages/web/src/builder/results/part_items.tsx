import type { WorkflowNode } from '@millrace/core';
import { FlaskConical, Play, StepForward } from 'lucide-react';
import { DropdownMenuItem } from '../../components/ui/dropdown_menu.tsx';
import { knowing } from '../../strings/knowing.ts';
import { usePanelsStore } from '../panels.tsx';
import { useTestPart } from './use_test_part.ts';

const words = knowing.part;

interface PartItemsProps {
  node: WorkflowNode;
  /** Does something once the menu has given the focus back. */
  afterwards: (work: () => void) => void;
  /** The keys that do the same where the menu is opened. */
  keys?: typeof canvasKeys;
}

const canvasKeys = { one: 'R', up_to: 'Alt R', from: 'Shift R' };

/** The three ways to test a part of a workflow, in the menu of a node. */
export function PartItems({ node, afterwards, keys = canvasKeys }: PartItemsProps) {
  const panels = usePanelsStore();
  const test = useTestPart();
  return (
    <>
      {node.type !== 'trigger' && (
        <DropdownMenuItem icon={<Play aria-hidden />} shortcut={keys.one} onSelect={() => test(node, 'one')}>
          {words.one}
        </DropdownMenuItem>
      )}
      <DropdownMenuItem
        icon={<FlaskConical aria-hidden />}
        shortcut={keys.up_to}
        onSelect={() => afterwards(() => panels.getState().openTest(node.id))}
      >
        {words.up_to}
      </DropdownMenuItem>
      {node.type !== 'trigger' && (
        <DropdownMenuItem
          icon={<StepForward aria-hidden />}
          shortcut={keys.from}
          onSelect={() => test(node, 'from')}
        >
          {words.from}
        </DropdownMenuItem>
      )}
    </>
  );
}
