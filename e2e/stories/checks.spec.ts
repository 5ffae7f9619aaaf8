import { chain, httpRequest, manualTrigger, transform, webhookTrigger } from '../harness/definitions.ts';
import { Forms } from '../harness/forms.ts';
import { Mapper } from '../harness/mapper.ts';
import { Problems } from '../harness/problems.ts';
import { expect, test } from '../harness/test.ts';

const shots = process.env.SHOTS;

test('what is fixed and can never work is told at its field before anything runs', async ({
  builder,
  page,
  api,
}) => {
  const call = httpRequest({ url: 'not a url', headers: { 'bad header': 'x' } });
  const workflow = await api.workflow('Never works', chain(manualTrigger, call));
  const problems = new Problems(builder);
  await builder.open(workflow);
  await expect(problems.badge('HTTP Request', '2 problems')).toBeVisible();
  await problems.open();
  await builder.problem('Header “bad header” is not a header name').click();
  await expect(builder.properties.getByText('Header “bad header” is not a header name')).toBeVisible();
  await builder.problem('URL is not a web address; one begins with https:// or http://').click();
  await expect(builder.field('URL')).toBeFocused();
  if (shots) await page.screenshot({ path: `${shots}/fixed.png` });
  await builder.fillField('URL', 'https://example.com/{{ trigger.data.id }}');
  await expect(problems.badge('HTTP Request', '1 problem')).toBeVisible();
});

test('a case without a condition is named by its number, and its row is where the click leads', async ({
  builder,
  page,
  api,
}) => {
  const decide = {
    ...transform({ cases: [{ condition: 'true' }, { label: 'Big' }] }),
    id: 'decide',
    type: 'conditional' as const,
    subtype: 'switch' as const,
    key: 'decide',
    label: 'Switch',
  };
  const workflow = await api.workflow('Two cases', chain(manualTrigger, decide));
  const problems = new Problems(builder);
  await builder.open(workflow);
  await problems.open();
  await expect(problems.list()).not.toContainText('cases[');
  await builder.problem('Case “Big” has no condition').click();
  const second = builder.properties.getByRole('group', { name: 'Case “Big”' });
  await expect(second.getByText('Case “Big” has no condition')).toBeVisible();
  await expect(second.locator(':focus')).toHaveCount(1);
  if (shots) await page.screenshot({ path: `${shots}/case.png` });
});

test('a name that the sample does not have is told in the list and in the mapper, and mended with one click', async ({
  builder,
  page,
  api,
}) => {
  const mapped = transform({
    transform_type: 'map_fields',
    mappings: [{ target_field: 'sum', source_path: 'trigger.data.totl' }],
  });
  const workflow = await api.workflow('Misspelt in a mapping', chain(webhookTrigger, mapped));
  const problems = new Problems(builder);
  await builder.open(workflow);
  await problems.open();
  await expect(
    builder.problem('Unknown variable trigger.data.totl in Data Transform (mapping of sum)'),
  ).toBeVisible();
  await expect(problems.list().getByRole('button', { name: /trigger\.data\.total/ })).toBeVisible();
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();
  await expect(mapper.targetField('sum')).toHaveAccessibleName(/trigger\.data\.totl/);
  if (shots) await page.screenshot({ path: `${shots}/mapper.png` });
  await mapper.detail.getByRole('button', { name: /trigger\.data\.total/ }).click();
  await mapper.expectMapped('sum', /219/);
  await mapper.done();
  await expect(builder.problem('Unknown variable trigger.data.totl')).toBeHidden();
});

test('a real call that becomes the sample is not said to be wrong', async ({ builder, page, api }) => {
  const trigger = { ...webhookTrigger, config: { method: 'POST' } };
  const mapped = transform({
    transform_type: 'map_fields',
    mappings: [{ target_field: 'a', source_path: 'trigger.data.a' }],
  });
  const workflow = await api.workflow('Listened', chain(trigger, mapped));
  await builder.open(workflow);
  await builder.openNode('Webhook Trigger');
  const url = await new Forms(builder).listen();
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'POST', headers, body: JSON.stringify({ a: 5 }) });
  await expect(builder.properties).toContainText('Kept as the sample of this trigger.');
  await expect(
    page.getByRole('banner').getByRole('button', { name: /error|warning|to fill in/ }),
  ).toHaveCount(0);
  await expect(builder.node('Webhook Trigger')).not.toHaveAccessibleName(/problem|warning/);
  if (shots) await page.screenshot({ path: `${shots}/sample.png` });
});
