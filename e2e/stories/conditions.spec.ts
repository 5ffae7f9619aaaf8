import type { DefinitionInput } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import { Conditions } from '../harness/conditions.ts';
import { chain, httpRequest, transform, webhookTrigger } from '../harness/definitions.ts';
import { Expressions } from '../harness/expressions.ts';
import { expect, test } from '../harness/test.ts';

const trigger = {
  ...webhookTrigger,
  config: {
    ...webhookTrigger.config,
    sample: { total: 219, country: 'FR', due: '2026-03-01T09:00:00+01:00', note: '' },
  },
};

const check = (config: Record<string, unknown>): DefinitionInput['nodes'][number] => ({
  id: 'check',
  type: 'conditional',
  subtype: 'if',
  key: 'check',
  label: 'Large order',
  position: { x: 320, y: 160 },
  config,
});

test('conditions are grouped, compare dates and ask whether something is there', async ({
  builder,
  page,
  api,
}) => {
  const conditions = new Conditions(builder, page);
  const large = { left: 'trigger.data.total', op: 'greater', right: 100 };
  await builder.open(await api.workflow('Groups', chain(trigger, check({ conditions: [large] }))));
  await builder.openNode('Large order');
  await expect(conditions.wouldGo('true')).toBeVisible();

  await test.step('a group asks the other way than the rows around it', async () => {
    await conditions.press('Add group');
    await expect(conditions.row('2.1').getByRole('textbox', { name: 'Value' })).toBeFocused();
    const group = conditions.group(2);
    await expect(group.getByRole('radio', { name: 'Any may hold' })).toBeChecked();
    await conditions.fill(conditions.row('2.1'), 'trigger.data.country', 'equals', 'DE');
    await conditions.fill(conditions.row('2.2'), 'trigger.data.country', 'starts with', 'F');
    await expect(group).toContainText('the group holds');
    await expect(conditions.wouldGo('true')).toBeVisible();
    await group.getByRole('radio', { name: 'All must hold' }).click();
    await expect(group).toContainText('the group does not hold');
    await expect(conditions.wouldGo('false')).toContainText('Condition 2 decides');
  });

  await test.step('dates are compared by instant', async () => {
    await conditions.press('Add condition');
    await conditions.fill(conditions.row('3'), 'trigger.data.due', 'is before', '2026-03-01T08:30:00Z');
    await expect(conditions.row('3')).toContainText('holds on the sample data');
    await conditions.fill(conditions.row('3'), 'trigger.data.note', 'exists');
    await expect(conditions.row('3')).toContainText('holds on the sample data');
    await expect(conditions.row('3').getByRole('textbox', { name: 'Compared with' })).toHaveCount(0);
  });

  await test.step('all of it is an expression, and rows again', async () => {
    const expression =
      "trigger.data.total > 100 && (trigger.data.country == 'DE' && startsWith(trigger.data.country, 'F')) && trigger.data.note != null";
    await builder.properties.getByRole('radio', { name: 'Expression' }).click();
    await expect(builder.field('Condition')).toHaveText(expression);
    await builder.properties.getByRole('radio', { name: 'Builder' }).click();
    await expect(conditions.row('2.2').getByRole('textbox', { name: 'Compared with' })).toHaveText('F');
    await expectAccessible(page, 'conditions in a group');
  });

  await test.step('with the keyboard a row is added, and the focus never gets lost', async () => {
    await builder.properties.getByRole('button', { name: 'Add to the group' }).focus();
    await page.keyboard.press('Enter');
    await expect(conditions.row('2.3').getByRole('textbox', { name: 'Value' })).toBeFocused();
    await page.keyboard.type('trigger.data.total');
    await conditions.row('2.3').getByRole('button', { name: 'Remove condition 2.3', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(builder.properties.getByRole('button', { name: 'Add to the group' })).toBeFocused();
  });

  await test.step('a group goes with its last row', async () => {
    await conditions.press('Remove condition 2.2');
    await conditions.press('Remove condition 2.1');
    await expect(conditions.group(2)).toHaveCount(0);
    await expect(builder.properties.getByRole('button', { name: 'Add condition' })).toBeFocused();
    await expect(conditions.wouldGo('true')).toBeVisible();
  });
});

test('a Conditional gets an else-if where it stands, and becomes one again', async ({
  builder,
  page,
  api,
}) => {
  const conditions = new Conditions(builder, page);
  const step = (id: string, row: number, expression: string) => ({
    ...transform({ transform_type: 'custom', expression }, 2),
    id,
    key: id,
    label: id,
    position: { x: 680, y: 40 + row * 220 },
  });
  const definition: DefinitionInput = {
    nodes: [
      trigger,
      check({ conditions: [{ left: 'trigger.data.total', op: 'greater', right: 1000 }] }),
      step('reserve', 0, '{ large: check.result }'),
      step('ship', 1, '1'),
    ],
    edges: [
      { source: 'start', target: 'check' },
      { source: 'check', target: 'reserve', sourceHandle: 'true' },
      { source: 'check', target: 'ship', sourceHandle: 'false' },
    ],
  };
  await builder.open(await api.workflow('Else-if', definition));
  await builder.openNode('Large order');
  await expect(conditions.wouldGo('false')).toBeVisible();

  await test.step('its condition is the first case, its edges stay, and the new case waits for its name', async () => {
    await conditions.press('Add else-if');
    await expect(builder.properties.getByLabel('Name of case 2')).toBeFocused();
    await expect(builder.node('Large order').getByText('else', { exact: true })).toBeVisible();
    await builder.expectConnected('Large order', 'reserve');
    await builder.expectConnected('Large order', 'ship');
  });

  await test.step('each case is built in rows, and the first that holds is told', async () => {
    await page.keyboard.type(' of middle size');
    await conditions.fill(
      conditions.row('1', conditions.case(2)),
      'trigger.data.total',
      'is at least',
      '200',
    );
    await conditions.press('Add condition', conditions.case(2));
    await conditions.fill(conditions.row('2', conditions.case(2)), 'trigger.data.country', 'equals', 'FR');
    await expect(conditions.wouldGo('Case 2 of middle size')).toBeVisible();
    await conditions.case(2).getByRole('radio', { name: 'Expression' }).click();
    await expect(conditions.case(2).getByRole('textbox', { name: 'Condition' })).toHaveText(
      "trigger.data.total >= 200 && trigger.data.country == 'FR'",
    );
    await expect(conditions.wouldGo('Case 2 of middle size')).toBeVisible();
    await expectAccessible(page, 'cases of a switch');
  });

  await test.step('what read its result reads the same', async () => {
    await builder.openNode('reserve');
    await expect(builder.field('Expression')).toHaveText('{ large: (check.index == 0) }');
    await expect(builder.properties.getByText('{"large":false}').first()).toBeVisible();
  });

  await test.step('with one case it can be a Conditional again', async () => {
    await builder.openNode('Large order');
    await conditions.press('Remove case 2 of middle size');
    await conditions.press('Make it a Conditional');
    await expect(conditions.wouldGo('false')).toBeVisible();
    await builder.expectConnected('Large order', 'reserve');
    await builder.expectConnected('Large order', 'ship');
  });

  await test.step('each of the two is one step to undo', async () => {
    await conditions.press('Add else-if');
    await expect(conditions.case(2)).toBeVisible();
    await builder.undo();
    await expect(conditions.wouldGo('false')).toBeVisible();
    await expect(builder.properties.getByRole('button', { name: 'Add else-if' })).toBeVisible();
  });
});

test('what nobody knows before a test is told as that, and what everybody writes first is mended by a click', async ({
  builder,
  page,
  api,
}) => {
  const call = httpRequest({ method: 'GET', url: 'https://shop.example.com/orders' });
  const count = transform({ transform_type: 'custom', expression: 'answer.body.rows | count' }, 2);
  const decide = { ...check({ condition: 'answer.body.total > 100' }), position: { x: 960, y: 160 } };
  await builder.open(await api.workflow('Unknown', chain(trigger, call, count, decide)));
  const unknown = 'Not known until HTTP Request has been tested';

  await builder.openNode('Data Transform');
  await expect(builder.properties.getByText(unknown)).toHaveCount(2);
  await expect(builder.properties.getByRole('region', { name: 'Preview on sample data' })).toContainText(
    unknown,
  );
  await builder.openNode('Large order');
  await expect(builder.properties.getByText(unknown)).toBeVisible();
  await expect(builder.properties.getByText('Would go:')).toHaveCount(0);

  await builder.openNode('Data Transform');
  await builder.field('Expression').fill('');
  await page.keyboard.type('[1, 2] | map(i => { id: i })');
  await expect(builder.properties.getByText(/An object after => stands in \( \)/).first()).toBeVisible();
  await new Expressions(builder).fix('Put ( ) around the object').click();
  await expect(builder.field('Expression')).toHaveText('[1, 2] | map(i => ({ id: i }))');
});
