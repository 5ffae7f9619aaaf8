/** Ten megabytes of JSON in the viewer: what the page does not answer for while it is opened, unfolded, searched, read raw. */
import type { Page } from '@playwright/test';
import type { Row } from '../table.ts';
import { deploy } from '../workloads/workload.ts';
import { type Chromium, inPage } from './chromium.ts';
import { countLongTasks, longestTask } from './long_tasks.ts';

/** A little less than the limit of an input, 10 MB. */
const records = 40_000;

export async function measureJsonViewer(chromium: Chromium): Promise<Row[]> {
  const { product } = chromium;
  const { workflow_id } = await deploy(product, 'Bench: 10 MB', {
    nodes: [
      { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
      {
        id: 'count',
        type: 'action',
        subtype: 'data_transform',
        config: { transform_type: 'custom', expression: 'length(trigger.data.orders)' },
      },
    ],
    edges: [{ source: 'start', target: 'count' }],
  });
  const input = largeInput();
  const execution = await product.api<{ id: string; status: string }>(
    'POST',
    `/api/integrations/workflows/${workflow_id}/execute?wait=true`,
    { input },
  );
  if (execution.status !== 'success') throw new Error(`The execution ended ${execution.status}`);
  const name = `JSON viewer, ${(JSON.stringify(input).length / 1e6).toFixed(1)} MB`;
  return inPage(chromium, async (page) => {
    await countLongTasks(page);
    await page.goto(`${product.url}/executions/${execution.id}`);
    const rows: Row[] = [];
    for (const [what, act] of stages(page)) rows.push([`${name}, ${what}`, await longestTask(page, act)]);
    return rows;
  });
}

function stages(page: Page): [string, () => Promise<void>][] {
  const viewer = page.getByRole('tree', { name: /^Output/ });
  const search = page.getByRole('searchbox', { name: 'Search in the data' });
  return [
    [
      'open',
      async () => {
        await page.getByRole('button', { name: 'Load all' }).first().click();
        await viewer.waitFor();
      },
    ],
    [
      'unfold',
      async () => {
        await viewer.getByRole('treeitem', { name: /^orders/ }).click();
        await viewer.getByRole('treeitem', { name: /^0 … / }).first().click();
        await viewer
          .getByRole('treeitem', { name: /^0 … 99/ })
          .last()
          .click();
        await viewer.getByRole('treeitem', { name: /^7:/ }).waitFor();
      },
    ],
    [
      'search, the last of all',
      async () => {
        await search.fill(`no match but this ${records - 1}`);
        await page.getByText('1 of 1', { exact: true }).waitFor();
      },
    ],
    [
      'raw',
      async () => {
        await page
          .getByRole('tabpanel', { name: 'Output' })
          .getByRole('button', { name: 'Raw', exact: true })
          .click();
        await page
          .getByRole('region', { name: /^Raw: / })
          .getByText('"orders": [')
          .waitFor();
      },
    ],
    [
      'scroll raw to its end',
      async () => {
        const raw = page.getByRole('region', { name: /^Raw: / });
        const last = raw.getByText(`"no match but this ${records - 1}"`);
        await raw.focus();
        // What is below is still being written.
        for (let turn = 0; turn < 100 && !(await last.isVisible()); turn += 1) {
          await page.keyboard.press('End');
          await page.waitForTimeout(100);
        }
        await last.waitFor({ timeout: 1_000 });
      },
    ],
  ];
}

function largeInput() {
  return {
    orders: Array.from({ length: records }, (_, index) => ({
      id: index,
      note: `no match but this ${index}`,
      customer: { name: 'Ada Lovelace', email: 'ada@example.com', address: { city: 'London', zip: 'W1' } },
      lines: [
        { sku: 'A-1', quantity: 2, price: 19.9 },
        { sku: 'B-2', quantity: 1, price: 5 },
      ],
      paid: index % 2 === 0,
    })),
  };
}
