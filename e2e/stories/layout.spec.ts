import {
  chain,
  httpRequest,
  manualTrigger,
  mapName,
  transform,
  webhookTrigger,
} from '../harness/definitions.ts';
import { expectFits, expectWhole, lineErrors } from '../harness/layout.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { Mapper } from '../harness/mapper.ts';
import { expect, test } from '../harness/test.ts';

const longName =
  'Send the order with all of its lines to the planning system of the subsidiary in Luxembourg';

test('the results can be used beside the outline and the properties, whatever the window is wide', async ({
  builder,
  page,
  api,
}) => {
  const call = { ...httpRequest({ method: 'POST', url: 'https://example.com/x' }), label: longName };
  await builder.open(await api.workflow('Narrow', chain(webhookTrigger, call)));
  await builder.runTest();
  await builder.step(longName).click();
  const list = builder.results.getByRole('tablist', { name: 'Steps of the last test or run' });

  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const outline of [true, false]) {
      await test.step(`${width} × ${height}, ${outline ? 'with' : 'without'} the outline`, async () => {
        const tree = page.getByRole('tree', { name: 'Steps of the workflow' });
        if (outline) {
          await builder.node(longName).press('o');
          await expect(tree).toBeVisible();
        } else await page.getByRole('button', { name: 'Close the outline' }).click();
        await builder.node(longName).press('Enter');
        await expect(builder.properties.getByLabel('Name', { exact: true })).toHaveValue(longName);
        await expectFits(builder.results);
        const data = builder.results.getByRole('group', { name: 'Output', exact: true });
        for (const part of [list, data]) expect((await part.boundingBox())!.width).toBeGreaterThan(230);
        for (const name of ['Expect this value', 'Pin as sample', 'Copy all steps as JSON', 'Close results'])
          await expectWhole(builder.results.getByRole('button', { name, exact: true }).first());
      });
    }
  }

  await test.step('what was typed in them is there after they have moved', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    const search = builder.results.getByRole('searchbox', { name: 'Search steps' });
    await search.fill('luxem');
    await expect.poll(async () => (await builder.results.boundingBox())!.width).toBeLessThan(900);
    const before = (await builder.results.boundingBox())!;
    await builder.node(longName).press('o');
    await expect
      .poll(async () => (await builder.results.boundingBox())!.width)
      .toBeGreaterThan(before.width + 200);
    await expect(search).toHaveValue('luxem');
    await expect(builder.step(longName)).toBeVisible();
    await page.getByRole('button', { name: 'Close the outline' }).click();
  });

  await test.step('and where the properties are drawn wide, they keep their form and the results theirs', async () => {
    const border = page.getByRole('separator', { name: 'Properties' });
    await border.focus();
    for (let presses = 0; presses < 12; presses++) await page.keyboard.press('ArrowLeft');
    await expectFits(builder.results);
  });
});

test('the answer of a test request is seen without scrolling, and told', async ({ builder, page, api }) => {
  await using local = await startLocalServer();
  local.answer = {
    status: 200,
    body: { order: 'A-7', lines: Array.from({ length: 40 }, (_, line) => ({ line })) },
  };
  await page.setViewportSize({ width: 1280, height: 720 });
  const headers = Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [`x-header-${at}`, 'value '.repeat(20)]),
  );
  await builder.open(
    await api.workflow('Asked', chain(manualTrigger, httpRequest({ url: `${local.url}/orders`, headers }))),
  );
  await builder.openNode('HTTP Request');
  const send = async () => {
    await builder.button('Test Request').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send request' }).click();
  };
  await send();
  await expect(builder.properties.getByRole('status').filter({ hasText: 'status 200' })).toBeAttached();
  await expectWhole(builder.properties.getByRole('group', { name: /^The request succeeded in/ }));
  await expectWhole(builder.button('Pin as sample'));
  await expect(builder.button('Test Request')).toBeFocused();
  await expectFits(builder.properties);

  local.answer = { status: 503, body: { message: 'The shop is closed until its database is back' } };
  await send();
  await expectWhole(builder.properties.getByRole('alert').filter({ hasText: 'The shop is closed' }));
});

test('the mapper shows what needs work, and its lines meet their fields in every size', async ({
  builder,
  page,
  api,
}) => {
  const mappings = [
    ...(mapName.config!.mappings as object[]),
    { target_field: 'total', source_path: 'total', transformation: { type: 'date_format' } },
  ];
  await page.setViewportSize({ width: 1280, height: 720 });
  const map = { ...mapName, label: longName, config: { ...mapName.config, mappings } };
  await builder.open(await api.workflow('Mapped', chain(webhookTrigger, map)));
  await builder.openNode(longName);
  const mapper = new Mapper(builder);
  await mapper.open();
  await expect(mapper.detail.getByRole('textbox', { name: 'Target field' })).toHaveValue('total');
  await expect(mapper.detail.getByRole('status')).toContainText('date_format');

  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [640, 450],
    [1440, 900],
  ] as const) {
    await test.step(`${width} × ${height}`, async () => {
      await page.setViewportSize({ width, height });
      await expectFits(mapper.dialog);
      await expect
        .poll(async () => Math.max(...(await lineErrors(mapper.dialog, 'name', 'customer.name'))))
        .toBeLessThan(3);
    });
  }

  await test.step('and after the source was scrolled', async () => {
    await page.setViewportSize({ width: 1280, height: 500 });
    await mapper.source.getByRole('tree').evaluate((tree) => tree.scrollBy(0, 20));
    await expect
      .poll(async () => Math.max(...(await lineErrors(mapper.dialog, 'name', 'customer.name'))))
      .toBeLessThan(3);
  });
});

test('two megabytes of JSON are opened by a worker, and copied whole', async ({ page, api, builder: _ }) => {
  const orders = Array.from({ length: 12_000 }, (_, id) => ({
    id,
    customer: { name: 'Ada Lovelace', email: 'ada@example.com', tags: ['a', 'b'] },
    note: `the note of order ${id}, which says what there is to say about it`,
  }));
  const pass = transform({ transform_type: 'custom', expression: 'length(trigger.data.orders)' });
  const { id } = await api.deployed('Large', chain(manualTrigger, pass));
  const execution = await api.run(id, { orders });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));

  await page.goto(`/executions/${execution.id}`);
  await page.getByRole('button', { name: 'Load all' }).first().click();
  const viewer = page.getByRole('tree', { name: /^Output/ });
  await expect(viewer.getByRole('treeitem', { name: /^orders.*12,?000 items/ })).toBeVisible();
  expect(workers.filter((url) => url.includes('json_worker'))).toHaveLength(1);

  await page.getByRole('button', { name: 'Copy all' }).first().click();
  await expect(page.getByRole('button', { name: 'Copied' }).first()).toBeVisible();
  const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied).toMatchObject({ data: { orders } });
});
