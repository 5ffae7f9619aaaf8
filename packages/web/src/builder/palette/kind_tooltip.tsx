import { type NodeSubtype, nodeKind } from '@millrace/core';
import type { ReactNode } from 'react';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { palette as words } from '../../strings/adding.ts';
import { kindWords } from '../../strings/kinds.ts';

/** What a kind of node does, what that does outside, and an example; shown beside its child on hover and focus. */
export function KindTooltip({ subtype, children }: { subtype: NodeSubtype; children: ReactNode }) {
  const { label, description } = nodeKind(subtype);
  const { effect, example } = kindWords[subtype];
  return (
    <Tooltip
      side="right"
      label={
        <span className="flex w-64 flex-col gap-1.5 py-1">
          <span className="font-medium text-sm">{label}</span>
          <span>{description}</span>
          <span className="text-muted">{effect}</span>
          <span className="border-line border-t pt-1.5">
            <span className="text-muted">{words.example}: </span>
            {example}
          </span>
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}
