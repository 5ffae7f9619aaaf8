import type { DefinitionInput } from '@millrace/core';
import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { Knowing } from '../harness/knowing.ts';
import { expect, test } from '../harness/test.ts';

const fetch = httpRequest({ method: 'GET', url: 'https://shop.example.com/orders/1' });
const total = transform(
  {
    transform_type: 'map_fields',
    mappings: [{ target_field: 'sum', source_path: 'answer.body.total * 2' }],
  },
  2,
);
const report = {
  ...transform({ transform_type: 'custom', expression: "'Sum: ' + mapped.sum" }, 3),
  id: 'report',
  key: 'report',
  label: 'Report',
};
const orders = chain(manualTrigger, fetch, total, report);

test('a pinned sample stands for a step in every test, is marked, and stays with the workflow', async ({
  builder,
  page,
  api,
}) => {
  const knowing = new Knowing(builder);
  const workflow = await api.workflow('Pinned orders', orders);
  await builder.open(workflow);

  await test.step('it is written by hand; what cannot be one is said in words', async () => {
    await knowing.choose('HTTP Request', 'Edit sample');
    const editor = knowing.sampleEditor('HTTP Request');
    await editor.fill('{ "body": ');
    await expect(builder.properties.getByText(/This is not JSON/)).toBeVisible();
    await expect(builder.properties.getByRole('button', { name: 'Pin this sample' })).toBeDisabled();
    await builder.properties.getByRole('button', { name: 'Cancel' }).click();
    await knowing.writeSample('HTTP Request', {
      status: 200,
      headers: {},
      body: { total: 21 },
      duration_ms: 1,
    });
    await expect(knowing.pinBadge('HTTP Request')).toBeVisible();
  });

  await test.step('a test uses it, and says so', async () => {
    await builder.button('Test').click();
    const dialog = builder.dialog('Test the workflow');
    await expect(dialog.getByText('1 pinned sample in the place of running')).toBeVisible();
    await dialog.getByRole('button', { name: 'Run Test' }).click();
    await builder.step('Report').click();
    await expect(knowing.output()).toContainText('Sum: 42');
  });

  await test.step('what a step gave is pinned from the results; it is there after a reload and for a copy', async () => {
    await builder.step('Data Transform').click();
    await builder.results.getByRole('button', { name: 'Pin as sample' }).click();
    await expect(knowing.pinBadge('Data Transform')).toBeVisible();
    await expect
      .poll(
        async () =>
          (await api.send<{ data: unknown[] }>('GET', `/workflows/${workflow.id}/samples`)).data.length,
      )
      .toBe(2);
    await page.reload();
    await expect(knowing.pinBadge('Data Transform')).toBeVisible();
    const copy = await api.send<{ id: string }>('POST', `/workflows/${workflow.id}/duplicate`);
    const pinned = await api.send<{ data: unknown[] }>('GET', `/workflows/${copy.id}/samples`);
    expect(pinned.data).toHaveLength(2);
    const exported = await api.send<object>('GET', `/workflows/${workflow.id}/export`);
    expect(JSON.stringify(exported)).not.toContain('"total":21');
  });

  await test.step('unpinned it is gone', async () => {
    await knowing.choose('Data Transform', 'Unpin sample');
    await expect(knowing.pinBadge('Data Transform')).toBeHidden();
  });
});

test('one step is tested alone, and the workflow from it on, with what came before', async ({
  builder,
  page,
  api,
}) => {
  const knowing = new Knowing(builder);
  await builder.open(await api.workflow('Parts', orders));

  await test.step('without data it says what is missing, and how to get it', async () => {
    await knowing.choose('Data Transform', 'Test this step');
    await expect(builder.toast('There is no data yet to start at “Data Transform” with')).toBeVisible();
  });

  await test.step('a pinned sample is data; the step alone is tested', async () => {
    await knowing.writeSample('HTTP Request', {
      status: 200,
      headers: {},
      body: { total: 4 },
      duration_ms: 1,
    });
    await knowing.choose('Data Transform', 'Test this step');
    await expect(knowing.output()).toContainText('8');
    await expect(builder.step('HTTP Request')).toContainText('kept');
    await expect(builder.step('Report')).toBeHidden();
  });

  await test.step('from there on the rest follows', async () => {
    await builder.node('Data Transform').click();
    await builder.node('Data Transform').focus();
    await page.keyboard.press('Shift+R');
    await builder.step('Report').click();
    await expect(knowing.output()).toContainText('Sum: 8');
    await expect(builder.step('HTTP Request')).toContainText('kept');
  });

  await test.step('the properties offer the same', async () => {
    await builder.openNode('Report');
    await builder.properties.getByRole('button', { name: 'Test step…' }).click();
    await page.getByRole('menuitem', { name: 'Test this step' }).click();
    await expect(builder.step('Data Transform')).toContainText('kept');
    await expect(knowing.output()).toContainText('Sum: 8');
  });
});

