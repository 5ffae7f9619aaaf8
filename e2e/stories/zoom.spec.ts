import type { Locator, Page } from '@playwright/test';
import { chain, httpRequest, mapName, webhookTrigger } from '../harness/definitions.ts';
import { expectFits, expectWhole } from '../harness/layout.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { Mapper } from '../harness/mapper.ts';
import { Outline } from '../harness/outline.ts';
import { addFromPalette, expectNothingBeside } from '../harness/small.ts';
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
      await expectNothingBeside(page);
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
      await expect(builder.properties.getByRole('combobox', { name: 'Method' })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(builder.properties).toBeHidden();
      await expect(outline.row('HTTP Request')).toBeFocused();
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

for (const [width, height] of [
  [720, 450],
  [640, 360],
] as const) {
  test.describe(`at 200 % zoom in a window of ${width * 2} × ${height * 2}`, () => {
    test.use({ viewport: { width, height } });

    test('a workflow is built, tested and deployed, and nothing lies beside of what is seen', async ({
      page,
      builder,
    }) => {
      await using local = await startLocalServer();
      local.answer = { status: 200, body: { taken: true } };
      await builder.newWorkflow(`Built at ${width} × ${height}`);
      await expectNothingBeside(page);

      await test.step('from the palette, which goes when it was used', async () => {
        await addFromPalette(builder, 'Webhook Trigger');
        await addFromPalette(builder, 'Data Transform');
        await builder.expectConnected('Webhook Trigger', 'Data Transform');
        await addFromPalette(builder, 'HTTP Request');
        await builder.expectConnected('Data Transform', 'HTTP Request');
        await expectNothingBeside(page);
      });

      await test.step('with the properties over the canvas, closed by their button or by Escape', async () => {
        await builder.fillField('URL', `${local.url}/orders`);
        await expectFits(builder.properties);
        for (const name of ['Cancel', 'Save', 'Test', 'Deploy', 'More actions'])
          await expectWhole(builder.button(name));
        await builder.button('Close the properties').click();
        await expect(builder.properties).toBeHidden();
        await expect(builder.node('HTTP Request')).toBeFocused();
        await expectWhole(builder.node('HTTP Request'));
        await builder.node('HTTP Request').press('Enter');
        await expect(builder.properties.getByRole('combobox', { name: 'Method' })).toBeFocused();
        await page.keyboard.press('Escape');
        await expect(builder.properties).toBeHidden();
        await expect(builder.node('HTTP Request')).toBeFocused();
        await builder.button('Properties').click();
        await expect(builder.field('URL')).toHaveText(`${local.url}/orders`);
      });

      await test.step('its fields are mapped from what a test has received', async () => {
        await page.keyboard.press('Escape');
        await builder.runTest({ id: 7, customer: { name: 'Ada' } });
        await expect(builder.step('Webhook Trigger')).toHaveAccessibleName(/Success/);
        await builder.results.getByRole('button', { name: 'Close results' }).click();
        await builder.button('Fit to screen').click();
        await builder.openNode('Data Transform');
        const mapper = new Mapper(builder);
        await mapper.open();
        await expectFits(mapper.dialog);
        await expectNothingBeside(page);
        await mapper.pasteTarget({ buyer: 'Grace' });
        await mapper.click('trigger.data.customer.name', 'buyer');
        await mapper.expectMapped('buyer', /"Ada"/);
        await mapper.done();
        await expect(builder.properties.getByRole('button', { name: 'Map Fields' })).toBeFocused();
        await builder.button('Close the properties').click();
      });

      await test.step('a test shows its results, not covered by anything', async () => {
        await builder.runTest();
        await expect(builder.step('HTTP Request')).toHaveAccessibleName(/Success/);
        await expectWhole(builder.step('HTTP Request'));
        await builder.step('HTTP Request').click();
        await expect(builder.properties).toBeHidden();
        await expectFits(builder.results);
        await expectNothingBeside(page);
        await builder.results.getByRole('button', { name: 'Close results' }).click();
      });

      await test.step('and it is saved and deployed', async () => {
        await builder.save();
        await builder.deploy();
        const dialog = builder.dialog('Workflow deployed');
        await expectWhole(dialog.getByRole('button', { name: 'Done' }));
        await builder.closeDeployed();
        await builder.button('More actions').click();
        await expectWhole(page.getByRole('menuitem', { name: 'Run', exact: true }));
        await page.keyboard.press('Escape');
        await expect(builder.button('More actions')).toBeFocused();
        for (const tab of ['Executions', 'Versions', 'Settings', 'Editor'] as const) {
          await builder.tab(tab);
          await expectNothingBeside(page);
        }
      });
    });
  });
}

test('palette, outline and properties lie beside the canvas again where there is room', async ({
  page,
  api,
  builder,
}) => {
  await page.setViewportSize({ width: 720, height: 450 });
  const outline = new Outline(page);
  await builder.open(await api.workflow('Wider', workflow));
  await expect(builder.palette).toBeHidden();
  await builder.openNode('HTTP Request');
  await builder.field('URL').fill('https://example.com/wider');
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(builder.palette).toBeVisible();
  await expect(builder.field('URL')).toHaveText('https://example.com/wider');
  await expect(builder.button('Add nodes')).toBeHidden();
  await test.step('who is in a field stays in it, also where the results are open', async () => {
    await builder.results.getByRole('button', { name: /^Results/ }).click();
    await builder.field('URL').focus();
    await page.setViewportSize({ width: 720, height: 450 });
    await expect(builder.field('URL')).toBeFocused();
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(builder.field('URL')).toBeFocused();
    await builder.results.getByRole('button', { name: 'Close results' }).click();
  });
  await page.setViewportSize({ width: 720, height: 450 });
  await builder.button('Close the properties').click();

  await test.step('Enter on a problem opens the properties that were put away, with the focus in the field', async () => {
    await builder.openNode('HTTP Request');
    await builder.fillField('URL', '');
    await builder.button('Close the properties').click();
    await builder.button('Deploy').click();
    // The refusal takes the focus a moment later; nobody is quicker than that.
    await expect(builder.results.locator(':focus')).toContainText('Not deployed');
    await builder.problem('missing URL').press('Enter');
    await expect(builder.field('URL')).toBeFocused();
    await builder.fillField('URL', 'https://example.com/wider');
    await builder.button('Close the properties').click();
    await builder.results.getByRole('button', { name: 'Close results' }).click();
  });

  await test.step('Escape closes the outline there, and the focus is on the card', async () => {
    await builder.node('HTTP Request').press('o');
    await outline.goTo(outline.row('Map the name'));
    await page.keyboard.press('Escape');
    await expect(outline.panel).toBeHidden();
    await expect(builder.node('Map the name')).toBeFocused();
  });

  await test.step('Escape closes the palette, and the focus is on its button', async () => {
    await builder.button('Add nodes').click();
    await page.keyboard.press('Escape');
    await expect(builder.palette).toBeHidden();
    await expect(builder.button('Add nodes')).toBeFocused();
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
