import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, mapName } from '../harness/definitions.ts';
import { activeOption, focusIsIn, tabTo } from '../harness/keyboard.ts';
import { Outline } from '../harness/outline.ts';
import { expect, test } from '../harness/test.ts';

test('a workflow is built, tested and deployed in the outline, by the keyboard alone', async ({
  builder,
  page,
}) => {
  test.setTimeout(120_000);
  const outline = new Outline(page);
  const { keyboard } = page;
  await builder.newWorkflow('Built in the outline');
  await page.getByLabel('Workflow name').press('Enter');

  await test.step('O shows the outline; its first button adds the trigger', async () => {
    await page.getByLabel('Workflow name').blur();
    await keyboard.press('o');
    await expect(outline.panel.getByRole('button', { name: 'Add a trigger' })).toBeFocused();
    await keyboard.press('Enter');
    await outline.pick('webhook');
    await expect(outline.row('Webhook Trigger')).toBeFocused();
    await outline.expectSaid('Added Webhook Trigger');
  });

  await test.step('/ adds after a step, and into a branch', async () => {
    await outline.addAfter(outline.row('Webhook Trigger'), 'conditional');
    await expect(outline.row('Conditional')).toBeFocused();
    await outline.expectSaid('Added Conditional, after Webhook Trigger');
    await outline.addAfter(outline.branch('true'), 'loop');
    await outline.addAfter(outline.branch('body'), 'http request');
    await outline.addAfter(outline.branch('false'), 'data transform');
    await outline.expectRows(
      'Webhook Trigger',
      'Conditional',
      '  Branch “true”',
      '    Loop',
      '      Branch “body”',
      '        HTTP Request',
      '      Branch “done”',
      '  Branch “false”',
      '    Data Transform',
    );
  });

  await test.step('F2 renames', async () => {
    await outline.goTo(outline.row('Data Transform'));
    await keyboard.press('F2');
    await expect(outline.panel.getByRole('textbox', { name: 'Name of the step' })).toBeFocused();
    await keyboard.press('Control+a');
    await keyboard.type('Small order');
    await keyboard.press('Enter');
    await expect(outline.row('Small order')).toBeFocused();
    await outline.expectSaid('Renamed to Small order');
  });

  await test.step('Alt and the arrows move a step, through branches and back', async () => {
    await outline.goTo(outline.row('Small order'));
    await keyboard.press('Alt+ArrowUp');
    await outline.expectSaid('Moved Small order, now after Loop, done');
    await expect(outline.row('Small order')).toBeFocused();
    await keyboard.press('Alt+ArrowUp');
    await outline.expectSaid('Moved Small order, now after HTTP Request');
    await expect(outline.row('Small order')).toHaveAttribute('aria-level', '5');
    await keyboard.press('Control+z');
    await outline.expectSaid(/^Undone\. Moved Small order/);
    await keyboard.press('Alt+ArrowDown');
    await expect(outline.row('Small order')).toHaveAttribute('aria-level', '3');
    await outline.goTo(outline.row('Webhook Trigger'));
    await keyboard.press('Alt+ArrowDown');
    await expect(builder.toast('Not moved. A trigger starts the workflow')).toBeVisible();
  });

  await test.step('the menu connects to another step, and says why to some it cannot', async () => {
    await outline.choose(outline.row('Small order'), 'Add step after…');
    await outline.pick('respond');
    await expect(outline.row('Respond')).toBeFocused();
    await outline.goTo(outline.row('HTTP Request'));
    await keyboard.press('Shift+F10');
    await outline.walkTo(page.getByRole('menuitem', { name: 'Connect to…' }));
    await keyboard.press('ArrowRight');
    await outline.walkTo(
      page.getByRole('menuitem', { name: /^Respond HTTP Request is inside the loop Loop/ }),
    );
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await expect(outline.row('HTTP Request')).toBeFocused();
  });

  await test.step('disconnected steps are listed apart, and connected again', async () => {
    await outline.choose(outline.row('Respond'), 'Disconnect', 'From Small order');
    await outline.expectSaid('Disconnected Small order from Respond');
    await expect(outline.row('Not reached from the trigger')).toBeVisible();
    await outline.choose(outline.row('Small order'), 'Connect to…', 'Respond');
    await expect(outline.row('Not reached from the trigger')).toBeHidden();
    await outline.expectSaid('Connected Small order to Respond');
  });

  await test.step('Enter opens the form, Escape comes back', async () => {
    await outline.goTo(outline.row('HTTP Request'));
    await keyboard.press('Enter');
    await expect.poll(() => focusIsIn(builder.properties)).toBe(true);
    await tabTo(page, builder.field('URL'));
    await keyboard.type('https://example.com/orders');
    await comeBack('HTTP Request');
  });

  await test.step('the other forms are filled in the same way', async () => {
    await configure('Loop', async () => {
      await tabTo(page, builder.field('Items'));
      await keyboard.insertText('{{ trigger.data.items }}');
    });
    await configure('Conditional', async () => {
      await tabTo(page, builder.properties.getByRole('radio', { name: 'Expression' }), 'Shift+Tab');
      await keyboard.press('Enter');
      await tabTo(page, builder.field('Condition'));
      await keyboard.type('trigger.data.total > 100');
    });
    await configure('Small order', async () => {
      const kind = builder.properties.getByRole('combobox', { name: 'Transform' });
      await expect(kind).toBeFocused();
      await keyboard.press('Enter');
      await expect(activeOption(page)).toHaveText('Map fields');
      await keyboard.type('Compute');
      await keyboard.press('Enter');
      await expect(kind).toHaveText('Compute a value');
      await tabTo(page, builder.field('Expression'));
      await keyboard.type('"small: " + trigger.data.total');
    });
    await expect(outline.tree.getByRole('treeitem', { name: /problem/ })).toHaveCount(0);
  });

  await test.step('the menu tests the workflow up to a step, and the rows say how it went', async () => {
    await outline.goTo(outline.row('Respond'));
    await keyboard.press('Alt+r');
    const dialog = builder.dialog('Test the workflow');
    const input = dialog.getByRole('textbox', { name: 'Sample input' });
    await tabTo(page, input);
    await keyboard.press('Control+a');
    await keyboard.insertText('{ "total": 40, "items": [] }');
    await tabTo(page, dialog.getByRole('button', { name: 'Run Test' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await outline.expectSaid(/^Test succeeded: 4 steps in /);
    await expect(outline.row('Small order')).toHaveAccessibleName(/, Success/);
    await expect(outline.row('Conditional')).toHaveAccessibleName(/, Success/);
  });

  await test.step('the top bar deploys', async () => {
    await keyboard.press('Control+s');
    await builder.expectSaved();
    // The test has given the focus back to the outline.
    await expect(outline.row('Respond')).toBeFocused();
    await tabTo(page, builder.button('Deploy'), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(builder.toast('Workflow deployed and enabled')).toBeVisible();
  });

  /** Opens the form of a step, does something there, and comes back. */
  async function configure(row: string, fill: () => Promise<void>): Promise<void> {
    await outline.goTo(outline.row(row));
    await keyboard.press('Enter');
    await expect.poll(() => focusIsIn(builder.properties)).toBe(true);
    await fill();
    await comeBack(row);
  }

  /** The first Escape may close a list of suggestions. */
  async function comeBack(row: string): Promise<void> {
    await expect(async () => {
      await keyboard.press('Escape');
      await expect(outline.row(row)).toBeFocused({ timeout: 1_000 });
    }).toPass();
  }
});

test('the outline and the canvas show the same selection, and it is shown again at the next visit', async ({
  builder,
  page,
  api,
}) => {
  const outline = new Outline(page);
  const call = { ...httpRequest({}), position: { x: 640, y: 160 } };
  await builder.open(
    await api.workflow('Both', chain(manualTrigger, { ...mapName, label: 'Map the name' }, call)),
  );
  await page.keyboard.press('o');
  await expect(outline.row('HTTP Request')).toBeVisible();
  await outline.goTo(outline.row('HTTP Request'));
  await expect(builder.properties.getByLabel('Name', { exact: true })).toHaveValue('HTTP Request');
  await builder.node('Map the name').click();
  await expect(outline.row('Map the name')).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page, 'the outline');

  await test.step('Delete goes on with the next row', async () => {
    await outline.goTo(outline.row('HTTP Request'));
    await page.keyboard.press('Delete');
    await outline.expectSaid('Deleted HTTP Request');
    await expect(outline.row('Map the name')).toBeFocused();
    await page.keyboard.press('Delete');
    await outline.expectRows('Manual Trigger');
    await expect(outline.row('Manual Trigger')).toBeFocused();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await outline.expectRows('Manual Trigger', 'Map the name', 'HTTP Request');
    await outline.expectSaid(/^Undone\. /);
  });

  await builder.expectSaved();
  await page.reload();
  await expect(outline.panel).toBeVisible();
  await outline.panel.getByRole('button', { name: 'Close the outline' }).click();
  await expect(outline.panel).toBeHidden();
  await page.reload();
  await expect(builder.canvas).toBeVisible();
  await expect(outline.panel).toBeHidden();
});