test('a field that a step never returns is found before a run: on the edge, in the list, and mended by a click', async ({
  builder,
  api,
}) => {
  const wrong: DefinitionInput = chain(
    manualTrigger,
    transform({ transform_type: 'custom', expression: '{ total: 7, customer: trigger.data.name }' }),
    { ...report, config: { transform_type: 'custom', expression: 'mapped.totl + 1' } },
  );
  await builder.open(await api.workflow('Typos', wrong));
  const edge = builder.canvas.getByRole('button', {
    name: /What comes here does not fit: Unknown variable mapped\.totl/,
  });
  await expect(edge).toBeVisible();
  await expect(
    builder.canvas.getByRole('img', {
      name: /^Edge from Data Transform to .*What comes here does not fit: Unknown variable mapped\.totl/,
    }),
  ).toBeAttached();
  await expect(builder.button('1 error')).toBeVisible();
  await builder.button('1 error').click();
  const problem = builder.problem('Unknown variable mapped.totl');
  await problem.click();
  await expect(builder.properties.getByRole('textbox', { name: 'Expression' })).toBeFocused();
  await builder.results.getByRole('button', { name: /^Fix: .*total/ }).click();
  await expect(problem).toBeHidden();
  await expect(edge).toBeHidden();
  await expect(builder.properties.getByRole('textbox', { name: 'Expression' })).toContainText(
    'mapped.total + 1',
  );
});

test('a deploy that is refused lists all problems, errors apart from warnings, each once', async ({
  builder,
  api,
}) => {
  await builder.open(
    await api.workflow('Everything wrong', {
      nodes: [
        {
          id: 't',
          type: 'trigger',
          subtype: 'event',
          label: 'Event Trigger',
          position: { x: 0, y: 160 },
          config: {},
        },
        httpRequest({ url: '' }),
        { ...transform({ transform_type: 'custom', expression: '1', oops: true }, 2) },
      ],
      edges: [
        { source: 't', target: 'call' },
        { source: 'call', target: 'map' },
      ],
    }),
  );
  await builder.button('Deploy').click();
  const problems = builder.results.getByRole('list', { name: 'Problems' });
  await expect(problems.getByRole('heading', { name: '2 errors' })).toBeVisible();
  await expect(problems.getByRole('heading', { name: /warning/ })).toBeVisible();
  await expect(builder.problem('Trigger node not configured')).toHaveCount(1);
  await builder.problem('Trigger node not configured').click();
  await expect(builder.properties.getByRole('combobox', { name: 'Event type' })).toBeFocused();
});

test('a past execution is looked at in the editor: what differs, its data, and the step that failed tried again', async ({
  builder,
  page,
  api,
}) => {
  const knowing = new Knowing(builder);
  const parse = {
    ...transform({ transform_type: 'custom', expression: 'toNumber(trigger.data.total) * 2' }),
    label: 'Double',
  };
  const workflow = await api.deployed(
    'Doubled',
    chain(manualTrigger, parse, {
      ...report,
      config: { transform_type: 'custom', expression: "'Sum: ' + mapped" },
    }),
  );
  const execution = await api.run(workflow.id, { total: 'seven' });
  expect(execution.status).toBe('error');

  await page.goto(`/executions/${execution.id}`);
  await page.getByRole('link', { name: 'Open in editor' }).first().click();
  await expect(builder.results.getByText('The draft has not changed since it ran')).toBeVisible();
  await expect(builder.step('Double')).toHaveAttribute('aria-selected', 'true');

  await builder.openNode('Double');
  await builder.properties
    .getByRole('textbox', { name: 'Expression' })
    .fill('default(toNumber(replace(trigger.data.total, "seven", "7")), 0) * 2');
  await expect(builder.results.getByText(/Ran on version 1; the draft differs in 1 place/)).toBeVisible();
  await builder.results.getByRole('button', { name: 'Test from the failed step' }).click();
  await builder.step('Report').click();
  await expect(knowing.output()).toContainText('Sum: 14');
  await expect(builder.step('Manual Trigger')).toContainText('kept');

  await test.step('the list in the results has the others', async () => {
    await builder.results.getByRole('button', { name: 'Load an execution…' }).click();
    await page.getByRole('menuitem', { name: /Execution 1/ }).click();
    await expect(builder.results.getByText('Execution 1')).toBeVisible();
  });
});

test('a value of a result tells where it comes from, back to the trigger', async ({ builder, page, api }) => {
  const knowing = new Knowing(builder);
  const order = {
    ...transform({
      transform_type: 'map_fields',
      mappings: [{ target_field: 'customer.name', source_path: 'upper(trigger.data.buyer)' }],
    }),
    label: 'Order',
    key: 'order',
  };
  await builder.open(
    await api.workflow(
      'Where from',
      chain(manualTrigger, order, {
        ...report,
        config: { transform_type: 'custom', expression: '{ who: order.customer.name }' },
      }),
    ),
  );
  await builder.runTest({ buyer: 'Ada' });
  await builder.step('Report').click();
  await knowing.output().getByRole('treeitem', { name: /who/ }).click();
  await knowing.output().getByRole('button', { name: 'Where from?' }).click();
  const way = builder.dialog('Where it comes from');
  await expect(way.getByRole('listitem')).toContainText([
    /order\.customer\.name.*ADA/,
    /trigger\.data\.buyer.*Ada/,
  ]);
  await way.getByRole('button', { name: /trigger\.data\.buyer/ }).click();
  await expect(way).toBeHidden();
  await expect(builder.step('Manual Trigger')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('what started it')).toBeHidden();
});
