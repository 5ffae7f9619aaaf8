import type { DefinitionInput } from '@millrace/core';
import { chain, manualTrigger, transform } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

type Node = NonNullable<DefinitionInput['nodes']>[number];

const sum = transform({ transform_type: 'custom', expression: 'toNumber(trigger.data.total) * 2' });

test('a run beside a changed draft says which version ran, and that the draft is another', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.deployed('Orders to invoices', chain(manualTrigger, sum));
  await builder.open(workflow);
  const run = builder.dialog('Run the workflow');

  await test.step('where the draft is what ran, only the version is said', async () => {
    await builder.button('Run').click();
    await expect(run).toContainText('Starts version 1 for real, with everything it does.');
    await run.getByRole('textbox', { name: 'Input' }).fill('{ "total": 4 }');
    await run.getByRole('button', { name: 'Run now' }).click();
    await expect(builder.results.getByText('Run · version 1')).toBeVisible();
    await expect(builder.results.getByText(/Ran on version/)).toBeHidden();
    await expect(builder.results.getByRole('button', { name: 'Pin as sample', exact: true })).toBeVisible();
  });

  await test.step('where it differs, that is said before the run, and of what it gave', async () => {
    await builder.openNode('Data Transform');
    await builder.fillField('Expression', 'toNumber(trigger.data.total) * 3');
    await builder.expectSaved();
    await builder.button('Run').click();
    await expect(run).toContainText('Starts version 1 for real; your undeployed changes are not in it.');
    await run.getByRole('textbox', { name: 'Input' }).fill('{ "total": 4 }');
    await run.getByRole('button', { name: 'Run now' }).click();
    await expect(builder.results.getByText('Ran on version 1; the draft differs in 1 place')).toBeVisible();
    await expect(
      builder.results.getByRole('button', { name: 'Pin as sample of version 1' }).first(),
    ).toBeVisible();
  });

  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
  ] as const)
    await test.step(`at ${width} × ${height} the bars keep their one line, and the top bar its words`, async () => {
      await page.setViewportSize({ width, height });
      const tabs = (await builder.results.getByRole('tab', { name: 'Steps' }).boundingBox())!;
      const collapse = (await builder.results.getByRole('button', { name: 'Close results' }).boundingBox())!;
      const bar = (await builder.results.boundingBox())!;
      expect(collapse.y).toBeLessThan(tabs.y + tabs.height);
      expect(bar.x + bar.width - collapse.x - collapse.width).toBeLessThan(16);
      const isCut = (element: Element) => {
        const box = element.closest('.truncate')!;
        return box.scrollWidth > box.clientWidth;
      };
      expect(await page.getByRole('textbox', { name: 'Workflow name' }).evaluate(isCut)).toBe(false);
      expect(await page.getByText(/^Saved /).evaluate(isCut)).toBe(false);
    });
});

test('what is in the body of a loop that was skipped is shown as skipped on the page of the execution', async ({
  page,
  api,
  builder: _,
}) => {
  const each: Node = {
    id: 'each',
    type: 'control',
    subtype: 'loop',
    key: 'each',
    label: 'Each',
    position: { x: 640, y: 160 },
    config: { items: '{{ trigger.data.orders }}' },
  };
  const inside = {
    ...transform({ transform_type: 'custom', expression: 'item' }, 3),
    id: 'in',
    key: 'in_it',
    label: 'Inside',
  };
  const before = chain(manualTrigger, sum, each);
  const workflow = await api.deployed('Never looped', {
    nodes: [...before.nodes!, inside],
    edges: [...before.edges!, { source: 'each', sourceHandle: 'body', target: 'in' }],
  });
  const execution = await api.run(workflow.id, { total: 'seven', orders: [1] });
  expect(execution.status).toBe('error');
  await page.goto(`/executions/${execution.id}`);
  for (const label of ['Each', 'Inside'])
    await expect(page.locator('.react-flow__node-step').filter({ hasText: label })).toContainText('Skipped');
  await expect(page.getByRole('link', { name: 'Open in editor' })).toHaveCount(2);
});
