import { expect, type Page } from '@playwright/test';
import type { Builder } from './builder.ts';

/** Adds a kind of step from the palette, which lies over the canvas here and goes once it has been used. */
export async function addFromPalette(builder: Builder, kind: string): Promise<void> {
  await builder.button('Add nodes').click();
  await expect(builder.palette.getByRole('searchbox')).toBeFocused();
  await builder.addNode(kind);
  await expect(builder.palette).toBeHidden();
}

/** Nothing is beside of what is seen: neither the page nor the window can be scrolled sideways. */
export async function expectNothingBeside(page: Page): Promise<void> {
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beside).toBeLessThanOrEqual(0);
}
