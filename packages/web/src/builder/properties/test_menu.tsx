import type { WorkflowNode } from '@millrace/core';
import { ChevronDown, Play } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useReadOnly } from '../document/context.tsx';
import { PartItems } from '../results/part_items.tsx';
import { PinItems } from '../results/pin_items.tsx';

/** Tests the node that is open, what leads to it or what follows it; and its sample. */
export function TestMenu({ node }: { node: WorkflowNode }) {
  const readOnly = useReadOnly();
  // What an item wants to do once the menu has given the focus back.
  const later = useRef<(() => void) | null>(null);
  if (readOnly) return null;
  const afterwards = (work: () => void) => {
    later.current = work;
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" aria-label={knowing.part.menu}>
          <Play aria-hidden />
          {knowing.part.short}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        onCloseAutoFocus={() => {
          later.current?.();
          later.current = null;
        }}
      >
        <PartItems node={node} afterwards={afterwards} />
        <PinItems node={node} afterwards={afterwards} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
