import type { AnyRouter } from '@tanstack/react-router';

/**
 * After a navigation to another page its heading takes the focus, so that keyboard and screen reader start there.
 * Not after the first load, where the browser does it, and not when only the filters in the address changed.
 */
export function focusHeadingAfterNavigation(router: AnyRouter): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (!fromLocation || !pathChanged) return;
    focusHeading();
  });
}

/** The page that was navigated to had no heading yet. */
let owed = false;

/** Gives the focus to the heading of the page, or to the page where it has none yet. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('[data-page-heading]');
  owed = heading === null;
  (heading ?? document.querySelector<HTMLElement>('main'))?.focus({ preventScroll: true });
}

/** For a page that comes after it was loaded: its heading takes the focus that nothing else has taken meanwhile. */
export function focusHeadingIfOwed(): void {
  if (!owed) return;
  owed = false;
  const { activeElement } = document;
  if (activeElement === null || activeElement.matches('body, main')) focusHeading();
}
