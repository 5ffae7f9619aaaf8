import type { DefinitionInput } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger } from '../harness/definitions.ts';
import { Expressions } from '../harness/expressions.ts';
import { activeOption, tabTo } from '../harness/keyboard.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'controls' });

const twoSteps: DefinitionInput = chain(
  manualTrigger,
  httpRequest({ url: 'https://example.com', method: 'POST' }),
);

test('a list of choices is opened, read, searched and left with the keyboard alone', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(await api.workflow('Choices', twoSteps));
  await builder.openNode('HTTP Request');
  const method = builder.properties.getByRole('combobox', { name: 'Method' });
  const list = page.getByRole('listbox', { name: 'Method' });
  const { keyboard } = page;
  await tabTo(page, method);

  await test.step('it opens at what is chosen, and the focus stays', async () => {
    await keyboard.press('ArrowDown');
    await expect(list).toBeVisible();
    await expect(list.getByRole('option', { selected: true })).toHaveText('POST');
    await expect(activeOption(page)).toHaveText('POST');
    await expect(method).toBeFocused();
    const told = await method.getAttribute('aria-activedescendant');
    await expect(page.locator(`[id="${told}"]`)).toHaveText('POST');
    await expect(method).toHaveAttribute('aria-controls', (await list.getAttribute('id')) ?? '');
    await expectAccessible(page, 'an open list of choices');
  });

  await test.step('keys walk, Escape leaves it as it was', async () => {
    await keyboard.press('End');
    const last = await activeOption(page).textContent();
    expect(last).not.toBe('POST');
    await keyboard.press('Home');
    await expect(activeOption(page)).toHaveText('GET');
    await keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(method).toHaveText('POST');
    await expect(method).toBeFocused();
    await expect(builder.properties).toBeVisible();
  });

  await test.step('letters find an option and are no shortcuts, open or closed', async () => {
    await keyboard.type('pa');
    await expect(activeOption(page)).toHaveText('PATCH');
    await keyboard.press('Enter');
    await expect(list).toBeHidden();
    await expect(method).toHaveText('PATCH');
    for (const letter of ['o', 'r', 'n', 'x', 't', 'f', '/', '?', '0']) await keyboard.press(letter);
    await keyboard.press('Escape');
    await expect(page.getByRole('tree', { name: /Outline/ })).toBeHidden();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(builder.nodes()).toHaveCount(2);
    await expect(method).toHaveText('PATCH');
    await expect(method).toBeFocused();
  });

  await test.step('Tab takes what is shown and goes on', async () => {
    await keyboard.press('Space');
    await keyboard.press('ArrowUp');
    const above = (await activeOption(page).textContent()) ?? '';
    await keyboard.press('Tab');
    await expect(list).toBeHidden();
    await expect(method).toHaveText(above);
    await expect(method).not.toBeFocused();
    await expect(builder.properties.locator(':focus')).toHaveCount(1);
  });

  await test.step('the mouse chooses, and a click beside it closes it', async () => {
    await method.click();
    await list.getByRole('option', { name: 'GET', exact: true }).hover();
    await expect(activeOption(page)).toHaveText('GET');
    await list.getByRole('option', { name: 'GET', exact: true }).click();
    await expect(method).toHaveText('GET');
    await expect(method).toBeFocused();
    await method.click();
    await builder.properties.getByLabel('Name', { exact: true }).click();
    await expect(list).toBeHidden();
    await expect(builder.properties.getByLabel('Name', { exact: true })).toBeFocused();
  });
});

test('a long list of choices scrolls, keeps what is chosen in view, and is cut off by nothing', async ({
  builder,
  page,
  api,
}) => {
  const height = 420;
  await page.setViewportSize({ width: 1000, height });
  const check = {
    id: 'check',
    type: 'conditional' as const,
    subtype: 'if' as const,
    label: 'Conditional',
    position: { x: 320, y: 160 },
    config: { conditions: [{ left: 'trigger.data.total', op: 'matches', right: '^1' }] },
  };
  const workflow = await api.deployed('Long lists', chain(manualTrigger, check));
  for (let total = 1; total <= 8; total++) await api.run(workflow.id, { total });
  await builder.open(workflow);
  const list = page.getByRole('listbox');

  async function expectWhole(): Promise<void> {
    const box = await list.boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThanOrEqual(height);
  }

  await test.step('in a panel', async () => {
    await builder.node('Conditional').focus();
    await page.keyboard.press('Enter');
    await builder.properties.getByRole('combobox', { name: 'Operator' }).click();
    await expect(list.getByRole('option', { selected: true })).toBeInViewport({ ratio: 1 });
    await expectWhole();
    await page.keyboard.press('Home');
    await expect(activeOption(page)).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('PageDown');
    await expect(activeOption(page)).toBeInViewport({ ratio: 1 });
    await expectAccessible(page, 'a long list in a panel');
    await page.keyboard.press('Escape');
  });

  await test.step('in a dialog, where the wheel scrolls it and Escape closes it alone', async () => {
    await page.keyboard.press('Control+Enter');
    const dialog = builder.dialog('Test the workflow');
    await dialog.getByRole('combobox', { name: 'Sample from' }).click();
    await expectWhole();
    const overflows = await list.evaluate((element) => element.scrollHeight > element.clientHeight);
    expect(overflows).toBe(true);
    await list.hover();
    await page.mouse.wheel(0, 2_000);
    await expect(list.getByRole('option').last()).toBeInViewport({ ratio: 1 });
    await expectAccessible(page, 'a long list in a dialog');
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(dialog).toBeVisible();
  });
});

