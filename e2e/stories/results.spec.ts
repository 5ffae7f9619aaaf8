import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { expectWhole } from '../harness/layout.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';

test('the answer of a call that failed is seen wherever it failed: status, headers and body', async ({
  builder,
  page,
  api,
}) => {
  await using server = await startLocalServer();
  server.answer = { status: 422, body: { code: 'STOCK_7', shelf: 'B-12' } };
  const call = httpRequest({ method: 'POST', url: `${server.url}/orders` });
  const workflow = await api.deployed('Refused', chain(manualTrigger, call));
  await builder.open(workflow);

  await test.step('after a test request, below its form', async () => {
    await builder.openNode('HTTP Request');
    await builder.button('Test Request').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send request' }).click();
    const answer = builder.properties.getByRole('region', { name: 'Answer: HTTP Request' });
    await expect(answer).toContainText('Answer, status 422');
    await expect(answer).toContainText('STOCK_7');
    await expectWhole(builder.properties.getByRole('alert').filter({ hasText: 'answered 422' }));
    await expect(answer).not.toContainText('content-type');
    await answer.getByRole('button', { name: /headers?$/ }).click();
    await expect(answer).toContainText('content-type');
  });

  await test.step('after a run, in the results', async () => {
    await builder.button('Run').click();
    await builder.dialog('Run the workflow').getByRole('button', { name: 'Run now' }).click();
    await builder.step('HTTP Request').click();
    const answer = builder.results.getByRole('region', { name: 'Answer: HTTP Request' });
    await expect(answer).toContainText('STOCK_7');
    await expect(builder.results.getByRole('heading', { name: 'Output' })).toHaveCount(0);
  });

  await test.step('and on the page of the execution', async () => {
    await builder.results.getByRole('link', { name: 'View Details' }).click();
    await expect(page.getByRole('heading', { name: 'Execution #1' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Answer: HTTP Request' })).toContainText('STOCK_7');
  });
});

test('the input of a step that computes is what it read, also where it failed before it began', async ({
  builder,
  page,
  api,
}) => {
  const upper = {
    ...transform({ transform_type: 'custom', expression: 'upper(trigger.data.name)' }),
    label: 'Upper',
  };
  const url = 'https://x.io/{{ toNumber(trigger.data.name) }}';
  const call = { ...httpRequest({ url }), id: 'send', position: { x: 640, y: 160 } };
  const workflow = await api.deployed('Read', chain(manualTrigger, upper, call));
  const execution = await api.run(workflow.id, { name: 'ada' }).catch(() => null);
  const tests = new Tests(builder);
  await builder.open(workflow);
  await tests.openDialog();
  await tests.input().fill('{ "name": "ada" }');
  await tests.run();
  for (const label of ['Upper', 'HTTP Request']) {
    await builder.step(label).click();
    const input = builder.results.getByRole('group', { name: 'Input', exact: true });
    await expect(input).toContainText('trigger.data.name');
    await expect(input).toContainText('ada');
  }
  expect(execution).not.toBeNull();
  await page.goto(`/executions/${execution!.id}`);
  await page.getByRole('tab', { name: 'Input' }).click();
  await expect(page.getByText('The values that its expressions read.')).toBeVisible();
});

test('the landmarks of the editor are there before anything was done', async ({ builder, page, api }) => {
  await builder.open(await api.workflow('Fresh', { nodes: [], edges: [] }));
  for (const name of ['Node palette', 'Canvas', 'Properties', 'Results'])
    await expect(page.getByRole('region', { name, exact: true })).toBeAttached();
  await builder.results.getByRole('button', { name: /^Results/ }).click();
  await expect(builder.results).toHaveCount(1);
  await expect(builder.results.getByRole('tab', { name: 'Steps' })).toBeVisible();
});
