import type { DefinitionInput } from '@millrace/core';
import { webhookTrigger } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

const at = (column: number) => ({ x: column * 320, y: 160 });
const looped: DefinitionInput = {
  nodes: [
    webhookTrigger,
    {
      id: 'each',
      type: 'control',
      subtype: 'loop',
      key: 'each',
      label: 'Each order',
      position: at(1),
      config: { items: '{{ trigger.data.orders }}' },
    },
    {
      id: 'large',
      type: 'conditional',
      subtype: 'if',
      key: 'large',
      label: 'Is it large?',
      position: at(2),
      config: { conditions: [{ left: 'item.total', op: 'greater', right: 100 }] },
    },
  ],
  edges: [
    { source: 'start', target: 'each' },
    { source: 'each', sourceHandle: 'body', target: 'large' },
  ],
};

test('what is shown before it runs says where it is from: in the result, in completions, in the picker, in where it goes', async ({
  builder,
  page,
  api,
}) => {
  const workflow = await api.workflow('Origins', looped);
  const value = { data: { orders: [{ total: 219 }] } };
  await api.send('PUT', `/workflows/${workflow.id}/samples/start`, { value });
  await builder.open(workflow);
  await builder.openNode('Is it large?');
  const { properties } = builder;
  await expect(properties.getByRole('status').filter({ hasText: 'Would go:' })).toContainText('true');
  await expect(properties.getByRole('status').filter({ hasText: 'Would go:' })).toContainText(
    'pinned sample',
  );

  await properties.getByRole('textbox', { name: 'Value' }).first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('item.');
  await expect(page.getByRole('option', { name: /total.*219 · pinned sample/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await properties
    .getByRole('button', { name: /^Insert a variable/ })
    .first()
    .click();
  await expect(page.getByRole('treeitem', { name: /Item of Each order/ })).toContainText('pinned sample');
});
