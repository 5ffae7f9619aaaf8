import { useConnection } from '@xyflow/react';
import { CircleSlash } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { wires as words } from '../../strings/wires.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { DocumentStore } from '../document/store.ts';
import { isPane, nodeIdAt, portAt } from './canvas_element.ts';
import { useCanvasStore, type WireEnd } from './canvas_store.ts';
import { wireOfConnection } from './use_connecting.ts';
import { landingOn, landings, type Wire } from './wire.ts';

interface Hint {
  words: string;
  refused: boolean;
  /** Where the wire would land. */
  landing?: WireEnd;
}

/**
 * While an edge is drawn, or an end of one is moved: what releasing it here would do, or why it cannot be, beside the
 * pointer; and every node that could take it stands out. Over one of these the line leads to its port. Escape lets go of it.
 */
export function ConnectionHint() {
  const from = useConnection((connection) =>
    connection.inProgress ? JSON.stringify(wireOfConnection(connection.fromHandle, null)) : null,
  );
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const box = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState<Hint | null>(null);

  useEffect(() => {
    if (from === null) return;
    const wire: Wire = { ...(JSON.parse(from) as Wire), edgeId: canvas.getState().movedEdge };
    const unmark = markLandings(store, wire);
    const hintAt = hintsOf(store, wire);
    const abort = new AbortController();
    const options = { signal: abort.signal };
    addEventListener(
      'pointermove',
      ({ clientX, clientY }) => {
        if (box.current) box.current.style.transform = `translate(${clientX + 14}px, ${clientY + 16}px)`;
        const now = hintAt({ x: clientX, y: clientY });
        if (now === undefined) return;
        setHint(now);
        canvas.getState().land(now?.landing ?? null);
      },
      options,
    );
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        canvas.getState().dropWire(true);
        // React Flow lets go of a connection with the button alone.
        document.dispatchEvent(new MouseEvent('mouseup'));
      },
      { ...options, capture: true },
    );
    return () => {
      abort.abort();
      unmark();
      setHint(null);
      canvas.getState().land(null);
    };
  }, [from, store, canvas]);

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

type Point = { x: number; y: number };

/** The hint at a place; undefined while it is the one that was given last. */
function hintsOf(store: DocumentStore, wire: Wire): (at: Point) => Hint | null | undefined {
  let last: string | undefined;
  // The drag begins on the node itself: that it cannot lead back to itself is said when it comes back.
  let left = false;
  return (at) => {
    const over = nodeIdAt(at);
    if (over !== wire.nodeId) left = true;
    const port = over === null ? null : portAt(at);
    const place = over === null ? `pane ${isPane(at)}` : `${over} ${port}`;
    if (place === last) return undefined;
    last = place;
    if (over === null) return isPane(at) ? hintForNothing(wire) : null;
    return over === wire.nodeId && !left ? null : hintFor(store, wire, over, port);
  };
}

function hintForNothing({ edgeId, side }: Wire): Hint | null {
  if (edgeId !== null) return { words: words.lands_nowhere, refused: false };
  return side === 'source' ? { words: words.new_step, refused: false } : null;
}

function hintFor(store: DocumentStore, wire: Wire, nodeId: string, port: string | null): Hint {
  const { answer, back, edge } = landingOn(store.getState().draft.definition, wire, nodeId, port);
  if (!back && !answer.ok) return { words: answer.reason, refused: true };
  const landing = { nodeId, port: wire.side === 'source' ? null : edge.sourceHandle };
  return { words: back ? words.put_back : words.connect, refused: false, landing };
}

/**
 * Marks the cards past React: drawing hundreds of them again at the beginning of a drag would be felt.
 * Returns what takes the marks away.
 */
function markLandings(store: DocumentStore, wire: Wire): () => void {
  const possible = landings(store.getState().draft.definition, wire);
  const canvas = document.querySelector<HTMLElement>('.millrace-canvas');
  const cards = [...(canvas?.querySelectorAll<HTMLElement>('.react-flow__node-step') ?? [])];
  for (const card of cards) {
    const id = card.dataset.id ?? '';
    card.dataset.target = id === wire.nodeId ? 'source' : possible.has(id) ? 'yes' : 'no';
  }
  return () => {
    for (const card of cards) delete card.dataset.target;
  };
}
