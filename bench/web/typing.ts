/** Typing in the form of a node while two hundred are on the canvas: cards that are drawn again for it, and frames. */
import type { Row } from '../table.ts';
import { largeWorkflow } from './canvas.ts';
import { countCardRenders, takeCardRenders } from './card_renders.ts';
import { atRest, type Chromium, inPage } from './chromium.ts';
import { frameCells, framesWhile } from './frames.ts';
import { countLongTasks, longestTask } from './long_tasks.ts';

const MEASURE_MS = 3_000;
const size = { nodes: 200, edges: 300 };
const typed = 'orders and customers ';

export async function measureTyping(chromium: Chromium): Promise<Row[]> {
  const address = await largeWorkflow(chromium.product, size, 'typing');
  return inPage(chromium, async (page) => {
    await countCardRenders(page);
    await countLongTasks(page);
    await page.goto(`${address}?node=n1`);
    const properties = page.getByRole('region', { name: 'Properties' });
    const field = properties.locator('.cm-content').first();
    await field.click();
    await page.keyboard.press('End');
    await page.waitForTimeout(2_000);
    await atRest(page);
    // That the node was selected is seen on its card.
    if ((await takeCardRenders(page)).length === 0) throw new Error('No card was seen to be drawn again');
    let keys = 0;
    let frames: [string, string] | undefined;
    const longest = await longestTask(page, async () => {
      const counted = await framesWhile(page, MEASURE_MS, async (step) => {
        await page.keyboard.type(typed[step % typed.length]!, { delay: 30 });
        keys += 1;
      });
      frames = frameCells(counted);
    });
    if (!(await field.textContent())?.includes(typed.trim()))
      throw new Error('What was typed is not in the field');
    const drawn = await takeCardRenders(page);
    const others = drawn.filter((id) => id !== 'n1');
    return [
      [
        `Typing in a form, ${size.nodes} nodes`,
        `${others.length} other cards drawn again`,
        `${keys} keys, its own card ${drawn.length - others.length} parts`,
      ],
      ['  frames meanwhile', ...frames!, longest],
    ];
  });
}
