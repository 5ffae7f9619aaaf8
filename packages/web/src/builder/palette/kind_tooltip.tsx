import { type NodeSubtype, nodeKind } from '@millrace/core';
import { Tooltip as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { tooltipClasses } from '../../components/ui/tooltip.tsx';
import { palette as words } from '../../strings/adding.ts';
import { kindWords } from '../../strings/kinds.ts';

/**
 * What a kind of node does, what that does outside, and an example; shown beside its child on hover and focus. Gone while
 * the child is dragged: it would lie over the place where it is dropped.
 */
export function KindTooltip({ subtype, children }: { subtype: NodeSubtype; children: ReactNode }) {
  const { label, description } = nodeKind(subtype);
  const { effect, example } = kindWords[subtype];
  const [open, setOpen] = useState(false);
  const dragged = useRef(false);
  const drag = (on: boolean) => () => {
    dragged.current = on;
    setOpen(false);
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => setOpen(next && !dragged.current)}>
      <Radix.Trigger asChild onDragStart={drag(true)} onDragEnd={drag(false)}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side="right" sideOffset={14} collisionPadding={8} className={tooltipClasses}>
          <span className="flex w-64 flex-col gap-1.5 py-1">
            <span className="font-medium text-sm">{label}</span>
            <span>{description}</span>
            <span className="text-muted">{effect}</span>
            <span className="border-line border-t pt-1.5">
              <span className="text-muted">{words.example}: </span>
              {example}
            </span>
          </span>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
