/**
 * What lies over the canvas where there is no room beside it. Invariants:
 *  1. nothing is out of reach: what lies over something can be closed by Escape, by a button, and opens again by a button;
 *  2. what closes gives the focus to the card that it was about, or to the button that opens it again;
 *  3. what gets the focus is not hidden: what lies over it closes; cards move out from under it (use_focus_in_view.ts);
 *  4. results that somebody asked for are not covered by properties that nobody asked for.
 */
import { PanelRightOpen, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { small as words } from '../../strings/small_window.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { OutlinePanel } from '../outline/outline_panel.tsx';
import { Palette } from '../palette/palette.tsx';
import { usePanelsStore } from '../panels.tsx';
import { Properties } from '../properties/properties.tsx';
import { focusSelected } from './focus_selected.ts';
import { usePutAway } from './use_put_away.ts';
import { useSmall } from './use_small.ts';

interface OverProps {
  side: 'left' | 'right';
  className?: string;
  onEscape?: () => void;
  /** What lies under it got the focus. */
  onCovering?: () => void;
  children: ReactNode;
}

function escapes(onEscape: () => void) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    // What floats above it is no part of it on the page, and has the key for itself.
    const isOurs = event.currentTarget.contains(event.target as Node);
    if (event.key === 'Escape' && isOurs && !event.defaultPrevented) onEscape();
  };
}

function Over({ side, className, onEscape, onCovering, children }: OverProps) {
  const over = useRef<HTMLDivElement>(null);
  const uncover = useEffectEvent((target: Element) => {
    if (onCovering && over.current && liesUnder(target, over.current)) onCovering();
  });
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => target instanceof Element && uncover(target);
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Escape; its buttons close it too
    <div
      ref={over}
      data-over={side}
      onKeyDown={onEscape && escapes(onEscape)}
      className={cn(
        'absolute inset-y-0 z-20 flex flex-col border-line-strong bg-surface shadow-float',
        side === 'left'
          ? 'left-0 w-66 border-r'
          : 'right-0 w-[min(380px,calc(100%-var(--spacing)*66))] border-l',
        className,
      )}
    >
      {children}
    </div>
  );
}

/** Whether the middle of an element of the editor is under what lies over it. What floats above both is elsewhere on the page. */
function liesUnder(element: Element, over: HTMLElement): boolean {
  if (over.contains(element) || element.closest('.react-flow__viewport, [data-over]')) return false;
  if (!over.parentElement?.contains(element)) return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const box = over.getBoundingClientRect();
  return x > box.left && x < box.right && y > box.top && y < box.bottom;
}

/** The palette, until a node was added, or somebody goes elsewhere. */
export function PaletteOver({ onClose }: { onClose: () => void }) {
  const store = useDocumentStore();
  const panel = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    panel.current?.querySelector('input')?.focus();
    const stop = store.subscribe(({ selection }, before) => {
      // What was added is selected.
      if (selection.nodes.join() === before.selection.nodes.join()) return;
      if (panel.current?.contains(document.activeElement)) focusSelected(store);
      close();
    });
    const onElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !panel.current?.contains(target)) close();
    };
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    return () => {
      stop();
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
    };
  }, [store]);
  return (
    <Over
      side="left"
      className="z-30"
      onEscape={() => {
        onClose();
        focusLater('[data-opens-palette]');
      }}
    >
      <div ref={panel} className="flex min-h-0 flex-1 flex-col">
        <Palette />
      </div>
    </Over>
  );
}

/** Brings the palette up. */
export function PaletteButton({ open, onOpen }: { open: boolean; onOpen: () => void }) {
  if (useReadOnly()) return null;
  return (
    <Button
      size="sm"
      data-opens-palette
      aria-expanded={open}
      className="absolute top-3 left-3 z-10"
      onClick={onOpen}
    >
      <Plus aria-hidden />
      {words.open_palette}
    </Button>
  );
}

/** The outline; it has a button of its own that closes it. */
export function OutlineOver() {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  return (
    <Over
      side="left"
      onCovering={() => panels.getState().closeOutline()}
      onEscape={() => {
        panels.getState().closeOutline();
        if (!focusSelected(store)) focusLater('[data-opens-outline]');
      }}
    >
      <OutlinePanel />
    </Over>
  );
}

/** The place of the properties of what is selected. */
export function PropertiesOver({ children }: { children: ReactNode }) {
  const panels = usePanelsStore();
  return (
    <Over side="right" onCovering={() => panels.getState().setAside(true)}>
      {children}
    </Over>
  );
}

/** The properties, wherever they are drawn; where they lie over the canvas Escape puts them away. */
export function PropertiesWithin({ panel }: { panel: RefObject<HTMLElement | null> }) {
  const small = useSmall();
  const putAway = usePutAway();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Escape; a button closes them too
    <div className="h-full min-h-0" onKeyDown={small ? escapes(putAway) : undefined}>
      <Properties panel={panel} />
    </div>
  );
}

/** Brings the properties back, with the focus in them. */
export function PropertiesButton() {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  return (
    <Button
      size="sm"
      data-opens-properties
      className="absolute top-3 right-3 z-10"
      onClick={() => {
        const { nodes } = store.getState().selection;
        panels.getState().setAside(false);
        if (nodes.length === 1) panels.getState().focus(nodes[0]!, null);
      }}
    >
      <PanelRightOpen aria-hidden />
      {words.open_properties}
    </Button>
  );
}

/** The button is drawn when what lay over it is gone. */
function focusLater(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}
