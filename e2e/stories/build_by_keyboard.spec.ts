import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('Tab does not lead there');
}

/** Opens the menu of the node that has the focus and walks to an item. */
async function menuTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await tabTo(page, page.getByRole('menuitem', { name }), 'ArrowDown');
}

test('a workflow is built and deployed with the keyboard alone', async ({ builder, page }) => {
  const { keyboard } = page;
  await page.goto('/workflows');
  await tabTo(page, builder.button('New Workflow'));
  await keyboard.press('Enter');
  await expect(builder.canvas).toBeVisible();
  await tabTo(page, page.getByLabel('Workflow name'));
  await keyboard.press('Control+a');
  await keyboard.type('Built without a mouse');
  await keyboard.press('Enter');

  await test.step('/ searches a node, Enter adds it', async () => {
    await keyboard.press('/');
    await keyboard.type('manual');
    await keyboard.press('Enter');
    await expect(builder.node('Manual Trigger')).toBeVisible();
  });

  await test.step('the menu of a node adds the next one, connected', async () => {
    await tabTo(page, builder.node('Manual Trigger'));
    await menuTo(page, 'Add next step…');
    await keyboard.press('Enter');
    await expect(page.getByPlaceholder('Search nodes…')).toBeFocused();
    await keyboard.type('data transform');
    await keyboard.press('Enter');
    await builder.expectConnected('Manual Trigger', 'Data Transform');
  });

  await test.step('the menu connects to a node that is there', async () => {
    await keyboard.press('Escape');
    await keyboard.press('/');
    await keyboard.type('stop');
    await keyboard.press('Enter');
    await expect(builder.node('Stop')).toBeVisible();
    await tabTo(page, builder.node('Manual Trigger'));
    await keyboard.press('Alt+ArrowRight');
    await expect(builder.node('Data Transform')).toBeFocused();
    await menuTo(page, 'Connect to…');
    await keyboard.press('ArrowRight');
    await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused();
    await keyboard.press('Enter');
    await builder.expectConnected('Data Transform', 'Stop');
  });

  await test.step('Enter opens the form, and its first field has the focus', async () => {
    await tabTo(page, builder.node('Data Transform'));
    await keyboard.press('Enter');
    const kind = builder.properties.getByRole('combobox', { name: 'Transform' });
    await expect(kind).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'Map fields' })).toBeFocused();
    await keyboard.type('Compute');
    await expect(page.getByRole('option', { name: 'Compute a value' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(kind).toHaveText('Compute a value');
    await tabTo(page, builder.field('Expression'));
    await keyboard.type('trigger.data.total * 2');
  });

  await test.step('the top bar tests and deploys', async () => {
    await keyboard.press('Control+s');
    await builder.expectSaved();
    await tabTo(page, builder.button('Deploy'), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(builder.toast('Workflow deployed and enabled')).toBeVisible();
    await expect(builder.dialog('Workflow deployed')).toBeVisible();
    await keyboard.press('Escape');
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
  });
});
