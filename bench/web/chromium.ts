/** A real Chromium without a GPU, and pages in it that are signed in as the owner. */
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { freePort, type Product } from '../product.ts';
import type { Row } from '../table.ts';

export interface Chromium {
  browser: Browser;
  /** Where other programs can steer it too. */
  port: number;
  product: Product;
}

/** Runs `work` with a browser of its own. */
export async function withChromium(
  product: Product,
  executablePath: string,
  work: (chromium: Chromium) => Promise<Row[]>,
): Promise<Row[]> {
  const root = process.getuid?.() === 0;
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', `--remote-debugging-port=${port}`, ...(root ? ['--no-sandbox'] : [])],
  });
  try {
    return await work({ browser, port, product });
  } finally {
    await browser.close();
  }
}

/** A new context with nothing in its cache, signed in unless told otherwise. */
export async function openContext(
  { browser, product }: Chromium,
  { signed_in = true } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (!signed_in) return context;
  const { hostname } = new URL(product.url);
  const cookies = product.cookie.split('; ').map((pair) => {
    const [cookie = '', ...value] = pair.split('=');
    return { name: cookie, value: value.join('='), domain: hostname, path: '/' };
  });
  await context.addCookies(cookies);
  return context;
}

/** Works in a page of a context of its own. */
export async function inPage<T>(
  chromium: Chromium,
  work: (page: Page) => Promise<T>,
  options: { signed_in?: boolean } = {},
): Promise<T> {
  const context = await openContext(chromium, options);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Until the page has nothing left to do for a moment. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}
