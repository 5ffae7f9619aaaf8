import type { WorkflowNode } from '@millrace/core';
import { useEffect, useRef, useState } from 'react';
import { outline as words } from '../../strings/outline.ts';
import { useDocumentStore } from '../document/context.tsx';
import { rename } from '../document/edits/rename.ts';

/** The name of a step while it is written in its row. Enter keeps it, Escape does not. */
export function RenameField({ node, onDone }: { node: WorkflowNode; onDone: () => void }) {
  const store = useDocumentStore();
  const [label, setLabel] = useState(node.label);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    const next = label.trim();
    if (keep && next !== '' && next !== node.label)
      store.getState().edit((definition) => rename(definition, node.id, next));
    onDone();
  };
  return (
    <input
      ref={field}
      aria-label={words.rename}
      value={label}
      className="h-6 min-w-0 flex-1 rounded-sm border border-accent bg-surface px-1.5 text-sm outline-none"
      onChange={(event) => setLabel(event.target.value)}
      onBlur={() => finish(true)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        finish(event.key === 'Enter');
      }}
    />
  );
}
