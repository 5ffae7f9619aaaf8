import { chain, transform, webhookTrigger } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';

const shop = {
  ...transform({
    transform_type: 'custom',
    expression:
      "{ shop: trigger.headers['x-shop'], page: trigger.query.page, by: trigger.method, total: trigger.data.total }",
  }),
  id: 'shop',
};

test('a webhook is tried with headers, a query and a method, which a saved test keeps', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('By header', chain(webhookTrigger, shop));
  const tests = new Tests(builder);
  await builder.open(workflow);
  await tests.openDialog();
  const { dialog } = tests;
  const fold = dialog.getByRole('button', { name: /^Headers, query and method/ });
  await expect(fold).toContainText('none');
  await fold.click();
  await dialog.getByRole('combobox', { name: 'Method' }).click();
  await page.getByRole('option', { name: 'PUT' }).click();
  await dialog.getByRole('button', { name: 'Add header' }).click();
  await dialog.getByRole('textbox', { name: 'Header 1 name' }).fill('X-Shop');
  await dialog.getByRole('textbox', { name: 'Header 1 value' }).fill('eu');
  await dialog.getByRole('button', { name: 'Add parameter' }).click();
  await dialog.getByRole('textbox', { name: 'Parameter 1 name' }).fill('page');
  await dialog.getByRole('textbox', { name: 'Parameter 1 value' }).fill('2');
  await expect(fold).toContainText('PUT · 1 header · 1 parameter');
  await tests.run();
  await builder.step('Data Transform').click();
  for (const part of ['"eu"', '"2"', '"PUT"']) await expect(builder.results).toContainText(part);

  await test.step('the saved test gives the same call', async () => {
    await builder.results.getByRole('button', { name: 'Save as Test' }).click();
    await tests.saveAs('From the shop');
    const stored = await api.send<{ data: { request: unknown }[] }>('GET', `/workflows/${workflow.id}/tests`);
    expect(stored.data[0]!.request).toEqual({
      method: 'PUT',
      headers: { 'x-shop': 'eu' },
      query: { page: '2' },
    });
  });

  await test.step('the dialog begins with it the next time', async () => {
    await tests.openDialog();
    await expect(fold).toContainText('PUT · 1 header · 1 parameter');
  });
});
