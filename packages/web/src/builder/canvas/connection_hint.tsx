import { canConnect } from '@millrace/core';
import { useConnection } from '@xyflow/react';
import { CircleSlash } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import { nodeIdAt } from './use_flow.ts';

interface Hint {
  words: string;
  refused: boolean;
}

/** While an edge is drawn: what releasing it here would do, or why it cannot be. Follows the pointer. */
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
    let over: string | null = null;
    const move = (event: PointerEvent) => {
      if (box.current)
        box.current.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 16}px)`;
      const target = nodeIdAt({ x: event.clientX, y: event.clientY });
      if (target === over) return;
      over = target;
      if (target === null || target === source) return setHint(null);
      const answer = canConnect(store.getState().draft.definition, source, handle, target);
      setHint(
        answer.ok
          ? { words: text.canvas.drop_here, refused: false }
          : { words: answer.reason, refused: true },
      );
    };
    addEventListener('pointermove', move);
    return () => {
      removeEventListener('pointermove', move);
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
