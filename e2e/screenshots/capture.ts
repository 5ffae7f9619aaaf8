import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Takes docs/images/<name>_light.png and <name>_dark.png of what the page shows. */
export async function capture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: path.join(IMAGES, `${name}_${colorScheme}.png`),
      animations: 'disabled',
      caret: 'hide',
      timeout: 60_000,
    });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
