import type { DefinitionInput } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, transform, webhookTrigger } from '../harness/definitions.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';

const double = (factor: number) =>
  transform({ transform_type: 'custom', expression: `{ total: trigger.data.total * ${factor} }` });

function orders(url: string): DefinitionInput {
  const send = { ...httpRequest({ method: 'POST', url: `${url}/orders`, body: '{{ mapped }}' }), id: 'send' };
  return chain(webhookTrigger, double(2), { ...send, position: { x: 640, y: 160 } });
}

test('a test is made from what really happened, saved, broken by a change that nobody meant, and mended', async ({
  builder,
  page,
  api,
}) => {
  await using server = await startLocalServer();
  server.answer = { status: 201, body: { id: 'real-7' } };
  const workflow = await api.deployed('Orders with tests', orders(server.url));
  await api.run(workflow.id, { total: 21 });
  expect(server.received).toHaveLength(1);
  const tests = new Tests(builder);
  await builder.open(workflow);

  await test.step('the sample and the answers come from the last execution', async () => {
    await tests.openDialog();
    await expect(tests.dialog).toContainText('Nothing goes out');
    await tests.takeSample(/^Made from/);
    await tests.takeSample(/^Execution 1/);
    await expect(tests.input()).toContainText('"total": 21');
    await tests.dialog.getByRole('button', { name: 'Take Answers of Executions' }).click();
    await expect(builder.toast('Took 1 answer')).toBeVisible();
    await tests.openAnswer('HTTP Request');
    await expect(tests.dialog.getByRole('textbox', { name: 'Answer of HTTP Request' })).toContainText(
      'real-7',
    );
    await tests.run();
    await expect(builder.step('HTTP Request')).toContainText('mocked');
    expect(server.received).toHaveLength(1);
  });

  await test.step('what it gave and what it was called with become a test', async () => {
    await builder.step('HTTP Request').click();
    await builder.results.getByRole('button', { name: 'Expect this call' }).click();
    await builder.step('Data Transform').click();
    await builder.results.getByRole('button', { name: 'Expect this value' }).click();
    await tests.openPanel();
    await expect(builder.results.getByRole('combobox', { name: 'What is looked at' })).toHaveCount(7);
    await tests.saveAs('A large order');
    await expect(tests.outcome()).toContainText('Passed');
  });

  await test.step('a change that nobody meant is found by all tests at once, with what came instead', async () => {
    await builder.openNode('Data Transform');
    await builder.fillField('Expression', '{ total: trigger.data.total * 3 }');
    await expect(tests.row('A large order')).toContainText('Not run since the last change');
    await expect(tests.outcome()).toContainText('Before the last change');
    await tests.runAll();
    await expect(tests.outcome()).not.toContainText('Before the last change');
    await expect(tests.row('A large order')).toContainText('Failed');
    const difference = tests.outcome().getByRole('row', { name: 'body.total 42 63' });
    await expect(difference).toBeVisible();
    await expect(tests.outcome()).toContainText('What step "mapped" gave');
    await expectAccessible(page, 'a saved test that failed');
    expect(server.received).toHaveLength(1);
  });

  await test.step('the deploy asks first, and goes through all the same', async () => {
    await builder.button('Deploy').click();
    const asked = builder.dialog('1 of 1 saved test fails on this draft');
    await asked.getByRole('button', { name: 'Deploy anyway' }).click();
    await expect(builder.toast('Workflow deployed and enabled')).toBeVisible();
    await builder.closeDeployed();
  });

  await test.step('mended, it passes, and still does after a reload', async () => {
    await builder.openNode('Data Transform');
    await builder.fillField('Expression', '{ total: trigger.data.total * 2 }');
    await tests.runAll();
    await expect(tests.row('A large order')).toContainText('Passed');
    await builder.save();
    await page.reload();
    await builder.canvas.waitFor();
    await tests.openDialog();
    await expect(tests.input()).toContainText('"total": 21');
    await tests.run();
    await tests.openPanel();
    await tests.row('A large order').click();
    await expect(builder.results.getByRole('combobox', { name: 'Status' })).toHaveText('Success');
  });
});

