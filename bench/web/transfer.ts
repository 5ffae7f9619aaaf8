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
  const [now, all] = await load(chromium, editor);
  rows.push([
    'Editor, JavaScript until it is seen',
    sizeOf(now),
    `at most ${budgets.editor} KB`,
    filesOf(now),
  ]);
  rows.push(['Editor, with what follows at rest', sizeOf(all), 'forms, dialogs, other tabs', filesOf(all)]);
  return rows;
}

/** What was loaded when the page could be used, and when it had nothing left to fetch. */
async function load(chromium: Chromium, visit: Visit): Promise<[Loaded, Loaded]> {
  const work = async (page: Page): Promise<[Loaded, Loaded]> => {
    const sizes = countScripts(page);
    await page.goto(chromium.product.url + visit.path);
    await page.locator(visit.ready).first().waitFor();
    const now = await Promise.all(sizes);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(2_000);
    return [now, await Promise.all(sizes)];
  };
  return inPage(chromium, work, { signed_in: visit.signed_in });
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
