import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, mapName, transform } from '../harness/definitions.ts';
import { owner } from '../harness/people.ts';
import { colleague, crash, holdSaves, storedConfigs } from '../harness/saving.ts';
import { expect, test } from '../harness/test.ts';

const call = httpRequest({ url: 'https://example.com/orders', method: 'GET' });

test('a draft saves itself, undo after that is saved too, and Cancel goes back to the last save by hand', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('Saves itself', chain(manualTrigger, call));
  const url = async () => (await storedConfigs(api, workflow.id))['HTTP Request'];
  await builder.open(workflow);
  await builder.openNode('HTTP Request');

  await builder.fillField('URL', 'https://example.com/one');
  await expect.poll(url).toMatchObject({ url: 'https://example.com/one' });
  await builder.expectSaved();

  await builder.undo();
  await expect.poll(url).toMatchObject({ url: 'https://example.com/orders' });
  await builder.redo();
  await expect.poll(url).toMatchObject({ url: 'https://example.com/one' });

  await test.step('Save is always there; Cancel takes back what came after it, and Undo brings it back', async () => {
    await builder.button('Save').click();
    await expect(builder.toast('Everything is saved')).toBeVisible();
    await builder.fillField('URL', 'https://example.com/two');
    await expect.poll(url).toMatchObject({ url: 'https://example.com/two' });
    await builder.button('Cancel').click();
    const question = page.getByRole('alertdialog', { name: 'Discard your changes?' });
    await expect(question).toContainText('1 change');
    await question.getByRole('button', { name: 'Discard changes' }).click();
    await expect.poll(url).toMatchObject({ url: 'https://example.com/one' });
    await builder.undo();
    await expect.poll(url).toMatchObject({ url: 'https://example.com/two' });
  });

  await test.step('the name and the settings of the workflow are undone like everything else', async () => {
    await page.getByLabel('Workflow name').fill('Saves itself, renamed');
    await page.getByLabel('Workflow name').press('Enter');
    await builder.tab('Settings');
    await page.getByLabel('Time limit').fill('60');
    await page.getByRole('heading', { name: 'Settings of the workflow' }).click();
    await page.keyboard.press('Control+z');
    await expect(page.getByLabel('Time limit')).toHaveValue('');
    await page.keyboard.press('Control+z');
    await expect(page.getByLabel('Workflow name')).toHaveValue('Saves itself');
  });

  await test.step('Cancel with nothing to take back leads to the list', async () => {
    await builder.button('Save').click();
    await builder.expectSaved();
    await builder.button('Cancel').click();
    await expect(page.getByRole('heading', { name: 'Workflows', exact: true })).toBeVisible();
  });
});

test('leaving saves first, and asks only where that cannot be done', async ({
  builder,
  page,
  api,
  context,
}) => {
  const workflow = await api.workflow('Left in a hurry', chain(manualTrigger, mapName));
  await api.workflow('Taken before');
  await builder.open(workflow);
  const name = page.getByLabel('Workflow name');
  const back = page.getByRole('link', { name: 'Workflows', exact: true });
  await name.fill('Left in a hurry, renamed');
  await back.click();
  await expect(page.getByRole('link', { name: 'Left in a hurry, renamed', exact: true })).toBeVisible();

  await builder.open(workflow);
  await name.fill('Taken before');
  await expect(page.getByText('Not saved: name already used')).toBeVisible();
  await back.click();
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(name).toHaveValue('Taken before');
  await name.fill('Free after all');
  await builder.expectSaved();

  await test.step('offline it goes on trying, and saves when the browser is back', async () => {
    await context.setOffline(true);
    await name.fill('Kept in the end');
    await expect(page.getByText('Not saved: offline, trying again')).toBeVisible();
    await context.setOffline(false);
    await builder.expectSaved();
    expect((await api.getWorkflow(workflow.id)).name).toBe('Kept in the end');
  });
});

