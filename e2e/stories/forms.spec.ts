import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, mapName, transform } from '../harness/definitions.ts';
import { Forms } from '../harness/forms.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'forms' });

const echo = transform({ transform_type: 'custom', expression: 'trigger.data' });
const trigger = (
  subtype: 'schedule' | 'event' | 'webhook',
  label: string,
  config: Record<string, unknown> = {},
) => ({
  ...manualTrigger,
  subtype,
  label,
  config,
});

test('a schedule is put together from questions, said in words, and tells what the clocks do to it', async ({
  builder,
  api,
}) => {
  const forms = new Forms(builder);
  const definition = chain(trigger('schedule', 'Schedule Trigger', { timezone: 'Europe/Berlin' }), echo);
  await builder.open(await api.workflow('A schedule of questions', definition));
  await builder.openNode('Schedule Trigger');
  const { properties } = builder;

  await builder.chooseField('Repeats', 'On days of the week');
  await expect(builder.field('Cron expression')).toHaveValue('0 9 * * 1-5');
  await properties.getByLabel('At', { exact: true }).fill('02:30');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].slice(1))
    await properties.getByRole('button', { name: day }).click();
  await properties.getByRole('button', { name: 'Sunday' }).click();
  await properties.getByRole('button', { name: 'Monday' }).click();
  await expect(builder.field('Cron expression')).toHaveValue('30 2 * * 0');
  await expect(properties).toContainText('At 02:30, only on Sunday (Europe/Berlin)');
  await expect(properties.getByRole('time')).toHaveCount(5);
  await expect(properties.getByRole('list', { name: 'Clock changes' })).toContainText(
    /does not exist on this day|comes twice on this day/,
  );

  await test.step('an expression of one’s own is checked while it is typed', async () => {
    await builder.fillField('Cron expression', '61 * * * *');
    await expect(forms.fieldOf('cron').getByRole('alert')).toHaveCount(1);
    await expect(forms.fieldOf('cron').getByRole('alert')).toContainText('minute field has 61');
    await builder.fillField('Cron expression', '*/20 * * * *');
    await expect(properties).toContainText('Every 20 minutes');
  });

  await test.step('one time that is past is told', async () => {
    await builder.chooseField('Runs', 'Once');
    await properties.getByLabel('Date and time').fill('2020-01-01T09:00');
    await expect(forms.fieldOf('at').getByRole('alert')).toContainText('is in the past; choose a later time');
    await expect(forms.fieldOf('at').getByRole('alert')).toHaveCount(1);
    await properties.getByLabel('Date and time').fill('2031-01-01T09:00');
    await expect(forms.fieldOf('at')).toContainText('Once, on 2031-01-01 09:00 (Europe/Berlin)');
  });

  await test.step('what was typed for another way to run is still there', async () => {
    await builder.chooseField('Runs', 'At set times (cron)');
    await expect(builder.field('Cron expression')).toHaveValue('*/20 * * * *');
  });
});

test('filters of an event are chosen over its sample, which says whether it would pass', async ({
  builder,
  page,
  api,
}) => {
  await api.send('PUT', '/event-types', {
    data: [
      {
        name: 'order.created',
        description: 'A new order',
        sample: { id: 'A-1', customer: { country: 'DE' }, total: 120 },
      },
    ],
  });
  await builder.open(await api.workflow('Filtered orders', chain(trigger('event', 'Event Trigger'), echo)));
  await builder.openNode('Event Trigger');
  const { properties } = builder;
  const forms = new Forms(builder);
  await expect(forms.fieldOf('event_type').getByRole('alert')).toHaveCount(1);

  await properties.getByRole('combobox', { name: 'Event type' }).click();
  await page.getByRole('option', { name: /order\.created/ }).click();
  await expect(forms.fieldOf('event_type')).toContainText('country');
  await properties.getByRole('button', { name: 'Add filter' }).click();
  const filter = properties.getByRole('group', { name: 'Filter 1' });
  await filter.getByRole('combobox', { name: 'Field' }).click();
  await page.getByRole('option', { name: /customer\.country/ }).click();
  await filter.getByRole('textbox', { name: 'Value' }).fill('FR');
  await expect(filter).toContainText('does not hold: the sample has "DE"');
  await expect(properties).toContainText('The sample would not start the workflow.');
  await filter.getByRole('textbox', { name: 'Value' }).fill('DE');
  await expect(properties).toContainText('The sample would start the workflow.');
});

