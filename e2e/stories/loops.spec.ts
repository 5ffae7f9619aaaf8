import type { DefinitionInput } from '@millrace/core';
import { manualTrigger } from '../harness/definitions.ts';
import { ExecutionView } from '../harness/execution.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';

const column = (x: number, y = 0) => ({ x: x * 320, y: 160 + y * 160 });

test('a loop is drawn by hand, tried without sending anything, and run: each item has its page', async ({
  builder,
  page,
}) => {
  await using server = await startLocalServer();
  await builder.newWorkflow('Each order');
  await builder.addNode('Manual Trigger');
  await builder.addNode('Loop');
  await builder.fillField('Items', '{{ trigger.data.orders }}');
  await builder.dragFromPalette('HTTP Request', { x: 0.75, y: 0.15 });
  await builder.connect('Loop', 'HTTP Request', 'body');
  await builder.openNode('HTTP Request');
  await builder.fillField('URL', `${server.url}/orders/{{ item.id }}`);
  await builder.dragFromPalette('Data Transform', { x: 0.75, y: 0.8 });
  await builder.connect('Loop', 'Data Transform', 'done');
  await builder.openNode('Data Transform');
  await builder.chooseField('Transform', 'Compute a value');
  await builder.fillField('Expression', 'loop.results | count');

  await test.step('out of the body nothing leads past done', async () => {
    await builder.drawConnection('HTTP Request', 'Data Transform');
    await expect(builder.canvas.getByRole('status')).toContainText(/loop/i);
    await page.mouse.up();
    await expect(builder.node('HTTP Request')).toHaveAccessibleName(/, not connected/);
  });

  const input = { orders: [{ id: 'A-1' }, { id: 'A-2' }, { id: 'A-3' }] };
  await test.step('a test loops, and sends nothing', async () => {
    await builder.runTest(input);
    await expect(builder.step('Loop')).toContainText('3 items');
    await builder.step('Data Transform').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('3');
    expect(server.received).toEqual([]);
  });

  await builder.deploy();
  await builder.closeDeployed();
  await builder.button('Run').click();
  const dialog = builder.dialog('Run the workflow');
  await dialog.getByRole('textbox', { name: 'Input' }).fill(JSON.stringify(input));
  await dialog.getByRole('button', { name: 'Run now' }).click();
  await expect(builder.node('Loop')).toContainText('3 items');
  await expect(builder.node('Data Transform')).toContainText('ms');
  expect(server.received.map((request) => request.path)).toEqual([
    '/orders/A-1',
    '/orders/A-2',
    '/orders/A-3',
  ]);

  await builder.results.getByRole('link', { name: 'View Details' }).click();
  const execution = new ExecutionView(page);
  await execution.expectStatus('Success');
  await execution.unfold('Loop');
  await execution.round(1).click();
  await execution.step('HTTP Request').click();
  const detail = execution.detail('HTTP Request');
  await detail.getByRole('tab', { name: 'Input' }).click();
  await expect(detail).toContainText('/orders/A-2');
  await detail.getByRole('button', { name: 'Next item' }).click();
  await expect(detail).toContainText('/orders/A-3');
});

test('an item that failed is said by its number; the retry goes on there and repeats nothing', async ({
  page,
  api,
  builder: _,
}) => {
  await using server = await startLocalServer();
  const { id } = await api.deployed('Pays each', eachPayment(server.url));
  server.answer = ({ path }) =>
    path === '/pay/P-1' ? { status: 409, body: { reason: 'Closed' } } : { status: 200, body: { paid: true } };
  const failed = await api.run(id, { payments: ['P-0', 'P-1', 'P-2'] });
  const execution = new ExecutionView(page);
  await execution.open(failed.id);
  await expect(execution.notice('Failed at “Pay”')).toContainText('Item 1');
  await expect(execution.step('Each')).toContainText('1 failed');

  server.answer = { status: 200, body: { paid: true } };
  const before = server.received.length;
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Execution #2' })).toContainText('Success');
  await expect(execution.step('Each')).toContainText('3 items');
  expect(server.received.slice(before).map((request) => request.path)).toEqual(['/pay/P-1', '/pay/P-2']);
});

test('a step that fails goes its error path, drawn by hand', async ({ builder, page, api }) => {
  await using server = await startLocalServer();
  server.answer = { status: 503, body: { reason: 'The shop is closed' } };
  const call = {
    id: 'call',
    type: 'action',
    subtype: 'http_request',
    key: 'shop',
    label: 'Ask the shop',
    position: column(1),
    config: { method: 'GET', url: server.url },
  } as const;
  const workflow = await api.workflow('Asks politely', {
    nodes: [manualTrigger, call],
    edges: [{ source: 'start', target: 'call' }],
  });
  await builder.open(workflow);
  await builder.openNode('Ask the shop');
  await builder.properties.getByRole('tab', { name: 'Settings' }).click();
  await builder.chooseField('When it fails', /^Go the error path/);
  await builder.dragFromPalette('Data Transform', { x: 0.75, y: 0.75 });
  await builder.connect('Ask the shop', 'Data Transform', 'error');
  await builder.openNode('Data Transform');
  await builder.properties.getByRole('tab', { name: 'Parameters' }).click();
  await builder.chooseField('Transform', 'Compute a value');
  await builder.fillField('Expression', '{ sorry: shop.error.status }');
  await builder.deploy();

  const execution = new ExecutionView(page);
  const { id, status } = await api.run(workflow.id);
  // What is dealt with is no failure of the whole.
  expect(status).toBe('success');
  await execution.open(id);
  await expect(execution.step('Ask the shop')).toContainText('Error');
  await execution.step('Data Transform').click();
  await expect(execution.detail('Data Transform')).toContainText('sorry: 503');
});

function eachPayment(url: string): DefinitionInput {
  return {
    nodes: [
      manualTrigger,
      {
        id: 'each',
        type: 'control',
        subtype: 'loop',
        key: 'each',
        label: 'Each',
        position: column(1),
        config: { items: '{{ trigger.data.payments }}' },
      },
      {
        id: 'pay',
        type: 'action',
        subtype: 'http_request',
        key: 'pay',
        label: 'Pay',
        position: column(2, -1),
        config: { method: 'POST', url: `${url}/pay/{{ item }}` },
      },
    ],
    edges: [
      { source: 'start', target: 'each' },
      { source: 'each', sourceHandle: 'body', target: 'pay' },
    ],
  };
}