test('a test that is saved from a run expects what it did, and is brought up to date by a click', async ({
  builder,
  page,
  api,
}) => {
  const expression = '{ total: trigger.data.total * 2, made_at: now(), id: uuid() }';
  const map = { ...transform({ transform_type: 'custom', expression }), label: 'Compute' };
  const send = httpRequest({ method: 'POST', url: 'https://shop.example.com/orders', body: '{{ mapped }}' });
  const workflow = await api.workflow(
    'Expected',
    chain(webhookTrigger, map, { ...send, id: 'send', position: { x: 640, y: 160 } }),
  );
  const tests = new Tests(builder);
  await builder.open(workflow);
  await tests.openDialog();
  await tests.input().fill('{ "total": 21 }');
  await tests.run();

  await test.step('what it was called with is ticked, of what is new each time only how it is built', async () => {
    await builder.results.getByRole('button', { name: 'Save as Test' }).click();
    const name = builder.results.getByRole('textbox', { name: 'Name of the test' });
    await expect(name).toHaveValue('New test');
    await expect(name).toBeFocused();
    const ticks = builder.results.getByRole('checkbox', { name: /^Expect row/ });
    await expect(ticks).toHaveCount(7);
    for (const tick of await ticks.all()) await expect(tick).toBeChecked();
    const operators = builder.results.getByRole('combobox', { name: 'Operator' });
    await expect(operators).toHaveText(['equals', 'equals', 'equals', 'is built like', 'is built like']);
    await expectAccessible(page, 'what a run offers to be expected');
    await ticks.nth(2).click();
    await tests.saveAs('Twice the total');
    await expect(builder.results.getByRole('combobox', { name: 'What is looked at' })).toHaveCount(6);
    await expect(ticks).toHaveCount(0);
    await tests.runAll();
    await expect(tests.outcome()).toContainText('Passed');
  });

  await test.step('a change of the mapping fails it, and it says where', async () => {
    await builder.openNode('Compute');
    await builder.fillField('Expression', expression.replace('* 2', '* 3'));
    await tests.runAll();
    await expect(tests.row('Twice the total')).toContainText('Failed');
    await expect(tests.outcome()).toContainText('was called with at body.total');
    await expect(tests.outcome().getByRole('row', { name: /42 63$/ })).toBeVisible();
  });

  await test.step('one click expects what is now, and one takes that back', async () => {
    await tests.outcome().getByRole('button', { name: 'Update expectations from this run' }).click();
    await expect(builder.toast('1 expectation updated')).toBeVisible();
    await expect(tests.row('Twice the total')).toContainText('Passed');
    const said = page.getByRole('region', { name: /Notifications/ });
    await said.getByRole('button', { name: 'Undo' }).click();
    await expect(tests.row('Twice the total')).toContainText('Failed');
  });
});

test('a step is let fail: its card says why, the results say what went wrong and lead to it', async ({
  builder,
  page,
  api,
}) => {
  const definition = chain(manualTrigger, httpRequest({ method: 'GET', url: 'https://shop.example.com' }), {
    ...transform({ transform_type: 'custom', expression: 'answer.body' }, 2),
  });
  const workflow = await api.workflow('A shop that is down', definition);
  const tests = new Tests(builder);
  await builder.open(workflow);
  await tests.openDialog();
  await tests.input().fill('{ "total": ');
  await expect(tests.dialog.getByRole('alert').first()).toBeVisible();
  await expect(tests.dialog.getByRole('button', { name: 'Run Test' })).toBeDisabled();
  await tests.input().fill('{}');
  await tests.openAnswer('HTTP Request');
  await tests.letFail('HTTP Request', 'Closed for the holidays');
  await tests.run();
  await expect(builder.node('HTTP Request')).toContainText('Closed for the holidays');
  await builder.step('Manual Trigger').click();
  await expect(builder.results.getByRole('alert')).toContainText('“HTTP Request” failed');
  await builder.results.getByRole('button', { name: 'Show step' }).click();
  await expect(builder.step('HTTP Request')).toHaveAttribute('aria-selected', 'true');

  await test.step('the choice is remembered', async () => {
    await tests.openDialog();
    await expect(tests.dialog.getByText('fails', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tests.dialog).toBeHidden();
  });

  await test.step('the timeline walks by keyboard, and a search finds what is in the data', async () => {
    await builder.results.getByRole('button', { name: 'Timeline' }).click();
    await expect(builder.results.getByRole('img', { name: /Time from the beginning/ })).toBeVisible();
    await builder.step('Manual Trigger').focus();
    await page.keyboard.press('ArrowDown');
    await expect(builder.step('HTTP Request')).toBeFocused();
    await expect(builder.step('HTTP Request')).toContainText(/begins after/);
    await expectAccessible(page, 'the timeline of a test that failed');
    await builder.results
      .getByRole('searchbox', { name: 'Search steps' })
      .or(builder.results.getByRole('textbox', { name: 'Search steps' }))
      .fill('holidays');
    await expect(
      builder.results.getByRole('tablist', { name: /Steps of the last/ }).getByRole('tab'),
    ).toHaveCount(1);
  });
});

test('of a loop of ten thousand rounds those that failed stand first, and each is a click away', async ({
  builder,
  api,
}) => {
  const definition: DefinitionInput = {
    nodes: [
      manualTrigger,
      {
        id: 'loop',
        type: 'control',
        subtype: 'loop',
        key: 'loop',
        label: 'Loop',
        position: { x: 320, y: 160 },
        config: { items: '{{ range(0, 10000) }}', on_item_error: 'collect' },
      },
      {
        ...transform({ transform_type: 'custom', expression: 'toNumber(item == 7777 ? "seven" : item)' }, 2),
      },
    ],
    edges: [
      { source: 'start', target: 'loop' },
      { source: 'loop', sourceHandle: 'body', target: 'map' },
    ],
  };
  const workflow = await api.workflow('Ten thousand', definition);
  const tests = new Tests(builder);
  await builder.open(workflow);
  await tests.openDialog();
  await tests.run();
  await builder.step('Loop').click();
  const rounds = builder.results.getByRole('table', { name: 'Items of Loop' });
  await expect(rounds.getByRole('row').nth(1)).toContainText('Item 7,777');
  await expect(builder.results.getByText('1–20 of 10,000')).toBeVisible();
  await builder.results.getByRole('button', { name: 'Next' }).click();
  await expect(rounds.getByRole('row').nth(1)).toContainText('Item 19');
  await rounds.getByRole('button', { name: 'Show item 19' }).click();
  await expect(builder.results.getByRole('textbox', { name: 'Item of Loop' })).toHaveValue('19');
});
