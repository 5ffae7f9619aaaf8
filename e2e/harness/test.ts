import { test as base, expect, type Page, request as requests } from '@playwright/test';
import { type Api, createApi } from './api.ts';
import { Builder } from './builder.ts';
import { owner, setUp, signInOver } from './people.ts';
import { type Product, startProduct } from './product.ts';

interface WorkerFixtures {
  /** Files that name another instance than the others get a product, and an empty database, of their own. */
  instance: string;
  product: Product;
  /** Cookies of the owner; asking for them makes the owner. */
  owner_state: Awaited<ReturnType<Awaited<ReturnType<typeof requests.newContext>>['storageState']>>;
}

interface TestFixtures {
  baseURL: string;
  /** The API, signed in as the owner. */
  api: Api;
  /** The page, signed in as the owner. */
  builder: Builder;
  /** What went wrong in the page without anybody seeing it. */
  page_errors: string[];
}

/** Playwright's test, with the product: started once for all files that one worker runs, empty at first. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  instance: ['shared', { option: true, scope: 'worker' }],
  product: [
    // biome-ignore lint/correctness/noUnusedFunctionParameters: asking for the instance is what separates the workers
    async ({ instance }, use) => {
      const product = await startProduct({ env: { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' } });
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  owner_state: [
    async ({ product }, use) => {
      const request = await requests.newContext({ baseURL: product.url });
      const { needed } = await (await request.get('/api/setup')).json();
      if (needed) await setUp(request);
      else await signInOver(request, owner);
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  api: async ({ product, owner_state }, use) => {
    const request = await requests.newContext({ baseURL: product.url, storageState: owner_state });
    await use(createApi(request));
    await request.dispose();
  },
  builder: async ({ page, owner_state }, use) => {
    await page.context().addCookies(owner_state.cookies);
    await use(new Builder(page));
  },
  page_errors: [
    async ({ page }, use) => {
      const errors = collectErrors(page);
      await use(errors);
      expect(errors, 'errors in the page that nobody saw').toEqual([]);
    },
    { auto: true },
  ],
});

/** Exceptions and console errors; a refused request is told to the person and is none, nor is a server that is away. */
const harmless = /^(Failed to load resource|WebSocket connection to )/;

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' || harmless.test(message.text())) return;
    errors.push(message.text());
  });
  return errors;
}

export { expect } from '@playwright/test';
