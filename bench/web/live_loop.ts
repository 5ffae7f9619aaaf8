/** Ten thousand rounds of a loop, followed live in the editor from the press of Run to the last step. */
import type { Row } from '../table.ts';
import { definition, items } from '../workloads/w6.ts';
import { deploy } from '../workloads/workload.ts';
import { type Chromium, inPage } from './chromium.ts';
import { countLongTasks, longestTask } from './long_tasks.ts';

export async function measureLiveLoop(chromium: Chromium): Promise<Row[]> {
  const { workflow_id } = await deploy(chromium.product, 'Bench: live loop', definition);
  return inPage(chromium, async (page) => {
    await countLongTasks(page);
    await page.goto(`${chromium.product.url}/workflows/${workflow_id}`);
    await page.locator('.react-flow__node').first().waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Run the workflow' });
    const since = performance.now();
    const longest = await longestTask(page, async () => {
      await dialog.getByRole('button', { name: 'Run now' }).click();
      await page
        .getByRole('region', { name: 'Results' })
        .getByRole('status')
        .filter({ hasText: 'Success' })
        .first()
        .waitFor({ timeout: 60_000 });
    });
    const seconds = ((performance.now() - since) / 1_000).toFixed(1);
    return [
      [
        `Live loop of ${items.toLocaleString('en-US')} rounds in the editor`,
        longest,
        `seen to its end in ${seconds} s`,
      ],
    ];
  });
}
