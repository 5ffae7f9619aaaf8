import type { Locator, Page } from '@playwright/test';
import { chain, httpRequest, mapName, webhookTrigger } from '../harness/definitions.ts';
import { Outline } from '../harness/outline.ts';
import { expect, test } from '../harness/test.ts';

const call = { ...httpRequest({ url: 'https://example.com' }), position: { x: 640, y: 160 } };
const workflow = chain(webhookTrigger, { ...mapName, label: 'Map the name' }, call);

test.describe('at 200 % zoom in a window of 1280 × 900', () => {
  test.use({ viewport: { width: 640, height: 450 } });

  test('everything of the builder can be reached and seen whole', async ({ page, api, builder }) => {
    const outline = new Outline(page);
    await builder.open(await api.workflow('Zoomed', workflow));

    await test.step('the top bar', async () => {
      for (const name of ['Cancel', 'Save', 'Test', 'Deploy']) await seenWhole(builder.button(name));
    });

    await test.step('the outline and the properties', async () => {
      await page.getByLabel('Workflow name').focus();
      await page.keyboard.press('Escape');
      await page.getByLabel('Workflow name').blur();
      await page.keyboard.press('o');
      await outline.goTo(outline.row('HTTP Request'));
      await seenWhole(outline.row('HTTP Request'));
      await page.keyboard.press('Enter');
      await seenWhole(builder.field('URL'));
      await seenWhole(builder.properties.getByRole('tab', { name: 'Settings' }));
    });

    await test.step('the menu of a step', async () => {
      await outline.goTo(outline.row('Map the name'));
      await page.keyboard.press('Shift+F10');
      for (const name of [/^Open properties/, /^Delete with its connections/])
        await seenWhole(page.getByRole('menuitem', { name }));
      await page.keyboard.press('Escape');
    });

    await test.step('the test dialog, with its button', async () => {
      await builder.button('Test').click();
      const dialog = builder.dialog('Test the workflow');
      await seenWhole(dialog.getByRole('textbox', { name: 'Sample input' }));
      await seenWhole(dialog.getByRole('button', { name: 'Run Test' }));
      await dialog.getByRole('button', { name: 'Run Test' }).click();
      await expect(dialog).toBeHidden();
      await seenWhole(builder.step('HTTP Request'));
    });

    await test.step('the field mapper and the keys', async () => {
      await builder.node('Map the name').press('Enter');
      await builder.properties.getByRole('button', { name: 'Map Fields' }).click();
      const mapper = builder.dialog('Map Fields');
      for (const button of await mapper.getByRole('button').all())
        if (await button.isVisible()) await seenWhole(button);
      await page.keyboard.press('Escape');
      await expect(mapper).toBeHidden();
      await builder.node('Map the name').press('?');
      const keys = builder.dialog('Keyboard shortcuts');
      await seenWhole(keys.getByText('Undo').first());
      await seenWhole(keys.getByRole('button', { name: 'Close' }));
    });
  });
});

test.describe('for who wants no motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves by itself, and everything works', async ({ page, api, builder }) => {
    const outline = new Outline(page);
    await builder.open(await api.workflow('Still', workflow));
    await page.keyboard.press('o');
    await outline.goTo(outline.row('Map the name'));
    await expectStill(page);
    await page.keyboard.press('Alt+ArrowDown');
    await outline.expectSaid('Moved Map the name, now after HTTP Request');
    await expectStill(page);
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await expectStill(page);
    await page.keyboard.press('Escape');
    await builder.canvas.getByRole('button', { name: 'Tidy up' }).click();
    await expectStill(page);
    await builder.button('Test').click();
    await expectStill(page);
    await builder.dialog('Test the workflow').getByRole('button', { name: 'Run Test' }).click();
    await expect(builder.step('HTTP Request')).toBeVisible();
    await expectStill(page);
  });
});

/** Scrolled to, it is inside of the window on all sides. */
async function seenWhole(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  await expect(target).toBeInViewport({ ratio: 0.99 });
}

/** No animation is under way that takes a time that can be seen. */
async function expectStill(page: Page): Promise<void> {
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration ?? 0) > 20)
      .map(
        (animation) =>
          ((animation.effect as KeyframeEffect | null)?.target as Element | null)?.className ?? '',
      ),
  );
  expect(moving).toEqual([]);
}
