/** Which cards of the canvas React draws again, asked of React itself by the hook that its developer tools use. */
import type { Page } from '@playwright/test';

interface Fiber {
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  flags: number;
  tag: number;
  type: unknown;
  memoizedProps: { className?: unknown; 'data-id'?: unknown } | null;
}

declare global {
  interface Window {
    /** Ids of the nodes whose card was drawn again, once for each time. */
    cardRenders: string[];
  }
}

/** Counts from the next load of the page on. */
export async function countCardRenders(page: Page): Promise<void> {
  await page.addInitScript(installHook);
}

export async function takeCardRenders(page: Page): Promise<string[]> {
  return page.evaluate(() => window.cardRenders.splice(0));
}

/** Runs in the page, before React. */
function installHook(): void {
  window.cardRenders = [];
  /** Function components, plain, with forwarded reference, and in memo(). */
  const functions = [0, 11, 14, 15];
  const performedWork = 1;

  function visit(now: Fiber, before: Fiber, card: string | null): void {
    if (now === before) return;
    const props = now.memoizedProps;
    const inside =
      card ??
      (now.type === 'div' && String(props?.className).includes('react-flow__node ')
        ? String(props?.['data-id'])
        : null);
    if (inside !== null && functions.includes(now.tag) && (now.flags & performedWork) !== 0)
      window.cardRenders.push(inside);
    if (now.child === before.child) return;
    for (let child = now.child; child; child = child.sibling)
      if (child.alternate) visit(child, child.alternate, inside);
  }

  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot(_: number, { current }: { current: Fiber }) {
        if (current.alternate) visit(current, current.alternate, null);
      },
    },
  });
}
