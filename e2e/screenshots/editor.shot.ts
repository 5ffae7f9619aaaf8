import { request as requests } from '@playwright/test';
import { createApi } from '../harness/api.ts';
import type { Builder } from '../harness/builder.ts';
import { Expressions } from '../harness/expressions.ts';
import { Mapper } from '../harness/mapper.ts';
import { signInOver } from '../harness/people.ts';
import { holdSaves } from '../harness/saving.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';
import { capture } from './capture.ts';
import { order } from './content.ts';
import { colleague, type EditorContent, makeEditorContent } from './editor_content.ts';
import { fit } from './fit.ts';

test.use({ instance: 'screenshots of the editor' });

test('what the editor has beside canvas and forms, in light and dark', async ({ builder, api, product }) => {
  const { page } = builder;
  const content = await makeEditorContent(api);
  await openErp(builder, content);
  await fit(builder);
  await capture(page, 'builder_notes');

  await page.keyboard.press('o');
  await expect(page.getByRole('tree', { name: 'Steps of the workflow' })).toContainText('Reserve it');
  await fit(builder);
  await capture(page, 'builder_outline');
  await page.getByRole('button', { name: 'Close the outline' }).click();

  await fit(builder);
  await builder.canvas
    .getByRole('button', { name: /^Insert step between/ })
    .first()
    .click();
  await expect(page.getByPlaceholder('Search nodes…')).toBeFocused();
  await capture(page, 'builder_quick_add');
  await page.keyboard.press('Escape');

  await captureMapper(builder);
  await openErp(builder, content);
  await captureForms(builder);
  await captureTests(builder, content);
  await captureConflict(builder, content, product.url);
});

async function openErp(builder: Builder, { erp }: EditorContent): Promise<void> {
  await builder.open(erp);
  await expect(builder.nodes()).toHaveCount(6);
}

async function captureMapper(builder: Builder): Promise<void> {
  const { page } = builder;
  await builder.openNode('Send to the ERP');
  const mapper = new Mapper(builder);
  await mapper.open();
  await expect(mapper.dialog).toContainText('LAMP-01');
  await mapper.targetField('lines[].amount').click();
  await expect(mapper.lines()).not.toHaveCount(0);
  await capture(page, 'mapper_lists');
}

async function captureForms(builder: Builder): Promise<void> {
  const { page } = builder;
  const expressions = new Expressions(builder);
  await builder.openNode('Send to the ERP');
  await builder.properties.getByRole('button', { name: 'Wide view' }).click();
  await expect(expressions.chip('URL', /id/)).toBeVisible();
  await capture(page, 'builder_wide');
  await page.keyboard.press('Escape');

  await builder.openNode('With tax');
  await fit(builder);
  await builder.fillField('Expression', 'round(trigger.data.');
  await expressions.type('Expression', 'to');
  await expect(expressions.completion('total')).toContainText('219');
  await capture(page, 'builder_expression');
  await builder.fillField('Expression', 'round(trigger.data.total * 1.19, 2)');
  await builder.save();
}

async function captureTests(builder: Builder, content: EditorContent): Promise<void> {
  const { page } = builder;
  const tests = new Tests(builder);
  await openErp(builder, content);
  await builder.runTest(order);
  await tests.openPanel();
  await tests.runAll();
  await expect(tests.row('Lines are sent')).toContainText('Failed');
  await tests.row('Lines are sent').click();
  await expect(tests.outcome().getByRole('row', { name: /total/ }).first()).toBeVisible();
  await capture(page, 'builder_tests');
}

/** Somebody saves while somebody else types. */
async function captureConflict(
  builder: Builder,
  { erp, definition }: EditorContent,
  url: string,
): Promise<void> {
  const { page } = builder;
  const elsewhere = await requests.newContext({ baseURL: url });
  await signInOver(elsewhere, colleague);
  await page.goto(`/workflows/${erp.id}`);
  await builder.openNode('Reserve it');
  const nodes = definition.nodes.map((node) =>
    node.id === 'reserve' ? { ...node, label: 'Hold it for two hours', timeout_seconds: 60 } : node,
  );
  const release = await holdSaves(page);
  await builder.fillField('URL', '{{ variables.shop_url }}/v2/stock/{{ item.sku }}');
  await createApi(elsewhere).send('PUT', `/workflows/${erp.id}`, {
    workflow_definition: { ...definition, nodes },
  });
  await expect(page.getByText(/saved another version/)).toBeVisible();
  await release();
  await page.getByRole('button', { name: 'Compare' }).click();
  const conflict = builder.dialog('Someone else saved this workflow');
  await expect(conflict.getByRole('region', { name: 'What you changed' })).toContainText('/v2/');
  await capture(page, 'conflict');
  await conflict.getByRole('button', { name: 'Load their version' }).click();
  await elsewhere.dispose();
}
