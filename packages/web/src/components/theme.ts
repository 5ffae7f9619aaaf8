/**
 * The theme: `light`, `dark`, or what the system says. Kept in this browser only.
 * `public/start.js` sets it before the first paint; this file changes it afterwards.
 */
import { useSyncExternalStore } from 'react';

export const themePreferences = ['system', 'light', 'dark'] as const;
export type ThemePreference = (typeof themePreferences)[number];
export type Theme = 'light' | 'dark';

const storageKey = 'millrace.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let preference = readPreference();

function readPreference(): ThemePreference {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function resolve(): Theme {
  if (preference !== 'system') return preference;
  return systemDark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.theme = resolve();
  for (const listener of listeners) listener();
}

systemDark.addEventListener('change', apply);
// Another tab changed it.
addEventListener('storage', (event) => {
  if (event.key !== storageKey) return;
  preference = readPreference();
  apply();
});

/** Chooses the theme and remembers it in this browser. */
export function setTheme(next: ThemePreference): void {
  preference = next;
  try {
    if (next === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme in force, for what cannot read CSS variables. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, resolve);
}

/** What the person chose. */
export function useThemePreference(): ThemePreference {
  return useSyncExternalStore(subscribe, () => preference);
}
