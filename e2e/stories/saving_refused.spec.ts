import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger } from '../harness/definitions.ts';
import { colleague, storedConfigs } from '../harness/saving.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'crash' });

const call = httpRequest({ url: 'https://example.com/orders', method: 'GET' });

test('while the server is away the editor says so, goes on trying, and saves when it is back', async ({
  builder,
  page,
  api,
  product,
}) => {
  const workflow = await api.workflow('Server away', chain(manualTrigger, call));
  await builder.open(workflow);
  await builder.openNode('HTTP Request');
  await product.crash();
  await builder.fillField('URL', 'https://example.com/typed-meanwhile');
  await expect(page.getByText('Not saved: no answer, trying again')).toBeVisible();
  await builder.fillField('URL', 'https://example.com/and-went-on');
  await expect(page.getByText('Not saved: no answer, trying again')).toBeVisible();
  await product.startAgain();
  await builder.expectSaved();
  expect((await storedConfigs(api, workflow.id))['HTTP Request']).toMatchObject({
    url: 'https://example.com/and-went-on',
  });
});

test('whose role is taken away is told what to do; when it is given back, Save is enough', async ({
  api,
  browser,
  product,
}) => {
  const workflow = await api.workflow('Role taken away', chain(manualTrigger, call));
  const person = { name: 'Joan', email: 'joan@example.com', password: 'editor for a while', role: 'editor' };
  const { builder, page, leave } = await colleague(browser, product.url, api, person);
  await builder.open(workflow);
  const { data } = await api.send<{ data: { id: string; email: string }[] }>('GET', '/members?limit=100');
  const member = data.find(({ email }) => email === person.email)!;
  await api.send('PUT', `/members/${member.id}`, { role: 'viewer' });
  await page.getByLabel('Workflow name').fill('Renamed without the right');
  const told = page.getByText('Not saved: your role no longer lets you change this workflow');
  await expect(told).toContainText('An owner or administrator can give it back');
  await expectAccessible(page, 'role taken away');
  expect((await api.getWorkflow(workflow.id)).name).toBe('Role taken away');
  await api.send('PUT', `/members/${member.id}`, { role: 'editor' });
  await builder.button('Save').click();
  await expect(told).toBeHidden();
  await expect.poll(async () => (await api.getWorkflow(workflow.id)).name).toBe('Renamed without the right');
  await leave();
});

test('who edits a workflow that somebody deletes is told at once, and takes it along as a file', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('Deleted elsewhere', chain(manualTrigger, call));
  await builder.open(workflow);
  await page.getByLabel('Workflow name').fill('Deleted elsewhere, renamed');
  await builder.expectSaved();
  await api.send('DELETE', `/workflows/${workflow.id}`);
  await expect(page.getByText('This workflow was deleted. Keep what you have here as a file')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download a copy' }).click();
  const file = await (await download).path();
  const again = await api.send<{ id: string; name: string }>(
    'POST',
    '/workflows/import',
    JSON.parse(await readFile(file, 'utf8')),
  );
  expect(again.name).toBe('Deleted elsewhere, renamed');
  expect((await storedConfigs(api, again.id))['HTTP Request']).toMatchObject({
    url: 'https://example.com/orders',
  });
});

test('what is too large, and what the server does not take, says so and what to do', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('Too large', chain(manualTrigger, call));
  await builder.open(workflow);
  const name = page.getByLabel('Workflow name');
  const answer = { status: 413, contentType: 'text/html', body: '<h1>413 Request Entity Too Large</h1>' };
  const place = '**/api/integrations/workflows/*';
  await page.route(place, (route) =>
    route.request().method() === 'PUT' ? route.fulfill(answer) : route.fallback(),
  );
  await name.fill('Too large for a proxy');
  const told = page.getByText('Not saved: this workflow is too large');
  await expect(told).toContainText('Undo goes back to what was saved');
  await expect(page.getByRole('button', { name: 'Download a copy' })).toBeVisible();
  await page.unroute(place);
  await name.fill('Small enough');
  await builder.expectSaved();

  const issue = { path: 'nodes[1].config.url', message: 'Not an address', node_id: 'call' };
  const refusal = { error: 'Not right', status: 422, code: 'validation_failed', issues: [issue] };
  await page.route(place, (route) =>
    route.request().method() === 'PUT' ? route.fulfill({ status: 422, json: refusal }) : route.fallback(),
  );
  await name.fill('With a mistake in it');
  await expect(page.getByText('Not saved: Not an address. As soon as you change that')).toBeVisible();
  await page.getByRole('button', { name: 'Show the field' }).click();
  await expect(builder.field('URL')).toBeFocused();
  await page.unroute(place);
  await builder.fillField('URL', 'https://example.com/right');
  await builder.expectSaved();
  expect((await api.getWorkflow(workflow.id)).name).toBe('With a mistake in it');
});
