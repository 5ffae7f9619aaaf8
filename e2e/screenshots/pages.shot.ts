import { type Api, createApi } from '../harness/api.ts';
import { Builder } from '../harness/builder.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { Mapper } from '../harness/mapper.ts';
import { setUp } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { capture } from './capture.ts';
import { type Content, giveItAPast, makeContent, order } from './content.ts';
import { makeConnections } from './editor_content.ts';
import { fit } from './fit.ts';
import { makeSteering, type Steering } from './steering.ts';

test.use({ instance: 'screenshots' });

/** Pages that are ready when this can be read. */
const LISTS: [name: string, path: string, ready: string][] = [
  ['dashboard', '/', 'Busiest workflows'],
  ['workflows', '/workflows', 'Orders to the warehouse'],
  ['executions', '/executions', 'View Details'],
  ['approvals', '/approvals', 'Refund 219'],
  ['apps', '/apps', 'HTTP Request'],
  ['connections', '/connections', 'Shop API'],
  ['settings_members', '/settings/members', 'Grace Hopper'],
  ['settings_api_keys', '/settings/api_keys', 'Shop backend'],
  ['settings_variables', '/settings/variables', 'refund_limit'],
  ['settings_event_types', '/settings/event_types', 'customer.created'],
  ['settings_audit_log', '/settings/audit_log', 'Ada Lovelace'],
  ['not_found', '/nowhere', 'There is nothing here'],
];

test('every page, in light and dark', async ({ page, product }) => {
  const builder = new Builder(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Welcome to Millrace' })).toBeVisible();
  await capture(page, 'setup');
  await setUp(page.request);
  await page.goto('/workflows');
  await expect(page.getByText('Draw your first workflow')).toBeVisible();
  await capture(page, 'workflows_empty');

  await using shop = await startLocalServer();
  const api = createApi(page.request);
  const content = await makeContent(api, shop);
  await giveItAPast(product.data_dir);
  const steering = await makeSteering(api);
  await makeConnections(api);
  for (const [name, path, ready] of LISTS) {
    await page.goto(path);
    await expect(page.getByText(ready).first()).toBeVisible();
    if (path === '/') await expect(page.getByRole('figure').getByText('Success')).toBeVisible();
    await capture(page, name);
  }
  await captureExecutions(builder, api, content);
  await captureBuilder(builder, content);
  await captureSteering(builder, steering);
  await captureDialogs(builder, content);

  await page.context().clearCookies();
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await capture(page, 'login');
});

async function captureExecutions(builder: Builder, api: Api, { orders }: Content): Promise<void> {
  const { page } = builder;
  await builder.open(orders, '?tab=executions');
  await expect(page.getByText('View Details').first()).toBeVisible();
  await capture(page, 'workflow_executions');
  const { data } = await api.executions(orders.id);
  for (const [name, status] of [
    ['execution', 'success'],
    ['execution_error', 'error'],
  ]) {
    await page.goto(`/executions/${data.find((execution) => execution.status === status)?.id}`);
    await expect(page.getByRole('heading', { name: /Execution #/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Canvas' }).getByText('Map the order')).toBeVisible();
    await capture(page, name!);
  }
}

async function captureBuilder(builder: Builder, { orders, refunds }: Content): Promise<void> {
  const { page } = builder;
  for (const tab of ['versions', 'settings'] as const) {
    await builder.open(orders, `?tab=${tab}`);
    await expect(page.getByRole('main')).toContainText(tab === 'versions' ? 'Current' : 'Time zone');
    await capture(page, `workflow_${tab}`);
  }
  await builder.open(orders);
  await expect(builder.nodes()).toHaveCount(5);
  await capture(page, 'builder');
  await builder.openNode('Reserve in the warehouse');
  await expect(builder.field('URL')).toBeVisible();
  await fit(builder);
  await capture(page, 'builder_node');
  await builder.runTest(order);
  await builder.step('Map the order').click();
  await expect(builder.results.getByRole('tabpanel').last()).toContainText('LOVELACE');
  await fit(builder);
  await capture(page, 'builder_results');

  await builder.open(refunds);
  await builder.button('Deploy').click();
  await expect(builder.results.getByRole('alert')).toContainText('Not deployed');
  await capture(page, 'builder_problems');
}

async function captureSteering(builder: Builder, { invoices, looped, waiting }: Steering): Promise<void> {
  const { page } = builder;
  await builder.open(invoices);
  await expect(builder.nodes()).toHaveCount(5);
  await builder.openNode('Each invoice');
  await expect(builder.field('Items')).toBeVisible();
  await fit(builder);
  await capture(page, 'builder_loop');
  for (const [name, id, ready, node] of [
    ['execution_loop', looped, 'Item 16', 'Each invoice'],
    ['execution_waiting', waiting, 'Approve', 'May we pay it back?'],
  ] as const) {
    await page.goto(`/executions/${id}`);
    await expect(page.getByRole('heading', { name: /Execution #/ })).toBeVisible();
    await expect(page.getByText(ready).first()).toBeVisible();
    // The canvas comes in a chunk of its own, and is drawn a moment after it is there.
    const canvas = page.getByRole('region', { name: 'Canvas' });
    await expect(canvas.locator('.react-flow__node').filter({ hasText: node })).toBeInViewport();
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    await capture(page, name);
  }
}

async function captureDialogs(builder: Builder, { orders }: Content): Promise<void> {
  const { page } = builder;
  await builder.open(orders);
  await expect(builder.nodes()).toHaveCount(5);
  await builder.button('Test').click();
  const dialog = builder.dialog('Test the workflow');
  await dialog.getByRole('textbox', { name: 'Sample input' }).fill(JSON.stringify(order, null, 2));
  await dialog.getByRole('button', { name: 'Reserve in the warehouse' }).click();
  await capture(page, 'builder_test');
  await page.keyboard.press('Escape');
  await builder.openNode('Map the order');
  await builder.properties.getByRole('button', { name: 'Map Fields' }).click();
  const mapper = new Mapper(builder);
  await expect(mapper.lines()).toHaveCount(4);
  await mapper.targetField('total').click();
  await capture(page, 'mapper');
  await page.keyboard.press('Escape');
  await page.goto('/workflows');
  await expect(page.getByRole('link', { name: 'Orders to the warehouse' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(builder.dialog('Command palette')).toContainText('Orders to the warehouse');
  await capture(page, 'command_palette');
}
