/**
 * What a pasted sample showed of a target, for the next time the mapper is opened: names and types only, and only in this
 * browser tab, as with other samples.
 */
import type { Shape } from '@millrace/core';

const storageKey = (place: string) => `millrace.target.${place}`;
const keptCharacters = 200_000;

export function keepSample(place: string, sample: Shape | null): void {
  try {
    const text = JSON.stringify(sample);
    if (sample === null) sessionStorage.removeItem(storageKey(place));
    else if (text.length <= keptCharacters) sessionStorage.setItem(storageKey(place), text);
  } catch {
    // Storage is full or forbidden: the fields are then known as long as the mapper is open.
  }
}

export function keptSample(place: string): Shape | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey(place)) ?? 'null');
    const known = typeof kept === 'object' && kept !== null && (kept as Shape).type === 'object';
    return known ? (kept as Shape) : null;
  } catch {
    return null;
  }
}
