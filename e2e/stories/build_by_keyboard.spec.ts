import { activeOption, menuTo, press, tabTo, write } from '../harness/keyboard.ts';
import { Knowing } from '../harness/knowing.ts';
import { Mapper } from '../harness/mapper.ts';
import { expect, test } from '../harness/test.ts';

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
    // It follows the node that has the focus.
    await builder.expectConnected('Data Transform', 'Stop');
    await tabTo(page, builder.node('Stop'));
    await keyboard.press('Alt+ArrowLeft');
    await expect(builder.node('Data Transform')).toBeFocused();
    await keyboard.press('Alt+ArrowLeft');
    await expect(builder.node('Manual Trigger')).toBeFocused();
    await menuTo(page, 'Connect to…');
    await keyboard.press('ArrowRight');
    await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused();
    await keyboard.press('Enter');
    await builder.expectConnected('Manual Trigger', 'Stop');
    await keyboard.press('Control+z');
    await expect(builder.node('Manual Trigger')).not.toHaveAccessibleName(/Stop/);
  });

  await test.step('Enter opens the form, and its first field has the focus', async () => {
    await tabTo(page, builder.node('Data Transform'));
    await keyboard.press('Enter');
    const kind = builder.properties.getByRole('combobox', { name: 'Transform' });
    await expect(kind).toBeFocused();
    await keyboard.press('Enter');
    await expect(activeOption(page)).toHaveText('Map fields');
    await keyboard.type('Compute');
    await expect(activeOption(page)).toHaveText('Compute a value');
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

test('the keyboard alone maps, tests, runs, and looks at the execution', async ({ builder, page }) => {
  test.setTimeout(120_000);
  const { keyboard } = page;
  const knowing = new Knowing(builder);
  const mapper = new Mapper(builder);
  await page.goto('/workflows');
  await press(page, builder.button('New Workflow'));
  await expect(builder.canvas).toBeVisible();

  await test.step('a trigger with a sample written by hand', async () => {
    await keyboard.press('/');
    await keyboard.type('manual');
    await keyboard.press('Enter');
    await tabTo(page, builder.node('Manual Trigger'));
    await menuTo(page, 'Edit sample');
    await keyboard.press('Enter');
    await tabTo(page, knowing.sampleEditor('Manual Trigger'));
    await write(page, '{ "data": { "customer": { "name": "Ada" } } }');
    await press(page, builder.button('Pin this sample'));
    await expect(knowing.pinBadge('Manual Trigger')).toBeVisible();
  });

  await test.step('a step after it, its fields mapped', async () => {
    await tabTo(page, builder.node('Manual Trigger'));
    await menuTo(page, 'Add next step…');
    await keyboard.press('Enter');
    await expect(page.getByPlaceholder('Search nodes…')).toBeFocused();
    await keyboard.type('data transform');
    await keyboard.press('Enter');
    await builder.expectConnected('Manual Trigger', 'Data Transform');
    await tabTo(page, builder.node('Data Transform'));
    await keyboard.press('Enter');
    await press(page, builder.button('Map Fields'));
    await expect(mapper.source.getByRole('tree')).toBeFocused();
    await press(page, mapper.target.getByRole('button', { name: 'From a sample' }).first());
    const sample = builder.dialog('Target fields from a sample');
    await tabTo(page, sample.getByLabel('JSON sample'));
    await write(page, '{ "buyer": "" }');
    await press(page, sample.getByRole('button', { name: 'Show its fields' }));
    await expect(sample).toBeHidden();
    await tabTo(page, mapper.source.getByRole('tree'));
    await mapper.walkTo(mapper.source, 'title', 'trigger.data.customer.name');
    await keyboard.press('Enter');
    await expect(mapper.target.getByRole('tree')).toBeFocused();
    await mapper.walkTo(mapper.target, 'data-target', 'buyer');
    await keyboard.press('Enter');
    await mapper.expectMapped('buyer', /customer\.name, "Ada"/);
    await press(page, mapper.dialog.getByRole('button', { name: 'Done' }));
    await expect(builder.properties.getByText('1 field mapped')).toBeVisible();
  });

  await test.step('what cannot be says why; a step is duplicated, deleted and brought back', async () => {
    await tabTo(page, builder.node('Data Transform'));
    await menuTo(page, 'Connect to…');
    await keyboard.press('ArrowRight');
    const impossible = page.getByRole('menuitem', {
      name: /^Manual Trigger Nothing can lead into a trigger/,
    });
    await expect(impossible).toHaveAttribute('aria-disabled', 'true');
    await keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await tabTo(page, builder.node('Data Transform'));
    await keyboard.press('Control+d');
    await expect(builder.nodes()).toHaveCount(3);
    await keyboard.press('Delete');
    await expect(builder.nodes()).toHaveCount(2);
    await keyboard.press('Control+z');
    await expect(builder.nodes()).toHaveCount(3);
    await keyboard.press('Control+z');
    await expect(builder.nodes()).toHaveCount(2);
    await keyboard.press('Control+Shift+z');
    await expect(builder.nodes()).toHaveCount(3);
    await keyboard.press('Control+z');
    await expect(builder.nodes()).toHaveCount(2);
  });

  await test.step('a test, and what it gave', async () => {
    await press(page, builder.button('Test'));
    const dialog = builder.dialog('Test the workflow');
    await press(page, dialog.getByRole('button', { name: 'Run Test' }));
    await expect(dialog).toBeHidden();
    await expect(builder.step('Data Transform')).toBeVisible();
    await expect(knowing.output()).toContainText('Ada');
  });

  await test.step('a deploy, a run, and its execution', async () => {
    await press(page, builder.button('Deploy'));
    await expect(builder.dialog('Workflow deployed')).toBeVisible();
    await keyboard.press('Escape');
    await press(page, builder.button('Run'));
    const dialog = builder.dialog('Run the workflow');
    await tabTo(page, dialog.getByRole('textbox', { name: 'Input' }));
    await write(page, '{ "customer": { "name": "Grace" } }');
    await press(page, dialog.getByRole('button', { name: 'Run now' }));
    await expect(dialog).toBeHidden();
    await expect(knowing.output()).toContainText('Grace');
    const pages = page.getByRole('navigation', { name: 'Workflow pages' });
    await press(page, pages.getByRole('link', { name: 'Executions' }));
    await press(page, page.getByRole('button', { name: 'View Details' }).first());
    await expect(page.getByRole('heading', { name: /^Execution #1/ })).toContainText('Success');
  });
});
