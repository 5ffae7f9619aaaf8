import { chain, httpRequest, manualTrigger, transform, webhookTrigger } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

test('a deploy that is refused leads to the field, and succeeds once it is filled in', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(await api.workflow('Calls somebody', chain(manualTrigger, httpRequest({}))));
  await builder.button('Deploy').click();
  await expect(builder.results.getByRole('alert')).toContainText('Not deployed: 1 error');

  await test.step('who comes back to the editor is left where they are, and not told again', async () => {
    await page.getByRole('link', { name: 'Versions' }).click();
    const editor = page.getByRole('link', { name: 'Editor' });
    await editor.press('Enter');
    const known = builder.results.getByRole('group').filter({ hasText: 'Not deployed: 1 error' });
    await expect(known).toBeVisible();
    await expect(builder.results.getByRole('alert')).toBeHidden();
  });

  await builder.problem('HTTP Request node missing URL').click();
  await expect(builder.field('URL')).toBeFocused();
  await expect(builder.node('HTTP Request')).toHaveAccessibleName(/1 problem/);

  await builder.fillField('URL', 'https://example.com/orders');
  await expect(builder.problem('HTTP Request node missing URL')).toBeHidden();
  await builder.deploy();
  await builder.closeDeployed();
  await expect(builder.button('Deploy')).toBeFocused();
});

test('an unknown variable is named with the one that was meant', async ({ builder, api }) => {
  const misspelt = transform({ transform_type: 'custom', expression: 'triger.data.total * 2' });
  await builder.open(await api.workflow('Misspelt', chain(webhookTrigger, misspelt)));
  await builder.button('Deploy').click();
  const problem = builder.problem('triger');
  await expect(problem).toContainText(/did you mean.*trigger/i);

  await problem.click();
  await expect(builder.field('Expression')).toBeFocused();
  await builder.fillField('Expression', 'trigger.data.total * 2');
  await expect(problem).toBeHidden();
  await builder.deploy();
  const deployed = builder.dialog('Workflow deployed');
  await expect(deployed.getByText(/\/hooks\//).first()).toBeVisible();
});

test('a workflow without a trigger, and a node that nothing leads to, are refused in words', async ({
  builder,
  api,
}) => {
  await builder.open(
    await api.workflow('Loose ends', {
      nodes: [transform({ transform_type: 'custom', expression: '1' })],
      edges: [],
    }),
  );
  await builder.button('Deploy').click();
  const problems = builder.results.getByRole('list', { name: 'Problems' });
  await expect(problems).toContainText(/trigger/i);
  await expect(problems).toContainText('Data Transform is not connected');
});
