import { chain, transform, webhookTrigger } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

test('an expression is picked from real data, shows its result, and says in words what is wrong', async ({
  builder,
  page,
  api,
}) => {
  const custom = transform({ transform_type: 'custom' });
  await builder.open(await api.workflow('Expressions', chain(webhookTrigger, custom)));
  await builder.openNode('Data Transform');

  await test.step('the picker inserts a path', async () => {
    await builder.insertVariable('Expression', 'trigger.data.total');
    await expect(builder.field('Expression')).toHaveText('trigger.data.total');
  });

  await test.step('the result on sample data stands below as one types', async () => {
    await expect(builder.field('Expression')).toHaveAccessibleDescription(/Result on sample data: 219/);
    await page.keyboard.type(' * 2');
    await expect(builder.field('Expression')).toHaveAccessibleDescription(/Result on sample data: 438/);
  });

  await test.step('a problem is said in words', async () => {
    await builder.fillField('Expression', 'trigger.data.total *');
    await expect(builder.field('Expression')).toHaveAttribute('aria-invalid', 'true');
    await expect(builder.field('Expression')).toHaveAccessibleDescription(/\w+ \w+/);
    await builder.fillField('Expression', 'upper(trigger.data.customer.name)');
    await expect(builder.field('Expression')).toHaveAccessibleDescription(/ADA LOVELACE/);
  });

  await test.step('a test gives what the field showed', async () => {
    await builder.runTest();
    await builder.step('Data Transform').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('ADA LOVELACE');
  });
});
