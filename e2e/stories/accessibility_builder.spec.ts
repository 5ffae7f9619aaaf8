import type { DefinitionInput } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, mapName, webhookTrigger } from '../harness/definitions.ts';
import { Knowing } from '../harness/knowing.ts';
import { Outline } from '../harness/outline.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';

test.describe.configure({ timeout: 240_000 });

const call = {
  ...httpRequest({ url: 'https://example.com/{{ trigger.data.id }}' }),
  position: { x: 640, y: 160 },
};
const written: DefinitionInput = {
  ...chain(webhookTrigger, { ...mapName, label: 'Map the name' }, call),
  notes: [
    {
      id: 'n',
      text: '# Prices\nAsk **Ada**',
      position: { x: 0, y: -120 },
      width: 240,
      height: 120,
      tint: 'yellow',
    },
  ],
  groups: [{ id: 'g', label: 'Calls', tint: 'blue', nodes: ['call'] }],
};

test('axe finds nothing in what opens on the canvas', async ({ page, api, builder }) => {
  const outline = new Outline(page);
  await builder.open(await api.workflow('Looked at', written));
  await expect(builder.node('HTTP Request')).toBeVisible();
  await expectAccessible(page, 'notes and groups');

  await page.keyboard.press('o');
  await outline.goTo(outline.row('Map the name'));
  await expectAccessible(page, 'the outline with a step open');
  await page.keyboard.press('Shift+F10');
  await outline.walkTo(page.getByRole('menuitem', { name: 'Connect to…' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu')).toHaveCount(2);
  await expectAccessible(page, 'the menu of the outline with its targets');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.getByPlaceholder('Search nodes…')).toBeFocused();
  await expectAccessible(page, 'the quick search');
  await page.keyboard.press('Escape');
  await outline.panel.getByRole('button', { name: 'Close the outline' }).click();

  await builder.node('HTTP Request').focus();
  await page.keyboard.press('?');
  await expect(builder.dialog('Keyboard shortcuts')).toBeVisible();
  await expectAccessible(page, 'the keys');
  await page.keyboard.press('Escape');
  await builder.node('HTTP Request').focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await expectAccessible(page, 'several selected');
  await page.getByRole('button', { name: 'More' }).first().click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'the menu of the top bar');
});

test('axe finds nothing in forms and their pickers', async ({ page, api, builder }) => {
  const knowing = new Knowing(builder);
  await builder.open(await api.workflow('Forms', written));
  await builder.openNode('HTTP Request');
  await builder.properties.getByRole('button', { name: 'Insert a variable' }).first().click();
  await expect(builder.dialog('Insert a variable')).toBeVisible();
  await expectAccessible(page, 'the variable picker');
  await page.keyboard.press('Escape');
  await builder.properties.getByRole('tab', { name: 'Settings' }).click();
  await expectAccessible(page, 'settings of a step');
  await builder.properties.getByRole('tab', { name: 'Parameters' }).click();
  await builder.properties.getByRole('button', { name: 'Wide view' }).click();
  await expect(builder.properties.getByRole('region', { name: 'Input of this step' })).toBeVisible();
  await expectAccessible(page, 'wide properties');
  await page.keyboard.press('Escape');
  await knowing.choose('Map the name', 'Edit sample');
  await expect(knowing.sampleEditor('Map the name')).toBeVisible();
  await expectAccessible(page, 'the editor of a sample');
  await knowing.sampleEditor('Map the name').fill('{ "name": "Ada" }');
  await builder.properties.getByRole('button', { name: 'Pin this sample' }).click();
  await expect(knowing.pinBadge('Map the name')).toBeVisible();
  await expectAccessible(page, 'a pinned sample');
});

test('axe finds nothing in tests and their results', async ({ page, api, builder }) => {
  const tests = new Tests(builder);
  await builder.open(await api.workflow('Tested', written));
  await tests.openDialog();
  await tests.openAnswer('HTTP Request');
  await expectAccessible(page, 'the test dialog with an answer open');
  await tests.run();
  await expect(builder.step('HTTP Request')).toBeVisible();
  await expectAccessible(page, 'steps');
  await builder.results
    .getByRole('radio', { name: 'Timeline' })
    .or(builder.results.getByRole('button', { name: 'Timeline' }))
    .first()
    .click();
  await expectAccessible(page, 'the timeline');
  await tests.openPanel();
  await expectAccessible(page, 'saved tests');
  await builder.results.getByRole('tab', { name: /^Problems/ }).click();
  await expectAccessible(page, 'problems');
});
