import { canConnect, connectTargets } from '@millrace/core';
import { useConnection } from '@xyflow/react';
import { CircleSlash } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { DocumentStore } from '../document/store.ts';
import { nodeIdAt } from './canvas_element.ts';

interface Hint {
  words: string;
  refused: boolean;
}

/**
 * While an edge is drawn: what releasing it here would do, or why it cannot be, beside the pointer; and every node that
 * could take it stands out.
 */
export function ConnectionHint() {
  const from = useConnection((connection) =>
    connection.inProgress && connection.fromHandle.type === 'source'
      ? `${connection.fromHandle.nodeId} ${connection.fromHandle.id ?? 'out'}`
      : null,
  );
  const store = useDocumentStore();
  const box = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState<Hint | null>(null);

  useEffect(() => {
    if (from === null) return;
    const [source = '', handle = 'out'] = from.split(' ');
    const unmark = markTargets(store, source, handle);
    let over: string | null = null;
    // The drag begins on the node itself: that it cannot lead back to itself is said when it comes back.
    let left = false;
    const move = (event: PointerEvent) => {
      if (box.current)
        box.current.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 16}px)`;
      const target = nodeIdAt({ x: event.clientX, y: event.clientY });
      if (target !== source) left = true;
      if (target === over) return;
      over = target;
      setHint(
        target === null || (target === source && !left) ? null : hintFor(store, source, handle, target),
      );
    };
    addEventListener('pointermove', move);
    return () => {
      removeEventListener('pointermove', move);
      unmark();
      setHint(null);
    };
  }, [from, store]);

  return (
    <div ref={box} role="status" className="pointer-events-none fixed top-0 left-0 z-50">
      {from !== null && hint && (
        <div
          className={cn(
            'flex max-w-72 items-start gap-1.5 rounded-sm border bg-raised px-2 py-1 text-xs shadow-float',
            hint.refused ? 'border-danger-line text-danger' : 'border-line-strong text-fg',
          )}
        >
          {hint.refused && <CircleSlash aria-hidden className="mt-0.5 size-3.5 shrink-0" />}
          {hint.words}
        </div>
      )}
    </div>
  );
}

function hintFor(store: DocumentStore, source: string, handle: string, target: string): Hint {
  const answer = canConnect(store.getState().draft.definition, source, handle, target);
  return answer.ok
    ? { words: text.canvas.drop_here, refused: false }
    : { words: answer.reason, refused: true };
}

/**
 * Marks the cards past React: drawing hundreds of them again at the beginning of a drag would be felt.
 * Returns what takes the marks away.
 */
function markTargets(store: DocumentStore, source: string, handle: string): () => void {
  const targets = connectTargets(store.getState().draft.definition, source, handle);
  const canvas = document.querySelector<HTMLElement>('.millrace-canvas');
  const cards = [...(canvas?.querySelectorAll<HTMLElement>('.react-flow__node-step') ?? [])];
  for (const card of cards) {
    const id = card.dataset.id ?? '';
    card.dataset.target = id === source ? 'source' : targets.has(id) ? 'yes' : 'no';
  }
  return () => {
    for (const card of cards) delete card.dataset.target;
  };
}
