import { expect, type Locator } from '@playwright/test';

/** Nothing of it is cut off or covered: it is whole in the window, and a click on its middle meets it. */
export async function expectWhole(target: Locator): Promise<void> {
  await expect(target).toBeInViewport({ ratio: 0.99 });
  await expect
    .poll(() =>
      target.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const met = document.elementFromPoint(left + width / 2, top + height / 2);
        return met !== null && (element.contains(met) || met.contains(element));
      }),
    )
    .toBe(true);
}

/** What is in it fits its width, or scrolls where scrolling is meant. */
export async function expectFits(target: Locator): Promise<void> {
  await expect
    .poll(() =>
      target.evaluate((element) => {
        const edge = element.getBoundingClientRect().right + 1;
        const scrolls = (inner: Element): boolean => {
          for (let around = inner.parentElement; around && around !== element; around = around.parentElement)
            if (getComputedStyle(around).overflowX !== 'visible') return true;
          return false;
        };
        return [...element.querySelectorAll('button, input, h2, h3, h4, [role="tab"]')]
          .filter((inner) => inner.getBoundingClientRect().right > edge && !scrolls(inner))
          .map((inner) => inner.getAttribute('aria-label') ?? inner.textContent);
      }),
    )
    .toEqual([]);
}

/** How far the ends of a line of the mapper are from the middles of the two rows that it connects, in pixels. */
export async function lineErrors(dialog: Locator, field: string, source: string): Promise<[number, number]> {
  return dialog.evaluate(
    (element, [field, source]) => {
      const path = element.querySelector<SVGPathElement>(`g[data-line="${field}"] path`)!;
      const svg = path.ownerSVGElement!.getBoundingClientRect();
      const at = (length: number) => path.getPointAtLength(length).y + svg.top;
      const middle = (row: Element | null) => {
        const { top, height } = row!.getBoundingClientRect();
        return top + height / 2;
      };
      return [
        Math.abs(at(0) - middle(element.querySelector(`[role="treeitem"][title="${source}"]`))),
        Math.abs(at(path.getTotalLength()) - middle(element.querySelector(`[data-target="${field}"]`))),
      ];
    },
    [field, source] as const,
  );
}
