import { chain, manualTrigger, mapName, transform } from '../harness/definitions.ts';
import { expect, test } from '../harness/test.ts';

const echo = transform({ transform_type: 'custom', expression: 'trigger.data' });

function trigger(subtype: 'schedule' | 'event', config: Record<string, unknown>) {
  const label = subtype === 'schedule' ? 'Schedule Trigger' : 'Event Trigger';
  return { ...manualTrigger, subtype, label, config };
}

test('the cron helper says a schedule in words with its next times, or why it is none', async ({
  builder,
  api,
}) => {
  const schedule = trigger('schedule', { schedule_type: 'cron', timezone: 'UTC' });
  await builder.open(await api.workflow('Every morning', chain(schedule, echo)));
  await builder.openNode('Schedule Trigger');

  await builder.fillField('Cron expression', '61 * * * *');
  await expect(builder.properties.getByRole('alert').first()).toContainText(/61.*minute|minute.*61/i);
  await builder.fillField('Cron expression', '30 9 * * 1-5');
  await expect(builder.properties.getByText(/9:30|09:30/).first()).toBeVisible();
  await expect(builder.properties.getByRole('time')).toHaveCount(5);

  await builder.deploy();
  const deployed = builder.dialog('Workflow deployed');
  await expect(deployed).toContainText('It starts by itself at these times.');
  await expect(deployed.getByRole('time')).toHaveCount(5);
});

test('an interval of two seconds fires by itself', async ({ builder, page, api }) => {
  const every = trigger('schedule', { schedule_type: 'interval', interval: { value: 2, unit: 'seconds' } });
  const workflow = await api.deployed('Every two seconds', chain(every, echo));
  await builder.open(workflow, '?tab=executions');
  // Nobody reloads: they appear.
  const second = page.getByRole('row').filter({ has: page.getByRole('link', { name: '#2', exact: true }) });
  await expect(second).toContainText('Schedule');
  await expect(second).toContainText('Success');
  await api.send('POST', `/workflows/${workflow.id}/pause`);
});

test('an event that a program publishes with an API key starts what listens for it', async ({
  builder,
  page,
  api,
  product,
}) => {
  const workflow = await api.workflow('On new orders', chain(trigger('event', {}), echo));
  await builder.open(workflow);
  await builder.openNode('Event Trigger');
  await builder.properties.getByRole('combobox', { name: 'Event type' }).click();
  await page.getByPlaceholder('Search, or type a new one').fill('order.created');
  await page.keyboard.press('Enter');
  await expect(builder.properties.getByRole('combobox', { name: 'Event type' })).toHaveText('order.created');
  await builder.deploy();
  await expect(builder.dialog('Workflow deployed')).toContainText('order.created');

  const key = await test.step('a key is made in the settings and shown once', async () => {
    await page.goto('/settings/api_keys');
    await builder.button('Create key').click();
    await page.getByLabel('Name').fill('Shop backend');
    await builder.dialog('Create an API key').getByRole('button', { name: 'Create key' }).click();
    const shown = builder.dialog('Copy your key now');
    const value = await shown.getByLabel('Key', { exact: true }).inputValue();
    await shown.getByRole('button', { name: 'I have copied it' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Shop backend' })).toBeVisible();
    await expect(page.getByText(value)).toBeHidden();
    return value;
  });

  await test.step('and starts the workflow from outside', async () => {
    await builder.open(workflow, '?tab=executions');
    await expect(page.getByRole('heading', { name: 'Nothing has run yet' })).toBeVisible();
    const answer = await fetch(`${product.url}/api/integrations/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'order.created', data: { id: 'E-5' } }),
    });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ matched: 1 });
    const row = page.getByRole('row').filter({ hasText: 'Event' });
    await expect(row).toContainText('Success');
  });
});

test('Run starts the deployed version with the input that was typed', async ({ builder, api }) => {
  await builder.open(await api.deployed('By hand', chain(manualTrigger, mapName)));
  await builder.button('Run').click();
  const dialog = builder.dialog('Run the workflow');
  await dialog.getByRole('textbox', { name: 'Input' }).fill('{"customer":{"name":"Grace Hopper"}}');
  await dialog.getByRole('button', { name: 'Run now' }).click();
  await expect(builder.node('Data Transform')).toContainText('Success');
  await builder.step('Data Transform').click();
  await expect(builder.results.getByRole('tabpanel').last()).toContainText('Grace Hopper');
});