test('JSON says where it is wrong, goes there, and is laid out without a value being touched', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(await api.workflow('JSON', twoSteps));
  await builder.button('Test').click();
  const dialog = builder.dialog('Test the workflow');
  const input = dialog.getByRole('textbox', { name: 'Sample input' });
  const format = dialog.getByRole('button', { name: 'Format', exact: true }).first();

  await test.step('a mistake is underlined and told with its line', async () => {
    await input.fill('{\n  "id": 12345678901234567890,\n  name: "Ada"\n}');
    await expect(dialog.getByRole('alert')).toHaveText(
      'This is not JSON. Line 3: a name stands in double quotes: "name".',
    );
    await expect(input.locator('.cm-lintRange-error')).toHaveText('name');
    await expect(input).toHaveAccessibleDescription(/Line 3/);
    await expect(dialog.getByRole('button', { name: 'Run Test' })).toBeDisabled();
    await expectAccessible(page, 'JSON with a mistake');
    await input.locator('.cm-lintRange-error').hover();
    await expect(page.getByRole('tooltip')).toContainText('double quotes');
    await expectAccessible(page, 'what a mistake says');
  });

  await test.step('Format goes to the mistake; typed over, it is right', async () => {
    await format.click();
    await page.keyboard.type('"name"');
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await expect(input.locator('.cm-lintRange')).toHaveCount(0);
  });

  await test.step('it is laid out by key, every digit stays, and undo takes it back', async () => {
    await input.fill('{"id":12345678901234567890,"tags":["a",{"b":1}]}');
    await page.keyboard.press('Shift+Alt+F');
    const lines = ['{', '  "id": 12345678901234567890,', '  "tags": [', '    "a",', '    {', '      "b": 1'];
    await expect(input.locator('.cm-line').filter({ hasText: /\S/ })).toHaveText([
      ...lines,
      '    }',
      '  ]',
      '}',
    ]);
    await page.keyboard.press('Control+z');
    await expect(input.locator('.cm-line')).toHaveText(['{"id":12345678901234567890,"tags":["a",{"b":1}]}']);
  });

  await test.step('Tab leaves the editor', async () => {
    await page.keyboard.press('Tab');
    await expect(input).not.toBeFocused();
    await expect(format).toBeFocused();
  });
});

test('a JSON field with expressions is marked and laid out around them', async ({ builder, page, api }) => {
  const call = httpRequest({
    url: 'https://example.com',
    method: 'POST',
    body_type: 'json',
    body: '{"total":{{ trigger.data.total }} "name":"x"}',
  });
  await builder.open(await api.workflow('JSON body', chain(manualTrigger, call)));
  await builder.openNode('HTTP Request');
  const body = builder.field('Body');
  await expect(
    builder.properties.getByText(/a comma is missing before this\. It would be sent/),
  ).toBeVisible();
  await expect(body.locator('.cm-lintRange-warning').first()).toBeVisible();
  await expectAccessible(page, 'a JSON field with a mistake');
  await body.fill('{"total":{{ trigger.data.total }},"name":"x"}');
  await expect(builder.properties.getByText(/a comma is missing/)).toBeHidden();
  await builder.properties.getByRole('button', { name: 'Format', exact: true }).click();
  await expect(body.locator('.cm-line')).toHaveCount(4);
  await expect(body.locator('.cm-line').nth(1)).toContainText('"total":');
});

test('Escape closes what helps with an expression, and only then the popover around it', async ({
  builder,
  page,
  api,
}) => {
  const expressions = new Expressions(builder);
  const call = httpRequest({ url: 'https://example.com/{{ trigger.data.id }}' });
  await builder.open(await api.workflow('Escape', chain(manualTrigger, call)));
  await builder.openNode('HTTP Request');
  await expressions.chip('URL', /id/).click();
  const popover = builder.dialog('Edit expression');
  await expect(popover.getByRole('textbox', { name: 'URL' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' + up');
  await expect(expressions.completion('upper')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(popover).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(popover).toBeHidden();
});
