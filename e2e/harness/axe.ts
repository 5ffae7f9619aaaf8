import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * All of a page is in a landmark. What floats above it for a moment is in none, and needs none: axe knows that of dialogs,
 * and not of menus and of the lists and tips of controls, which hang on the element that opened them in the same way.
 */
const floating = ['dialog', 'alertdialog', 'menu', 'listbox', 'tooltip'].map((role) => `[role=${role}]`);
const options = {
  rules: {},
  checks: { region: { options: { regionMatcher: `dialog, svg, ${floating.join(', ')}` } } },
};

/** What axe finds against WCAG 2.2 AA in what the page shows now: everything in light, and in dark what colours decide. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await look(page, 'light');
  const everything = new AxeBuilder({ page }).options(options).withTags(standards);
  await expectNothing(everything, `${what} in light`);
  await look(page, 'dark');
  await expectNothing(new AxeBuilder({ page }).withRules('color-contrast'), `${what} in dark`);
  await look(page, 'light');
}

/** Colours are judged when they have stopped changing. */
async function look(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
}

async function expectNothing(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect.soft(found, what).toEqual([]);
}