test('what a crash of the tab left unsaved is offered at the next visit, without the secrets', async ({
  builder,
  page,
  api,
  context,
}) => {
  await page.route('**/api/integrations/workflows/*', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  const trigger = {
    ...manualTrigger,
    subtype: 'webhook' as const,
    label: 'Webhook Trigger',
    config: { method: 'POST', auth: 'header' },
  };
  const workflow = await api.workflow('Crashed', chain(trigger, call));
  await builder.open(workflow);
  await builder.openNode('Webhook Trigger');
  await builder.properties.locator('input[type="password"]').fill('do not keep me');
  await builder.openNode('HTTP Request');
  await builder.fillField('URL', 'https://example.com/typed-before-the-crash');
  await expect(page.getByText('Not saved: no answer, trying again')).toBeVisible();
  const kept = () =>
    page.evaluate(
      () => Object.entries(localStorage).find(([key]) => key.startsWith('millrace.draft.'))?.[1] ?? '',
    );
  await expect.poll(kept).toContain('typed-before-the-crash');
  expect(await kept()).not.toContain('do not keep me');
  await crash(page);

  const next = await context.newPage();
  await next.goto(`/workflows/${workflow.id}`);
  const dialog = next.getByRole('dialog', { name: 'Unsaved changes of yours were found' });
  await expect(dialog).toContainText('https://example.com/typed-before-the-crash');
  await expect(dialog).toContainText('1 secret that you had typed is not kept');
  await expectAccessible(next, 'recovery');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await storedConfigs(api, workflow.id))['HTTP Request'])
    .toMatchObject({ url: 'https://example.com/typed-before-the-crash' });
  await next.reload();
  await expect(next.getByText(/^Saved /)).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('two people at one workflow: what they changed is compared, merged, overwritten or taken', async ({
  builder,
  page,
  api,
  browser,
  product,
}) => {
  const workflow = await api.workflow('Edited by two', chain(manualTrigger, call));
  const grace = {
    name: 'Grace Hopper',
    email: 'grace@example.com',
    password: 'compiler of words',
    role: 'editor',
  };
  const second = await colleague(browser, product.url, api, grace);
  const http = async () => (await storedConfigs(api, workflow.id))['HTTP Request'];
  await builder.open(workflow);
  await second.builder.open(workflow);

  await test.step('who changes nothing sees what the other saved a moment later', async () => {
    await second.builder.openNode('HTTP Request');
    await second.builder.fillField('URL', 'https://example.com/by-grace');
    await second.builder.save();
    await expect(builder.toast('Grace Hopper saved changes')).toBeVisible();
    await page.getByRole('button', { name: 'What changed' }).click();
    const changed = builder.dialog('What Grace Hopper changed');
    await expect(changed).toContainText('https://example.com/by-grace');
    await changed.getByRole('button', { name: 'Close' }).first().click();
    await builder.openNode('HTTP Request');
    await expect(builder.field('URL')).toHaveText('https://example.com/by-grace');
  });

  const conflict = builder.dialog('Someone else saved this workflow');
  const told = page.getByText('Not saved: Grace Hopper saved another version');
  await test.step('changes of different fields are merged', async () => {
    const release = await holdSaves(page);
    await page.getByLabel('Workflow name').fill('Edited by Ada');
    await second.builder.fillField('URL', 'https://example.com/again');
    await second.builder.save();
    await expect(told).toBeVisible();
    await release();
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(conflict.getByRole('region', { name: 'What Grace Hopper changed' })).toContainText('/again');
    await expect(conflict.getByRole('region', { name: 'What you changed' })).toContainText('Edited by Ada');
    await expectAccessible(page, 'conflict');
    await conflict.getByRole('button', { name: 'Merge' }).click();
    await builder.expectSaved();
    expect((await api.getWorkflow(workflow.id)).name).toBe('Edited by Ada');
    expect(await http()).toMatchObject({ url: 'https://example.com/again' });
  });

  await test.step('one field that both changed is marked, and one of the two is chosen', async () => {
    await expect(second.page.getByLabel('Workflow name')).toHaveValue('Edited by Ada');
    const release = await holdSaves(page);
    await builder.fillField('URL', 'https://example.com/ada');
    await page.getByLabel('Workflow name').fill('Edited by Ada again');
    await second.builder.fillField('URL', 'https://example.com/grace');
    await second.builder.save();
    await expect(told).toBeVisible();
    await release();
    await builder.button('Save').click();
    await expect(conflict.getByText('Both changed').first()).toBeVisible();
    await expect(conflict.getByRole('button', { name: 'Merge' })).toBeDisabled();
    await conflict.getByRole('button', { name: 'Theirs there' }).click();
    await conflict.getByRole('button', { name: 'Merge' }).click();
    await builder.expectSaved();
    expect(await http()).toMatchObject({ url: 'https://example.com/grace' });
    expect((await api.getWorkflow(workflow.id)).name).toBe('Edited by Ada again');
  });

  await test.step('who overwrites has what they typed', async () => {
    await expect(second.page.getByLabel('Workflow name')).toHaveValue('Edited by Ada again');
    const release = await holdSaves(page);
    await builder.fillField('URL', 'https://example.com/ada');
    await second.builder.fillField('URL', 'https://example.com/grace-again');
    await second.builder.save();
    await expect(told).toBeVisible();
    await release();
    await builder.button('Save').click();
    await conflict.getByRole('button', { name: 'Overwrite with mine' }).click();
    await builder.expectSaved();
    expect(await http()).toMatchObject({ url: 'https://example.com/ada' });
  });

  await test.step('who takes the other version has their own one Undo away', async () => {
    await expect(second.builder.field('URL')).toHaveText('https://example.com/ada');
    const release = await holdSaves(second.page);
    await second.builder.fillField('URL', 'https://example.com/mine');
    await builder.fillField('URL', 'https://example.com/ada-once-more');
    await builder.save();
    await expect(second.page.getByText('Not saved: Ada Lovelace saved another version')).toBeVisible();
    await release();
    await second.page.getByRole('button', { name: 'Compare' }).click();
    const dialog = second.builder.dialog('Someone else saved this workflow');
    await dialog.getByRole('button', { name: 'Load their version' }).click();
    await expect(second.builder.field('URL')).toHaveText('https://example.com/ada-once-more');
    await second.builder.undo();
    await expect(second.builder.field('URL')).toHaveText('https://example.com/mine');
    await expect.poll(http).toMatchObject({ url: 'https://example.com/mine' });
  });
  await second.leave();
});

test('two tabs of one browser do not fight', async ({ builder, page, api, context }) => {
  const workflow = await api.workflow('In two tabs', chain(manualTrigger, call));
  await builder.open(workflow);
  const other = await context.newPage();
  await other.goto(`/workflows/${workflow.id}`);
  await other.getByLabel('Workflow name').fill('Renamed in the other tab');
  await expect(other.getByText(/^Saved /)).toBeVisible();
  await expect(page.getByLabel('Workflow name')).toHaveValue('Renamed in the other tab');
  await page.getByLabel('Workflow name').fill('And back again');
  await builder.save();
  await expect(other.getByLabel('Workflow name')).toHaveValue('And back again');
  expect((await api.getWorkflow(workflow.id)).name).toBe('And back again');

  await test.step('where both have changes, it says that it was oneself', async () => {
    const release = await holdSaves(page);
    await page.getByLabel('Workflow name').fill('As it is here');
    await other.getByLabel('Workflow name').fill('As it is there');
    await expect(page.getByText('you saved another version in another tab or browser')).toBeVisible();
    await release();
    await page.getByRole('button', { name: 'Compare' }).click();
    const conflict = builder.dialog('You saved this workflow in another tab or browser');
    await expect(conflict.getByRole('region', { name: 'What you changed there' })).toContainText(
      'As it is there',
    );
    await conflict.getByRole('button', { name: 'As it is here' }).click();
    await conflict.getByRole('button', { name: 'Merge' }).click();
    await builder.expectSaved();
    await expect(other.getByLabel('Workflow name')).toHaveValue('As it is here');
  });
});

test('who is signed out while building signs in again in place, and nothing is lost', async ({
  builder,
  page,
  api,
  context,
}) => {
  const workflow = await api.workflow('Signed out', chain(manualTrigger, call));
  await builder.open(workflow);
  await context.clearCookies();
  await page.getByLabel('Workflow name').fill('Signed out and in again');
  await expect(page.getByText('Not saved: you are signed out')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in again' }).click();
  const dialog = builder.dialog('Sign in again');
  await expectAccessible(page, 'sign in again');
  await dialog.getByLabel('Password').fill('wrong by far');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByText('E-mail or password is wrong.')).toBeVisible();
  await dialog.getByLabel('Password').fill(owner.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await builder.expectSaved();
  expect((await api.getWorkflow(workflow.id)).name).toBe('Signed out and in again');
});

test('a viewer sees everything and changes nothing', async ({ api, browser, product }) => {
  const workflow = await api.workflow('Only to look at', chain(manualTrigger, call, transform({}, 2)));
  const viewer = { name: 'Vic', email: 'vic@example.com', password: 'only looking at it', role: 'viewer' };
  const { builder, page, leave } = await colleague(browser, product.url, api, viewer);
  const changes: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') changes.push(`${request.method()} ${request.url()}`);
  });
  await builder.open(workflow);
  await expect(page.getByText('View only')).toBeVisible();
  await expect(page.getByLabel('Workflow name')).toHaveAttribute('readonly');
  for (const name of ['Save', 'Cancel', 'Test', 'Run', 'Deploy'])
    await expect(builder.button(name)).toBeHidden();
  await expect(builder.palette).toBeHidden();
  await builder.openNode('HTTP Request');
  await expect(builder.field('URL')).toHaveText('https://example.com/orders');
  await expect(builder.field('URL')).toHaveAttribute('aria-readonly', 'true');
  await builder.node('HTTP Request').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Control+s');
  await expect(builder.nodes()).toHaveCount(3);
  await builder.tab('Settings');
  await expect(page.getByLabel('Time limit')).toHaveAttribute('readonly');
  expect(changes).toEqual([]);
  await leave();
});

test('a version is compared with the draft, and becomes the draft again', async ({ builder, page, api }) => {
  const workflow = await api.deployed('Went back', chain(manualTrigger, call));
  await builder.open(workflow);
  await builder.openNode('HTTP Request');
  await builder.fillField('URL', 'https://example.com/newer');
  await builder.save();
  await builder.tab('Versions');
  await page.getByRole('button', { name: 'Compare version 1' }).click();
  const dialog = builder.dialog('Version 1 compared');
  await expect(dialog).toContainText('https://example.com/newer');
  await expectAccessible(page, 'versions compared');
  await dialog.getByRole('button', { name: 'Restore as draft' }).click();
  await expect(dialog).toBeHidden();
  // A toast stays as long as the pointer is on it.
  await builder.toast('Version 1 is the draft now').hover();
  const url = async () => (await storedConfigs(api, workflow.id))['HTTP Request'];
  await expect.poll(url).toMatchObject({ url: 'https://example.com/orders' });
  await page
    .getByRole('region', { name: /Notifications/ })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(url).toMatchObject({ url: 'https://example.com/newer' });
});