test('a test address catches a call without a deploy, and the call becomes the sample', async ({
  builder,
  api,
}) => {
  const forms = new Forms(builder);
  const workflow = await api.workflow(
    'Caught',
    chain(trigger('webhook', 'Webhook Trigger', { method: 'POST' }), mapName),
  );
  await builder.open(workflow);
  await builder.openNode('Webhook Trigger');
  await expect(builder.properties.getByRole('region', { name: 'Address', exact: true })).toContainText(
    '/hooks/',
  );
  await expect(builder.properties).toContainText('Nothing listens there before the workflow is deployed.');
  const url = await forms.listen();
  expect(url).toContain('/hooks/_test/');

  await test.step('a call that does not fit is told, and it goes on listening', async () => {
    expect((await fetch(url)).status).toBe(405);
    await expect(forms.testAddress()).toContainText('It came as GET. This webhook takes POST.');
  });
  await test.step('the next one is shown with its headers, query and body', async () => {
    const answer = await fetch(`${url}?shop=north`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer abc', 'x-shop': 'north' },
      body: JSON.stringify({ customer: { name: 'Grace Hopper' } }),
    });
    expect(answer.status).toBe(200);
    await expect(forms.testAddress()).toContainText('A POST call came');
    await expect(forms.testAddress()).toContainText('Grace Hopper');
    await forms.testAddress().getByRole('tab', { name: 'Headers' }).click();
    await expect(forms.testAddress()).toContainText('x-shop');
    await expect(forms.testAddress()).not.toContainText('Bearer abc');
    await forms.testAddress().getByRole('tab', { name: 'Query' }).click();
    await expect(forms.testAddress()).toContainText('north');
  });
  await test.step('and is what a test starts with', async () => {
    await expect(forms.testAddress()).toContainText('Kept as the sample of this trigger.');
    await forms.testAddress().getByRole('button', { name: 'Undo' }).click();
    await expect(forms.testAddress()).not.toContainText('Kept as the sample of this trigger.');
    await forms.testAddress().getByRole('button', { name: 'Use as sample' }).click();
    await expect(forms.testAddress()).toContainText('Kept as the sample of this trigger.');
    await builder.runTest();
    await builder.step('Data Transform').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('Grace Hopper');
  });
  expect((await api.executions(workflow.id)).total).toBe(0);
});

for (const { what, config, secret } of [
  { what: 'a token', config: { auth: 'header', secret: 's3cret' }, secret: 's3cret' },
  { what: 'a signature', config: { auth: 'hmac', secret: 's3cret' }, secret: 's3cret' },
  { what: 'a signature of GET', config: { method: 'GET', auth: 'hmac', secret: 's3cret' }, secret: 's3cret' },
  { what: 'a password', config: { auth: 'basic', username: 'ada', secret: 's3cret' }, secret: 's3cret' },
]) {
  test(`the command that the webhook form offers really works with ${what}`, async ({ builder, api }) => {
    const forms = new Forms(builder);
    await builder.open(
      await api.workflow(`Command with ${what}`, chain(trigger('webhook', 'Webhook Trigger', config), echo)),
    );
    await builder.openNode('Webhook Trigger');
    await forms.listen();
    expect(JSON.parse(await forms.runCommand('wrong'))).toMatchObject({ status: 401 });
    expect(JSON.parse(await forms.runCommand(secret))).toMatchObject({ caught: true });
    await expect(forms.testAddress()).toContainText(/A (POST|GET) call came/);
  });
}

test('a cURL command that is pasted into the form fills the request in', async ({ builder, api, page }) => {
  const forms = new Forms(builder);
  await builder.open(
    await api.workflow(
      'From cURL',
      chain(manualTrigger, httpRequest({ method: 'GET', url: 'https://before.example' })),
    ),
  );
  await builder.openNode('HTTP Request');
  const command = `curl 'https://api.example.com/orders?page=2' \\
    -X POST -H 'Authorization: Bearer top-secret' -H 'X-Shop: north' \\
    --json '{"id": 7}'`;
  await forms.paste(builder.field('URL'), command);
  await expect(builder.field('URL')).toHaveText('https://api.example.com/orders');
  await expect(builder.properties.getByRole('combobox', { name: 'Method' })).toHaveText('POST');
  await expect(builder.properties.getByRole('textbox', { name: 'Query parameters 1 Name' })).toHaveValue(
    'page',
  );
  await expect(builder.properties.getByRole('textbox', { name: 'Headers 1 Name' })).toHaveValue('X-Shop');
  await expect(builder.properties.getByRole('combobox', { name: 'Authentication' })).toHaveText(
    'Bearer token',
  );
  await builder.undo();
  await expect(builder.field('URL')).toHaveText('https://before.example');

  await test.step('one that cannot be read says why, and one that can shows first what it means', async () => {
    await builder.properties.getByRole('button', { name: 'Paste cURL' }).click();
    const dialog = builder.dialog('Fill in from a cURL command');
    await dialog.getByLabel('cURL command').fill(`curl -d '{`);
    await expect(dialog.getByRole('alert')).toContainText("The quote ' is not closed");
    await expect(dialog.getByRole('button', { name: 'Fill in' })).toBeDisabled();
    await dialog.getByLabel('cURL command').fill(`${command} -d @file.json`);
    await expect(dialog.getByRole('region', { name: 'Understood as' })).toContainText(
      'POST https://api.example.com/orders',
    );
    await expect(dialog).toContainText('Token: kept as a secret.');
    await expect(dialog).toContainText('file.json is on your machine');
    await expectAccessible(page, 'the cURL dialog');
    await dialog.getByRole('button', { name: 'Fill in' }).click();
    await expect(builder.field('URL')).toHaveText('https://api.example.com/orders');
  });
});

