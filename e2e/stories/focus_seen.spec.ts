import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

const steps = () => [
  manualTrigger,
  httpRequest({ url: 'https://example.com' }),
  transform({ expression: '1' }, 2),
];

for (const size of [
  { width: 1440, height: 900 },
  { width: 720, height: 450 },
]) {
  test(`at ${size.width} pixels what has the focus is seen`, async ({ builder, page, api }) => {
    await page.setViewportSize(size);
    const workflow = await api.workflow(`Seen at ${size.width}`, chain(...steps()));
    await builder.open(workflow);

    await test.step('a card far off comes into view', async () => {
      await page.locator('.react-flow__pane').hover({ position: { x: 300, y: 200 } });
      await page.mouse.wheel(3000, 0);
      const card = page.locator('.react-flow__node-step').first();
      await expect(card).not.toBeInViewport();
      await page.keyboard.press('Control');
      await card.focus();
      await expect(card).toBeInViewport({ ratio: 1 });
      await expect(card).toBeFocused();
    });

    await test.step('its menu begins at the first item', async () => {
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menuitem').first()).toBeFocused();
      await page.keyboard.press('Escape');
    });

    await test.step('what is selected and grouped is said, and the name of the group is seen', async () => {
      await page.keyboard.press('Control+a');
      const said = page.locator('[data-announcer]');
      await expect(said).toHaveText('3 nodes selected');
      await page.keyboard.press('Control+g');
      const name = page.getByRole('textbox', { name: 'Name of the group' });
      await expect(name).toBeFocused();
      await expect(name).toBeInViewport({ ratio: 1 });
      await expect(said).toHaveText(/^Grouped/);
      await page.keyboard.press('Escape');
    });

    await test.step('what gets the focus is not under the properties', async () => {
      await page.locator('.react-flow__node-step').first().click();
      await expect(builder.properties).toBeVisible();
      await page.keyboard.press('Tab');
      const help = page.getByRole('button', { name: 'Keyboard shortcuts' }).first();
      await help.focus();
      const isSeen = () =>
        help.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        });
      await expect.poll(isSeen).toBe(true);
      if (size.width > 1080) await expectAccessible(page, 'the editor with properties');
    });
  });
}

test('a new workflow by keyboard begins at its heading, and its first card has the focus', async ({
  page,
  builder,
}) => {
  await page.goto('/workflows');
  await builder.button('New Workflow').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('button', { name: 'When a request arrives' }).press('Enter');
  await expect(page.locator('.react-flow__node-step')).toBeFocused();
  await expect(page.locator('[data-announcer]')).toHaveText(/^Added /);
});
