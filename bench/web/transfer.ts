/** How much JavaScript comes over the wire, compressed as the server sends it, with nothing in the cache. */
import type { Page } from '@playwright/test';
import type { Row } from '../table.ts';
import { type Chromium, inPage } from './chromium.ts';

/** Compressed bytes of each file. */
type Loaded = readonly number[];

interface Visit {
  name: string;
  path: string;
  signed_in: boolean;
  /** What is there when the page can be used. */
  ready: string;
}

/** Thousands of bytes. */
const budgets = { page: 300, editor: 700 };

const pages: readonly Visit[] = [
  { name: 'Sign-in page', path: '/login', signed_in: false, ready: 'form' },
  { name: 'Dashboard', path: '/', signed_in: true, ready: 'main h1' },
  { name: 'List of workflows', path: '/workflows', signed_in: true, ready: 'main h1' },
];

export async function measureTransfer(chromium: Chromium): Promise<Row[]> {
  const rows: Row[] = [];
  for (const visit of pages) {
    const [now] = await load(chromium, visit);
    rows.push([`${visit.name}, JavaScript`, sizeOf(now), `at most ${budgets.page} KB`, filesOf(now)]);
  }
  const { id } = await chromium.product.api<{ id: string }>('POST', '/api/integrations/workflows', {
    name: 'Bench: what the editor loads',
    workflow_definition: {
      nodes: [{ id: 'start', type: 'trigger', subtype: 'manual', label: 'Start', config: {} }],
      edges: [],
    },
  });
  const editor = { name: 'Editor', path: `/workflows/${id}`, signed_in: true, ready: '.react-flow__node' };
  const [now, rest, all] = await load(chromium, editor);
  const limit = `at most ${budgets.editor} KB`;
  rows.push(['Editor, JavaScript until it is seen', sizeOf(now), limit, filesOf(now)]);
  rows.push(['Editor, left at rest', sizeOf(rest), limit, filesOf(rest)]);
  rows.push([
    'Editor, once somebody is there',
    sizeOf(all),
    'forms, code editor, dialogs, other tabs',
    filesOf(all),
  ]);
  return rows;
}

/** What was loaded when the page could be used, when it had nothing left to fetch, and after a pointer moved over it. */
async function load(chromium: Chromium, visit: Visit): Promise<[Loaded, Loaded, Loaded]> {
  const work = async (page: Page): Promise<[Loaded, Loaded, Loaded]> => {
    const sizes = countScripts(page);
    await page.goto(chromium.product.url + visit.path);
    await page.locator(visit.ready).first().waitFor();
    const now = await Promise.all(sizes);
    const rest = await nothingLeft(page, sizes);
    await page.mouse.move(700, 450);
    return [now, rest, await nothingLeft(page, sizes)];
  };
  return inPage(chromium, work, { signed_in: visit.signed_in });
}

/** When nothing was fetched for a while: parts come one by one, each when the page is at rest. */
async function nothingLeft(page: Page, sizes: readonly Promise<number>[]): Promise<Loaded> {
  for (let before = -1; before < sizes.length; ) {
    before = sizes.length;
    await page.waitForTimeout(4_000);
  }
  return Promise.all(sizes);
}

/** Once for each address: a worker takes what the page has loaded from the cache. */
function countScripts(page: Page): readonly Promise<number>[] {
  const sizes: Promise<number>[] = [];
  const seen = new Set<string>();
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.endsWith('.js') || seen.has(pathname)) return;
    seen.add(pathname);
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return sizes;
}

function sizeOf(loaded: Loaded): string {
  const bytes = loaded.reduce((sum, each) => sum + each, 0);
  return `${(bytes / 1_000).toFixed(0)} KB`;
}

function filesOf({ length }: Loaded): string {
  return `${length} files, compressed`;
}
