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

/** Gives the focus to the heading of the page, or to the page where it has none yet. */
export function focusHeading(): void {
  const heading =
    document.querySelector<HTMLElement>('[data-page-heading]') ?? document.querySelector<HTMLElement>('main');
  heading?.focus({ preventScroll: true });
}
