import { type ReactNode, useEffect, useState } from 'react';
import { Kbd } from '../../components/ui/kbd.tsx';
import { cardKeys as words } from '../../strings/canvas_comfort.ts';
import { useReadOnly } from '../document/context.tsx';
import { keysOfChord } from './keys.ts';

const place = 'millrace.canvas.keys_told';

/**
 * What the arrow keys do on a card: that they move it, and with Alt walk along its connections, is to be guessed by nobody.
 * Shown and said when a card is reached by keyboard for the first time in this browser, until the focus goes elsewhere.
 */
export function KeyboardHint() {
  const readOnly = useReadOnly();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (wasTold()) return;
    const abort = new AbortController();
    const options = { signal: abort.signal };
    let told = false;
    const end = () => {
      if (!told) return;
      setShown(false);
      abort.abort();
    };
    const onFocus = ({ target }: FocusEvent) => {
      // Its menu is a part of the card.
      if (!isReachedCard(target)) return isInCard(target) ? undefined : end();
      told = true;
      keepTold();
      setShown(true);
    };
    document.addEventListener('focusin', onFocus, options);
    document.addEventListener('pointerdown', end, options);
    return () => abort.abort();
  }, []);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center px-3"
    >
      {shown && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 rounded-md border border-line-strong bg-raised px-3 py-1.5 text-muted text-xs shadow-float">
          <span className="sr-only">{words.said(readOnly)}</span>
          {!readOnly && (
            <Keys chords={['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']}>{words.move}</Keys>
          )}
          <Keys chords={['alt+ArrowLeft', 'alt+ArrowRight']}>{words.walk}</Keys>
          <Keys chords={['Enter']}>{words.open}</Keys>
          <Keys chords={['?']}>{words.all}</Keys>
        </p>
      )}
    </div>
  );
}

function Keys({ chords, children }: { chords: readonly string[]; children: ReactNode }) {
  return (
    <span aria-hidden className="flex items-center gap-1 whitespace-nowrap">
      {chords.map((chord) => (
        <span key={chord} className="flex gap-0.5">
          {keysOfChord(chord).map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ))}
      {children}
    </span>
  );
}

function isReachedCard(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('.react-flow__node-step:focus-visible');
}

function isInCard(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.react-flow__node-step') !== null;
}

function wasTold(): boolean {
  try {
    return localStorage.getItem(place) !== null;
  } catch {
    return false;
  }
}

function keepTold(): void {
  try {
    localStorage.setItem(place, '1');
  } catch {
    // Forbidden storage: it is told again on the next visit.
  }
}
