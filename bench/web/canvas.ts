/**
 * How smooth the editor is, in a real Chromium without a GPU: frames while a node is dragged, the canvas is moved and
 * zoomed, with 200 nodes and 300 edges and with 1,000 nodes; and how long a workflow takes until it can be seen and used.
 */
import type { Page } from '@playwright/test';
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { atRest, type Chromium, inPage } from './chromium.ts';
import { type Frames, frameCells, framesWhile } from './frames.ts';

const MEASURE_MS = 3_000;

interface Size {
  nodes: number;
  edges: number;
}

const sizes: readonly Size[] = [
  { nodes: 200, edges: 300 },
  { nodes: 1_000, edges: 1_500 },
];

export async function measureCanvas(chromium: Chromium): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(...(await measureSize(chromium, size)));
  return rows;
}

async function measureSize(chromium: Chromium, size: Size): Promise<Row[]> {
  const name = `Editor, ${size.nodes.toLocaleString('en-US')} nodes`;
  const address = await largeWorkflow(chromium.product, size, 'canvas');
  return inPage(chromium, async (page) => {
    // The second visit: what the network takes the first time is measured elsewhere.
    await open(page, address);
    const open_ms = await open(page, address);
    const row = (what: string, frames: Frames): Row => [`${name}, ${what}`, ...frameCells(frames)];
    return [
      [`${name}, open`, `${(open_ms / 1_000).toFixed(2)} s`, `${size.edges.toLocaleString('en-US')} edges`],
      row('drag a node', await drag(page)),
      row('pan', await pan(page)),
      row('zoom', await zoom(page)),
      row('pan, all in view', await panFromFar(page)),
    ];
  });
}

/** Makes a workflow of that size. @returns its address */
export async function largeWorkflow(product: Product, size: Size, use: string): Promise<string> {
  const { id } = await product.api<{ id: string }>('POST', '/api/integrations/workflows', {
    name: `Bench: ${size.nodes} nodes for ${use}`,
    workflow_definition: largeDefinition(size),
  });
  return `${product.url}/workflows/${id}`;
}

/** Until a card and an edge are drawn and the page has nothing left to do for a moment. */
async function open(page: Page, url: string): Promise<number> {
  const since = performance.now();
  await page.goto(url);
  await page.locator('.react-flow__node').first().waitFor({ timeout: 30_000 });
  await page.locator('.react-flow__edge').first().waitFor({ state: 'attached', timeout: 30_000 });
  await atRest(page);
  return performance.now() - since;
}

/** Its id. At the border the canvas would move along with what is dragged. */
async function nodeInTheMiddle(page: Page): Promise<string> {
  const canvas = await canvasBox(page);
  const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
  return page.locator('.react-flow__node').evaluateAll((nodes, { x, y }) => {
    const far = (node: Element) => {
      const box = node.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
    };
    const [nearest] = nodes.toSorted((a, b) => far(a) - far(b));
    return (nearest as HTMLElement).dataset.id ?? '';
  }, middle);
}

/** Moves the pointer in a circle with a node. */
async function drag(page: Page): Promise<Frames> {
  const node = page.locator(`.react-flow__node[data-id="${await nodeInTheMiddle(page)}"]`);
  const box = await node.boundingBox();
  if (!box) throw new Error('The node is not on the screen');
  const [x, y] = [box.x + box.width / 2, box.y + 20];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = await framesWhile(page, MEASURE_MS, (step) =>
    page.mouse.move(x + 120 * Math.sin(step / 15), y + 80 * Math.cos(step / 15)),
  );
  await page.mouse.up();
  const after = await node.boundingBox();
  if (!after || (after.x === box.x && after.y === box.y))
    throw new Error('The node did not follow the pointer');
  return frames;
}

async function canvasBox(page: Page) {
  const box = await page.locator('.react-flow').boundingBox();
  if (!box) throw new Error('There is no canvas');
  return box;
}

async function viewOf(page: Page): Promise<string> {
  return page.locator('.react-flow__viewport').evaluate((view) => (view as HTMLElement).style.transform);
}

/** Drags the canvas by a place where nothing is, in a wide circle. */
async function pan(page: Page): Promise<Frames> {
  const before = await viewOf(page);
  const box = await canvasBox(page);
  const at = { x: box.x + box.width - 60, y: box.y + 40 };
  const on = await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.className.toString() ?? '',
    at,
  );
  if (!on.includes('react-flow__pane')) throw new Error(`There is no empty canvas to drag: ${on}`);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const frames = await framesWhile(page, MEASURE_MS, (step) =>
    page.mouse.move(at.x - 300 + 300 * Math.cos(step / 20), at.y + 200 * Math.sin(step / 20)),
  );
  await page.mouse.move(at.x - 100, at.y + 30);
  await page.mouse.up();
  if ((await viewOf(page)) === before) throw new Error('The canvas did not move');
  return frames;
}

/** Turns the wheel in and out over the middle, with Ctrl held: alone it moves the view. */
async function zoom(page: Page): Promise<Frames> {
  const before = await viewOf(page);
  const box = await canvasBox(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  const frames = await framesWhile(page, MEASURE_MS, (step) =>
    page.mouse.wheel(0, Math.floor(step / 25) % 2 === 0 ? 40 : -40),
  );
  await page.keyboard.up('Control');
  if ((await viewOf(page)) === before) throw new Error('The canvas did not zoom');
  return frames;
}

async function panFromFar(page: Page): Promise<Frames> {
  await page.getByRole('button', { name: 'Fit to screen' }).click();
  await page.waitForFunction(() => document.querySelector('.millrace-canvas.far') !== null);
  // The animation of the fit, and the drawing of what came into view, are not the pan.
  await page.waitForTimeout(1_000);
  return pan(page);
}

/** Rows of twenty, each node connected to the one before it and every other one to a node of the row above. */
function largeDefinition(size: Size) {
  const nodes = Array.from({ length: size.nodes }, (_, index) => ({
    id: `n${index}`,
    type: index === 0 ? 'trigger' : 'action',
    subtype: index === 0 ? 'manual' : 'data_transform',
    label: `Step ${index}`,
    position: { x: (index % 20) * 320, y: Math.floor(index / 20) * 160 },
    config: index === 0 ? {} : { transform_type: 'custom', expression: 'trigger.data' },
  }));
  const chain = nodes.slice(1).map((node, index) => ({ source: nodes[index]!.id, target: node.id }));
  const across = nodes.slice(21).map((node, index) => ({ source: nodes[index]!.id, target: node.id }));
  const every = across.length / (size.edges - chain.length);
  const some = Array.from(
    { length: size.edges - chain.length },
    (_, index) => across[Math.floor(index * every)]!,
  );
  return { nodes, edges: [...chain, ...some] };
}
