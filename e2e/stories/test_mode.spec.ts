import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';

test('a test touches nothing, Test Request sends exactly one, and Run does it for real while the nodes ring', async ({
  builder,
  page,
  api,
}) => {
  await using server = await startLocalServer();
  server.answer = { status: 200, body: { id: 'real-1' } };
  const order = httpRequest({ method: 'POST', url: `${server.url}/orders`, body: { total: 7 } });
  const copy = transform({ transform_type: 'custom', expression: 'answer.body.id' }, 2);
  const workflow = await api.workflow('Orders to the shop', chain(manualTrigger, order, copy));
  await builder.open(workflow);

  await test.step('the test answers with the mock that was edited, and nothing went out', async () => {
    await builder.button('Test').click();
    const dialog = builder.dialog('Test the workflow');
    await dialog.getByRole('button', { name: 'HTTP Request' }).click();
    const mock = { status: 200, headers: {}, body: { id: 'mocked-7' }, duration_ms: 1 };
    await dialog.getByRole('textbox', { name: 'Answer of HTTP Request' }).fill(JSON.stringify(mock));
    await dialog.getByRole('button', { name: 'Run Test' }).click();
    await expect(builder.step('HTTP Request')).toContainText('mocked');
    await builder.step('Data Transform').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('mocked-7');
    expect(server.received).toEqual([]);
    expect(await api.executions(workflow.id)).toMatchObject({ total: 0, data: [] });
    expect(await api.getWorkflow(workflow.id)).toMatchObject({ execution_count: 0, success_count: 0 });
  });

  await test.step('Test Request asks first, and then sends exactly one', async () => {
    await builder.openNode('HTTP Request');
    await builder.button('Test Request').click();
    const question = page.getByRole('alertdialog', { name: 'Send this request now?' });
    await expect(question).toContainText(`POST ${server.url}/orders`);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    expect(server.received).toEqual([]);
    await builder.button('Test Request').click();
    await question.getByRole('button', { name: 'Send request' }).click();
    await expect(builder.properties.getByText(/The request succeeded in/)).toBeVisible();
    await expect(builder.properties.getByText('real-1')).toBeVisible();
    expect(server.received).toMatchObject([{ method: 'POST', path: '/orders', body: '{"total":7}' }]);
    expect((await api.executions(workflow.id)).total).toBe(0);
  });

  await test.step('a run of the deployed workflow sends one more, and its nodes ring live', async () => {
    await builder.deploy();
    await builder.closeDeployed();
    server.hold();
    await builder.button('Run').click();
    await builder.dialog('Run the workflow').getByRole('button', { name: 'Run now' }).click();
    await expect(builder.node('Manual Trigger')).toContainText('Success');
    await expect(builder.node('HTTP Request')).toContainText('Running');
    server.release();
    await expect(builder.node('HTTP Request')).toContainText('Success');
    await expect(builder.node('Data Transform')).toContainText('Success');
    await expect(builder.results.getByRole('status').filter({ hasText: 'View Details' })).toContainText(
      'Success',
    );
    await builder.step('Data Transform').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('real-1');
    expect(server.received).toHaveLength(2);
    expect((await api.executions(workflow.id)).total).toBe(1);
  });
});
