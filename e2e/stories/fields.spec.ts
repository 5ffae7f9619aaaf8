import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger } from '../harness/definitions.ts';
import { fillConnection, startGuardedService, withEveryKind } from '../harness/fields.ts';
import { Forms } from '../harness/forms.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'fields' });

const token = 'a-token-of-a-story';

test('a connection is made in the form of a node, tried before it is saved, used, and missed when it is gone', async ({
  builder,
  api,
  page,
}) => {
  await using service = await startGuardedService(token);
  const call = httpRequest({ url: `${service.url}/orders`, auth: 'connection' });
  const workflow = await api.workflow('Calls with a connection', chain(manualTrigger, call));
  await builder.open(workflow);
  await builder.openNode('HTTP Request');
  const { properties } = builder;
  const dialog = builder.dialog('New connection');

  await test.step('a wrong token is told before anything is stored', async () => {
    await expect(properties.getByText('Choose Connection')).toBeVisible();
    await properties.getByRole('button', { name: 'Connect new' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Allowed hosts' })).toHaveValue(service.url);
    await fillConnection(dialog, { name: 'Shop', token: 'wrong', test_url: `${service.url}/me` });
    await dialog.getByRole('button', { name: 'Test and save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('401 Unauthorized');
    await expectAccessible(page, 'the dialog of a connection');
    expect((await api.send<{ total: number }>('GET', '/connections')).total).toBe(0);
  });

  await test.step('the right one is saved and chosen', async () => {
    await dialog.locator('input[type=password]').fill(token);
    await dialog.getByRole('button', { name: 'Test and save' }).click();
    await expect(dialog).toBeHidden();
    await expect(properties.getByRole('combobox', { name: 'Connection', exact: true })).toHaveText('Shop');
    await expect(properties.getByText('Working')).toBeVisible();
    await expect(properties.getByText('Choose Connection')).toBeHidden();
    await builder.deploy();
    await builder.closeDeployed();
    const execution = await api.run(workflow.id);
    expect(execution.status).toBe('success');
    expect(JSON.stringify(execution)).not.toContain(token);
    expect(service.asked.at(-1)).toMatchObject({ path: '/orders', authorization: `Bearer ${token}` });
  });

  await test.step('its page says who uses it, and never shows the secret', async () => {
    await page.goto('/connections');
    const row = page.getByRole('row', { name: /Shop/ });
    await expect(row).toContainText('1 workflow');
    await expect(row).toContainText('Working');
    await expectAccessible(page, 'the page of connections');
    await row.getByRole('button', { name: 'Actions of Shop' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const edit = builder.dialog('Edit Shop');
    await expect(edit.getByText('Stored. It is not shown again.')).toBeVisible();
    await edit.getByRole('textbox', { name: 'Allowed hosts' }).fill(`${service.url}\nother.example.com`);
    await edit.getByRole('button', { name: 'Test and save' }).click();
    await expect(edit).toContainText('Type this again: other.example.com is new');
    await page.keyboard.press('Escape');
    expect(await page.content()).not.toContain(token);
  });

  await test.step('deleting it names the workflow, which then says what it misses', async () => {
    await page.getByRole('button', { name: 'Actions of Shop' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const confirm = page.getByRole('alertdialog');
    await expect(confirm).toContainText('Calls with a connection');
    await confirm.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('heading', { name: 'No connections yet' })).toBeVisible();
    await builder.open(workflow);
    await builder.openNode('HTTP Request');
    await expect(properties.getByRole('combobox', { name: 'Connection', exact: true })).toHaveText(
      'Deleted connection',
    );
    await builder.button('Deploy').click();
    await expect(builder.problem('does not exist any more')).toBeVisible();
  });
});

test('a file is chosen, kept in the workflow and sent; what is too large is told', async ({
  builder,
  api,
}) => {
  await using service = await startGuardedService(token);
  const config = {
    method: 'POST',
    url: `${service.url}/upload`,
    body_type: 'multipart',
    accept_any_status: true,
  };
  const workflow = await api.workflow('Sends a file', chain(manualTrigger, httpRequest(config)));
  await builder.open(workflow);
  await builder.openNode('HTTP Request');
  const forms = new Forms(builder);
  const parts = forms.fieldOf('form_data').first();
  await parts.getByRole('button', { name: 'Add' }).last().click();
  await parts.getByRole('combobox', { name: 'Item 1' }).click();
  await builder.page.getByRole('option', { name: 'File' }).click();
  await forms.fieldOf('form_data.0.name').getByRole('textbox').fill('list');
  const file = forms.fieldOf('form_data.0.file');
  const choose = file.locator('input[type=file]');
  await choose.setInputFiles({
    name: 'large.bin',
    mimeType: 'application/x-large',
    buffer: Buffer.alloc(1_048_577),
  });
  await expect(file.getByRole('alert')).toContainText(
    'large.bin has 1.0 MB; a file in a workflow has at most 1 MB',
  );
  await choose.setInputFiles({
    name: 'orders.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('id;total\n1;12'),
  });
  await expect(file).toContainText('orders.csv');
  await expect(file).toContainText('text/csv');
  await expect(file.getByRole('alert')).toHaveCount(0);
  await builder.deploy();
  expect((await api.run(workflow.id)).status).toBe('success');
  const sent = service.asked.at(-1)!;
  expect(sent.type).toMatch(/^multipart\/form-data; boundary=/);
  expect(sent.body).toContain('name="list"; filename="orders.csv"');
  expect(sent.body).toContain('id;total\n1;12');
});

test('a node with a field of every kind opens, and each of them takes what people give it', async ({
  builder,
  api,
  page,
}) => {
  const title = (name: string) => ({ title: name });
  await withEveryKind(page, {
    owner: { type: 'string', ...title('Owner') },
    repo: { type: 'string', field: 'options', depends_on: ['owner'], ...title('Repository') },
    count: { type: 'integer', minimum: 1, ...title('Count') },
    on: { type: 'boolean', ...title('On') },
    day: { type: 'string', field: 'date', ...title('Day') },
    moment: { type: 'string', field: 'datetime', ...title('Moment') },
    note: { type: 'string', field: 'markdown', ...title('Note') },
    logo: { type: 'object', field: 'file', accept: 'image/*', ...title('Logo') },
    tags: { type: 'array', items: { type: 'string' }, ...title('Tags') },
    address: {
      type: 'object',
      properties: {
        street: { type: 'string' },
        city: { type: 'string' },
        zip: { type: 'string' },
        land: { type: 'string' },
      },
      ...title('Address'),
    },
    target: {
      oneOf: [
        {
          type: 'object',
          properties: { kind: { const: 'person' }, name: { type: 'string', ...title('Person') } },
        },
        {
          type: 'object',
          properties: { kind: { const: 'room' }, floor: { type: 'number', ...title('Floor') } },
        },
      ],
      ...title('Target'),
    },
    odd: { type: 'string', field: 'hologram', ...title('Odd') },
    tuple: { type: 'array', prefixItems: [{ type: 'string' }], ...title('Tuple') },
  });
  let fails = true;
  await page.route('**/apps/builtin/options', async (route) => {
    const { input } = route.request().postDataJSON() as { input: { owner: string } };
    const options = ['one', 'two'].map((name) => ({
      value: `${input.owner}/${name}`,
      label: `${input.owner}/${name}`,
    }));
    if (fails)
      await route.fulfill({
        status: 422,
        json: { error: 'The service is away', status: 422, code: 'options_failed' },
      });
    else await route.fulfill({ json: { options, truncated: false } });
  });
  await builder.open(
    await api.workflow('Every kind', chain(manualTrigger, httpRequest({ url: 'https://example.com' }))),
  );
  await builder.openNode('HTTP Request');
  const forms = new Forms(builder);
  const { properties } = builder;

  await test.step('choices wait for what they depend on, are asked for again, and keep a value of one’s own', async () => {
    const repo = forms.fieldOf('repo');
    await expect(repo).toContainText('Fill in Owner first');
    await builder.fillField('Owner', 'me');
    await expect(repo.getByRole('alert')).toContainText('The service is away');
    fails = false;
    await repo.getByRole('button', { name: 'Retry' }).click();
    await expect(repo.getByRole('alert')).toHaveCount(0);
    await builder.chooseField('Repository', 'me/two');
    await builder.fillField('Owner', 'you');
    await expect(repo).toContainText('Not among the choices');
    await expect(repo.getByRole('combobox')).toHaveText('me/two');
    await builder.chooseField('Repository', 'you/one');
    await expect(repo).not.toContainText('Not among the choices');
  });

  await test.step('numbers, names and values take what is pasted', async () => {
    await forms.paste(builder.field('Count'), '1,234');
    await expect(builder.field('Count')).toHaveValue('1234');
    await forms.paste(builder.field('Count'), 'a dozen');
    await expect(forms.fieldOf('count').getByRole('alert')).toContainText('is not a number');
    const headers = forms.fieldOf('headers');
    await headers.getByRole('button', { name: 'Add' }).last().click();
    await forms.paste(headers.getByRole('textbox', { name: 'Headers 1 Name' }), 'Accept: text/csv\nX-Id: 7');
    await expect(headers.getByRole('textbox', { name: 'Headers 2 Name' })).toHaveValue('X-Id');
  });

  await test.step('rows move by key, and the focus with them', async () => {
    const tags = forms.fieldOf('tags').first();
    for (const [index, tag] of ['first', 'second'].entries()) {
      await tags.getByRole('button', { name: 'Add' }).last().click();
      await tags.getByRole('textbox').nth(index).fill(tag);
    }
    await tags.getByRole('button', { name: 'Move down' }).first().press('Enter');
    await expect(tags.getByRole('textbox').first()).toHaveText('second');
    await expect(
      tags.getByRole('group', { name: 'Item 2' }).getByRole('button', { name: 'Move up' }),
    ).toBeFocused();
  });

  await test.step('what was typed for one form of a choice waits for it', async () => {
    await builder.chooseField('Target', 'Person');
    await builder.fillField('Person', 'Ada');
    await builder.chooseField('Target', 'Room');
    await builder.fillField('Floor', '3');
    await builder.chooseField('Target', 'Person');
    await expect(builder.field('Person')).toHaveText('Ada');
  });

  await test.step('a group folds, a file of another kind is told, and nothing of it breaks the page', async () => {
    await properties.getByRole('button', { name: /^Address, \d filled in/ }).click();
    await expect(forms.fieldOf('address.street')).toHaveCount(0);
    const logo = forms.fieldOf('logo');
    await logo
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
    await expect(logo.getByRole('alert')).toContainText(
      'a.pdf is not of the kind that is wanted here (image/*)',
    );
    await expect(builder.field('Odd')).toBeVisible();
    await expect(forms.fieldOf('tuple')).toBeVisible();
    await expectAccessible(page, 'a form with every kind of field');
  });
});
