import type { DefinitionInput, Workflow } from '@millrace/core';
import type { Locator } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, mapName } from '../harness/definitions.ts';
import { Expressions } from '../harness/expressions.ts';
import { tabTo } from '../harness/keyboard.ts';
import { Knowing } from '../harness/knowing.ts';
import { Mapper } from '../harness/mapper.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'popups' });
test.describe.configure({ timeout: 240_000 });

const call = { ...httpRequest({ url: 'https://example.com' }), position: { x: 640, y: 160 } };
const mapped: DefinitionInput = chain(manualTrigger, { ...mapName, label: 'Map the name' }, call);

test('axe finds nothing in lists that are open over a form', async ({ builder, page, api }) => {
  await builder.open(await api.workflow('Lists in forms', mapped));
  const found = page.getByRole('dialog').getByRole('option');

  await test.step('a list that is searched: opened by typing on it, with finds and with none', async () => {
    await builder.tab('Settings');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await tabTo(page, zone);
    await page.keyboard.type('berl');
    await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('berl');
    await expect(found.filter({ hasText: 'Europe/Berlin' })).toBeVisible();
    await expectAccessible(page, 'a searched list');
    await page.keyboard.type('xyz');
    await expect(found).toHaveCount(0);
    await expectAccessible(page, 'a searched list with no find');
    await page.keyboard.press('Escape');
    await expect(zone).toBeFocused();
    await builder.tab('Editor');
  });

  await test.step('in the wide view', async () => {
    await builder.openNode('Map the name');
    await builder.properties.getByRole('button', { name: 'Wide view' }).click();
    await builder.properties.getByRole('combobox', { name: 'Transform' }).click();
    await expect(page.getByRole('option', { name: 'Map fields' })).toBeVisible();
    await expectAccessible(page, 'choices in the wide view');
    await page.keyboard.press('Escape');
    await expect(builder.properties.getByRole('region', { name: 'Input of this step' })).toBeVisible();
  });
});

test('axe finds nothing in the help of expressions', async ({ builder, page, api }) => {
  const expressions = new Expressions(builder);
  await builder.open(await api.workflow('Help in forms', mapped));
  await builder.openNode('HTTP Request');

  await builder.field('URL').click();
  await page.keyboard.press('End');
  await page.keyboard.type('/{{ up');
  await expect(expressions.completion('upper')).toBeVisible();
  await expectAccessible(page, 'completions');
  await page.keyboard.press('Enter');
  await expect(page.locator('.cm-signature').first()).toBeVisible();
  await expectAccessible(page, 'help with a function');
});

test('axe finds nothing in menus that are open', async ({ builder, page, api }) => {
  const knowing = new Knowing(builder);
  const menu = page.getByRole('menu');
  const close = async () => {
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  };
  await builder.open(await api.workflow('Menus', mapped));

  await test.step('of a step that is open', async () => {
    await builder.openNode('HTTP Request');
    await builder.properties.getByRole('button', { name: 'Test step' }).click();
    await expect(menu).toBeVisible();
    await expectAccessible(page, 'the menu of a test');
    await close();
  });

  await test.step('of where to go from a port', async () => {
    await builder.canvas
      .getByRole('button', { name: /^Add (next )?step/ })
      .first()
      .click();
    await expect(page.getByPlaceholder('Search nodes…')).toBeFocused();
    await expectAccessible(page, 'what may come next');
    await page.keyboard.press('Escape');
  });

  await test.step('of a sample', async () => {
    await knowing.choose('Map the name', 'Edit sample');
    await expect(knowing.sampleEditor('Map the name')).toBeVisible();
    await knowing.sampleEditor('Map the name').fill('{ "name": ');
    await expect(builder.properties.getByText(/This is not JSON/)).toBeVisible();
    await expectAccessible(page, 'a sample with a mistake');
  });

  await test.step('of several nodes', async () => {
    await builder.node('HTTP Request').focus();
    await page.keyboard.press('Control+a');
    await builder.node('HTTP Request').focus();
    await page.keyboard.press('Shift+F10');
    await expect(menu).toBeVisible();
    await expectAccessible(page, 'the menu of a selection');
    await close();
  });
});

test('axe finds nothing in the menu of the person, with what opens from it', async ({ page, builder }) => {
  const menu = page.getByRole('menu');
  await builder.openWorkflows();
  await page.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(menu).toBeVisible();
  await expectAccessible(page, 'the menu of the person');
  await tabTo(page, page.getByRole('menuitem', { name: /Theme/ }), 'ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(menu).toHaveCount(2);
  await expectAccessible(page, 'the choice of a theme');
  await page.keyboard.press('Escape');
});

test('axe finds nothing in lists over the dialogs of the editor', async ({ builder, page, api }) => {
  const mapper = new Mapper(builder);
  const list = page.getByRole('listbox');
  const openAndLook = async (choice: Locator, what: string) => {
    await choice.click();
    await expect(list).toBeVisible();
    await expectAccessible(page, what);
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
  };
  const workflow = await api.workflow('Dialogs', mapped);
  await builder.open(workflow);

  await builder.openNode('Map the name');
  await mapper.open();
  await mapper.targetField('name').click();
  await openAndLook(mapper.detail.getByRole('combobox', { name: 'Transformation' }), 'choices in the mapper');
  await page.keyboard.press('Escape');
  await expect(mapper.dialog).toBeHidden();

  await builder.button('Test').click();
  const dialog = builder.dialog('Test the workflow');
  await openAndLook(dialog.getByRole('combobox', { name: 'Sample from' }), 'choices in the test dialog');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await builder.tab('Settings');
  await openAndLook(page.getByRole('main').getByRole('combobox').first(), 'choices in the settings');
});

test('axe finds nothing in lists over the other pages', async ({ page, api, builder }) => {
  const sample = await api.send<Workflow>('POST', '/workflows/sample');
  expect(sample.id).toBeTruthy();
  const list = page.getByRole('listbox');
  for (const [path, name] of [
    ['/workflows', 'Status'],
    ['/executions', 'Status'],
    ['/connections', ''],
    ['/approvals', ''],
  ] as const) {
    await page.goto(path);
    const choice = page.getByRole('combobox', name ? { name } : {}).first();
    await choice.click();
    await expect(list).toBeVisible();
    await expectAccessible(page, `choices on ${path}`);
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
  }
  await page.goto('/settings/members');
  await builder.button('Add member').click();
  const dialog = builder.dialog('Add a member');
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await expect(list).toBeVisible();
  await expectAccessible(page, 'choices in a dialog of the settings');
});
