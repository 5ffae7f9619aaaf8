import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger } from '../harness/definitions.ts';
import { owner } from '../harness/people.ts';
import { colleague, crash, holdSaves, storedConfigs, takeBrowser } from '../harness/saving.ts';
import { expect, test } from '../harness/test.ts';

const call = httpRequest({ url: 'https://example.com/orders', method: 'GET' });

test('undo, the selection and the view are still there after a visit to another page', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('Left and come back to', chain(manualTrigger, call));
  const other = await api.workflow('Somewhere else', chain(manualTrigger, call));
  const url = builder.field('URL');
  await builder.open(workflow);
  await builder.openNode('HTTP Request');
  await builder.fillField('URL', 'https://example.com/one');
  await builder.expectSaved();
  await builder.canvas.getByRole('button', { name: 'Zoom out' }).click();
  await builder.viewRests();
  const view = () =>
    builder.canvas.locator('.react-flow__viewport').evaluate((each) => (each as HTMLElement).style.transform);
  const before = await view();

  await test.step('of the workflow', async () => {
    await builder.tab('Executions');
    await expect(builder.canvas).toBeHidden();
    await builder.tab('Editor');
    await expect(url).toHaveText('https://example.com/one');
    await builder.viewRests();
    expect(await view()).toBe(before);
  });

  await test.step('of the product, and of another workflow', async () => {
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('link', { name: 'Somewhere else', exact: true }).click();
    await expect(page.getByLabel('Workflow name')).toHaveValue('Somewhere else');
    await expect(builder.canvas.getByRole('button', { name: 'Undo' })).toBeDisabled();
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('link', { name: 'Left and come back to', exact: true }).click();
    await expect(url).toHaveText('https://example.com/one');
    await builder.viewRests();
    expect(await view()).toBe(before);
    await builder.canvas.getByRole('button', { name: 'Zoom in' }).focus();
    await page.keyboard.press('Control+z');
    await expect(url).toHaveText('https://example.com/orders');
    await page.keyboard.press('Control+Shift+z');
    await expect(url).toHaveText('https://example.com/one');
    await builder.expectSaved();
  });

  await test.step('but not of what somebody else changed meanwhile', async () => {
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Workflows', exact: true })).toBeVisible();
    await api.send('PUT', `/workflows/${workflow.id}`, {
      workflow_definition: chain(manualTrigger, httpRequest({ url: 'https://example.com/theirs' })),
    });
    await page.getByRole('link', { name: 'Left and come back to', exact: true }).click();
    await builder.openNode('HTTP Request');
    await expect(url).toHaveText('https://example.com/theirs');
    await expect(builder.canvas.getByRole('button', { name: 'Undo' })).toBeDisabled();
  });
  expect(other.id).not.toBe(workflow.id);
});

test('when somebody else signs in in the same browser, nothing is saved under their name, and nothing is lost', async ({
  builder,
  page,
  api,
  browser,
  product,
  context,
}) => {
  const workflow = await api.workflow('Ada works on it', chain(manualTrigger, call));
  const mary = { name: 'Mary', email: 'mary@example.com', password: 'at the same desk', role: 'editor' };
  const desk = await colleague(browser, product.url, api, mary);
  await desk.leave();
  await builder.open(workflow);
  const tab = await takeBrowser(context, mary);
  await expect(tab.getByRole('button', { name: mary.name })).toBeVisible();
  await page.getByLabel('Workflow name').fill('Ada goes on');
  await expect(page.getByText('Not saved: somebody else signed in in this browser')).toBeVisible();
  await builder.button('Save').click();
  const dialog = builder.dialog('Sign in again');
  await expect(dialog).toContainText('in another tab of this browser');
  await expect(dialog.getByLabel('E-mail')).toHaveValue(owner.email);
  await expectAccessible(page, 'sign in as oneself again');
  expect(await api.getWorkflow(workflow.id)).toMatchObject({ name: 'Ada works on it' });

  await dialog.getByLabel('Password').fill(owner.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await builder.expectSaved();
  const saved = await api.getWorkflow(workflow.id);
  expect(saved.name).toBe('Ada goes on');
  expect(saved.updated_by).toBe(saved.created_by);

  await test.step('the page of the other person, who did nothing in it, becomes that of who is signed in', async () => {
    await tab.bringToFront();
    await tab.getByRole('navigation').getByRole('link', { name: 'Workflows', exact: true }).click();
    await expect(tab.getByRole('link', { name: 'Ada goes on', exact: true })).toBeVisible();
    await expect(tab.getByRole('button', { name: owner.name })).toBeVisible();
  });
});

test('what a crash left is marked where somebody else changed the same, and a workflow of any size is kept', async ({
  page,
  api,
  builder,
  context,
}) => {
  const long = 'A long text. '.repeat(150_000);
  const big = httpRequest({
    url: 'https://example.com/orders',
    method: 'POST',
    body_type: 'text',
    body: long,
  });
  const workflow = await api.workflow('Large and crashed', chain(manualTrigger, big));
  await holdSaves(page);
  await builder.open(workflow);
  await page.getByLabel('Workflow name').fill('Large, and renamed here');
  await expect(page.getByText('Not saved: no answer, trying again')).toBeVisible();
  const kept = () =>
    page.evaluate(async () => {
      const opened = indexedDB.open('millrace.drafts');
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const keys = opened.result.transaction('copies').objectStore('copies').getAllKeys();
      await new Promise((resolve) => (keys.onsuccess = resolve));
      opened.result.close();
      return keys.result.length;
    });
  await expect.poll(kept).toBe(1);
  await crash(page);
  await api.send('PUT', `/workflows/${workflow.id}`, { name: 'Large, and renamed there' });

  const next = await context.newPage();
  await next.goto(`/workflows/${workflow.id}`);
  const dialog = next.getByRole('dialog', { name: 'Unsaved changes of yours were found' });
  await expect(dialog).toContainText('what is marked “Both changed” (1) will be as you had it');
  const changes = dialog.getByRole('region', { name: 'What you had changed' });
  await expect(changes.getByText('Both changed').first()).toBeVisible();
  await expectAccessible(next, 'recovery of what both changed');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect
    .poll(async () => (await api.getWorkflow(workflow.id)).name, { timeout: 15_000 })
    .toBe('Large, and renamed here');
  expect(JSON.stringify((await storedConfigs(api, workflow.id))['HTTP Request'])).toContain(long);
});
