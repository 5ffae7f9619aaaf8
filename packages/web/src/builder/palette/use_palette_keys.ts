import { type NodeSubtype, nodeKinds } from '@millrace/core';
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';

interface PaletteActions {
  star(subtype: NodeSubtype): void;
  /** Adds what was found best. */
  addBest(): void;
}

/**
 * The keyboard of the palette. Tab reaches one item; arrows go on from there, up to the search and down from it; Enter adds
 * and the focus stays; * keeps among the favourites.
 */
export function usePaletteKeys(region: RefObject<HTMLElement | null>, { star, addBest }: PaletteActions) {
  const [current, setCurrent] = useState<string | null>(null);
  const items = () => [...(region.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  const input = () => region.current?.querySelector<HTMLElement>('input');

  function walk(from: HTMLElement, by: number): void {
    const all = items();
    const next = all.indexOf(from) + by;
    if (next < 0) input()?.focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  }

  function onItemKey(event: KeyboardEvent, item: HTMLElement): boolean {
    const horizontal = item.closest('[aria-orientation="horizontal"]') !== null;
    const kind = item.dataset.kind ?? '';
    switch (event.key) {
      case 'ArrowDown':
        walk(item, 1);
        return true;
      case 'ArrowUp':
        walk(item, -1);
        return true;
      case 'ArrowRight':
        if (horizontal) walk(item, 1);
        else item.parentElement?.querySelector<HTMLElement>('[data-star]')?.focus();
        return true;
      case 'ArrowLeft':
        if (horizontal) walk(item, -1);
        return true;
      case 'Home':
        items()[0]?.focus();
        return true;
      case 'End':
        items().at(-1)?.focus();
        return true;
      case '*':
        if (Object.hasOwn(nodeKinds, kind)) star(kind as NodeSubtype);
        return true;
      case 'Escape':
        input()?.focus();
        return true;
      default:
        return false;
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
    const item = event.target.closest<HTMLElement>('[data-item]');
    const beside = event.target.closest<HTMLElement>('[data-star]');
    let handled = false;
    if (item) handled = onItemKey(event, item);
    else if (beside && (event.key === 'ArrowLeft' || event.key === 'Escape')) {
      beside.parentElement?.querySelector<HTMLElement>('[data-item]')?.focus();
      handled = true;
    } else if (event.target === input()) {
      if (event.key === 'ArrowDown') items()[0]?.focus();
      if (event.key === 'Enter') addBest();
      handled = event.key === 'ArrowDown' || event.key === 'Enter';
    }
    if (handled) event.preventDefault();
  }

  function onFocus(event: FocusEvent<HTMLElement>): void {
    const place = event.target.closest<HTMLElement>('[data-item]')?.dataset.item;
    if (place) setCurrent(place);
  }

  /** Whether Tab reaches an item: the one that had the focus last, and at first the first. */
  function reachable(place: string, isFirst: boolean): boolean {
    return current === place || isFirst;
  }

  return { onKeyDown, onFocus, reachable };
}