test('a request shows all that will go out before it is sent, and its answer is the sample afterwards', async ({
  builder,
  api,
  page,
}) => {
  await using local = await startLocalServer();
  local.answer = { status: 200, body: { order: { id: 'A-7' } } };
  const request = httpRequest({
    method: 'POST',
    url: `${local.url}/orders/{{ trigger.data.id }}`,
    headers: { 'x-api-key': 'top-secret' },
    body: { total: '{{ trigger.data.total }}' },
  });
  await builder.open(
    await api.workflow(
      'Asked before',
      chain({ ...manualTrigger, config: { sample: { id: 'A-7', total: 9 } } }, request),
    ),
  );
  await builder.openNode('HTTP Request');
  await builder.properties.getByRole('button', { name: 'Test Request' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Send this request now?' });
  await expect(dialog).toContainText(`POST ${local.url}/orders/A-7`);
  await expect(dialog).toContainText('This may change something there');
  await expect(dialog).toContainText('trigger.data.id');
  await expect(dialog).toContainText('{"total":9}');
  await expect(dialog).not.toContainText('top-secret');
  await expectAccessible(page, 'the question before a request');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(local.received).toEqual([]);
  await builder.properties.getByRole('button', { name: 'Test Request' }).click();
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await expect(builder.properties).toContainText('until you pin it, the next test or run replaces it');
  expect(local.received).toMatchObject([{ method: 'POST', path: '/orders/A-7', body: '{"total":9}' }]);

  await test.step('what cannot be sent is told instead', async () => {
    await builder.fillField('URL', 'nowhere');
    await builder.properties.getByRole('button', { name: 'Test Request' }).click();
    await expect(dialog).toContainText('“nowhere” is no web address');
    await expect(dialog.getByRole('button', { name: 'Send request' })).toBeDisabled();
  });
});

test('a field keeps what was typed while it is switched between a fixed value and an expression', async ({
  builder,
  api,
}) => {
  const forms = new Forms(builder);
  const respond = {
    ...mapName,
    id: 'answer',
    subtype: 'respond' as const,
    key: 'answer',
    label: 'Respond',
    config: { status: 201 },
  };
  await builder.open(await api.workflow('Switched', chain(manualTrigger, respond)));
  await builder.openNode('Respond');
  const toggle = forms.fieldOf('status').getByRole('button', { name: 'Use an expression' });
  await toggle.click();
  await builder.fillField('Status', '{{ trigger.data.status }}');
  await toggle.click();
  await expect(builder.field('Status')).toHaveValue('201');
  await toggle.click();
  // As a chip.
  await expect(builder.field('Status')).toHaveText('Manual Triggerstatus');
});

test('the wide view has input, form and output side by side, and the keyboard goes through them', async ({
  builder,
  api,
  page,
}) => {
  await builder.open(
    await api.workflow(
      'Wide',
      chain({ ...manualTrigger, config: { sample: { customer: { name: 'Ada' } } } }, mapName),
    ),
  );
  await builder.openNode('Data Transform');
  const { properties } = builder;
  await builder.runTest();
  await properties.getByLabel('Name', { exact: true }).fill('Renamed');
  await properties.getByRole('button', { name: 'Wide view' }).click();
  await expect(properties.getByRole('region', { name: 'Input of this step' })).toContainText('trigger');
  await expect(properties.getByRole('region', { name: 'Output of this step' })).toContainText('"Ada"');
  await expect(properties.getByLabel('Name', { exact: true })).toHaveValue('Renamed');
  await expectAccessible(page, 'the wide view');

  const columnOfFocus = () =>
    page.evaluate(() => document.activeElement?.closest('[data-column]')?.getAttribute('data-column'));
  await properties.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('F6');
  expect(await columnOfFocus()).toBe('output');
  await page.keyboard.press('F6');
  expect(await columnOfFocus()).toBe('input');
  await page.keyboard.press('Shift+F6');
  expect(await columnOfFocus()).toBe('output');
  await page.keyboard.press('Escape');
  await expect(properties.getByRole('region', { name: 'Input of this step' })).toBeHidden();
  await expect(properties.getByRole('button', { name: 'Wide view' })).toBeFocused();
});

test('the settings of a node say in a sentence what happens when it fails', async ({
  builder,
  api,
  page,
}) => {
  await builder.open(
    await api.workflow(
      'Settings in words',
      chain(manualTrigger, httpRequest({ url: 'https://example.com' })),
    ),
  );
  await builder.openNode('HTTP Request');
  await builder.properties.getByRole('tab', { name: 'Settings' }).click();
  const fails = builder.properties.getByRole('region', { name: 'If something goes wrong' });
  await expect(fails).toContainText(
    'It is tried again as the workflow’s settings say. If it still fails, the workflow stops.',
  );
  await fails.getByRole('combobox', { name: 'Retries' }).click();
  await page.getByRole('option', { name: 'Own setting' }).click();
  await expect(fails).toContainText('It is tried up to 2 times more, after 1 s, 2 s.');
  await expectAccessible(page, 'the settings of a node');
});
