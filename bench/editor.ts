/** How smooth the editor is with 200 nodes: frames while one of them is dragged, in a real Chromium without a GPU. */
import { type Browser, chromium, type Page } from '@playwright/test';
import type { Product } from './product.ts';
import type { Row } from './table.ts';

const NODES = 200;
const DRAG_MS = 3_000;

interface Frames {
  count: number;
  median: number;
  p95: number;
  elapsed: number;
}

/** A row with the frames, or a row that says why there are none. */
export async function measureEditor(product: Product): Promise<Row[]> {
  const name = `Editor, drag one of ${NODES} nodes`;
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath) return [[name, 'not measured: CHROME_PATH names no Chromium']];
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...(root ? ['--no-sandbox'] : [])],
  });
  try {
    const { frames, open_ms } = await dragInEditor(browser, product);
    const rate = `${(frames.count / (frames.elapsed / 1_000)).toFixed(0)} frames/s`;
    return [
      [name, rate, `frame p50 ${frames.median.toFixed(1)} ms, p95 ${frames.p95.toFixed(1)} ms`],
      ['Editor, open a workflow of 200 nodes', `${(open_ms / 1_000).toFixed(1)} s`],
    ];
  } finally {
    await browser.close();
  }
}

async function dragInEditor(
  browser: Browser,
  product: Product,
): Promise<{ frames: Frames; open_ms: number }> {
  const workflow = await product.api<{ id: string }>('POST', '/api/integrations/workflows', {
    name: 'Bench: large',
    workflow_definition: largeDefinition(),
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { hostname } = new URL(product.url);
  const cookies = product.cookie.split('; ').map((pair) => {
    const [cookie = '', ...value] = pair.split('=');
    return { name: cookie, value: value.join('='), domain: hostname, path: '/' };
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const since = performance.now();
  await page.goto(`${product.url}/workflows/${workflow.id}`);
  await page.locator('.react-flow__node').first().waitFor({ timeout: 30_000 });
  const open_ms = performance.now() - since;
  return { frames: await drag(page), open_ms };
}

/** Moves the pointer in a circle for three seconds while the page counts its own frames. */
async function drag(page: Page): Promise<Frames> {
  const node = page.locator('.react-flow__node').first();
  const box = await node.boundingBox();
  if (!box) throw new Error('The first node is not on the screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = page.evaluate(countFrames, DRAG_MS);
  const end = performance.now() + DRAG_MS;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(x + 120 * Math.sin(step / 15), y + 80 * Math.cos(step / 15));
  }
  await page.mouse.up();
  const after = await node.boundingBox();
  if (!after || (after.x === box.x && after.y === box.y))
    throw new Error('The node did not follow the pointer');
  return frames;
}

/** Runs in the page. */
function countFrames(ms: number): Promise<Frames> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now: number) => {
      times.push(now - last);
      last = now;
      if (now - begin < ms) {
        requestAnimationFrame(frame);
        return;
      }
      times.sort((a, b) => a - b);
      const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
      resolve({ count: times.length, median: at(0.5), p95: at(0.95), elapsed: now - begin });
    };
    requestAnimationFrame(frame);
  });
}

/** Ten rows of twenty, each node connected to the one before it. */
function largeDefinition() {
  const nodes = Array.from({ length: NODES }, (_, index) => ({
    id: `n${index}`,
    type: index === 0 ? 'trigger' : 'action',
    subtype: index === 0 ? 'manual' : 'data_transform',
    label: `Step ${index}`,
    position: { x: (index % 20) * 280, y: Math.floor(index / 20) * 160 },
    config: index === 0 ? {} : { transform_type: 'custom', expression: 'trigger.data' },
  }));
  const edges = nodes.slice(1).map((node, index) => ({ source: nodes[index]!.id, target: node.id }));
  return { nodes, edges };
}
