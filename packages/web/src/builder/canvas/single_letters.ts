/**
 * Whether letters and signs alone are shortcuts: kept by this browser. Who dictates, or hits keys unawares, turns them off
 * (WCAG 2.1.4); what is held with Ctrl, ⌘ or Alt, and keys without a sign, go on.
 */
import { useSyncExternalStore } from 'react';

const storageKey = 'millrace.single_letters';
const listeners = new Set<() => void>();
let on = wasOn();

function wasOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    // Storage is forbidden, or there is none (a test): as at the first time.
    return true;
  }
}

export function setSingleLetters(next: boolean): void {
  on = next;
  try {
    if (next) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // It then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function areSingleLettersOn(): boolean {
  return on;
}

export function useSingleLetters(): boolean {
  return useSyncExternalStore(subscribe, areSingleLettersOn);
}

/** A letter, a number or a sign without a key held that is no Shift. The space bar presses what has the focus. */
export function isSingleLetter({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Whether the person has turned this very key off. */
export function isTurnedOff(press: KeyPress): boolean {
  return !on && isSingleLetter(press);
}

function subscribe(listener: () => void): () => void {
  // Another tab changed it.
  const onStorage = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    on = wasOn();
    listener();
  };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}
