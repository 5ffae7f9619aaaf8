import { Builder } from '../harness/builder.ts';
import { owner } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'newcomer' });

test('a newcomer goes from the first visit to a webhook that answers, and reads in the log what happened', async ({
  page,
}) => {
  const builder = new Builder(page);

  await test.step('the first visit refuses what is wrong beside the field', async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/setup$/);
    await page.getByLabel('Your name').fill(owner.name);
    await page.getByLabel('E-mail').fill('ada at example');
    await page.getByLabel('Password').fill('short');
    await page.getByLabel('Organization').fill(owner.organization);
    await builder.button('Create account').click();
    await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('This is not an e-mail address');
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/Use at least 10 characters/);
    await expect(page).toHaveURL(/\/setup$/);
  });

  await test.step('and with right ones leads to an empty list that teaches', async () => {
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await builder.button('Create account').click();
    await expect(page).toHaveURL(/\/workflows$/);
    await expect(page.getByRole('heading', { name: 'Draw your first workflow' })).toBeVisible();
    await expect(builder.button('New Workflow')).toBeVisible();
  });

  await test.step('the sample opens in the builder and its test shows every step', async () => {
    await builder.button('Try a sample').click();
    await expect(builder.nodes()).toHaveCount(5);
    await builder.runTest();
    await expect(builder.step('Order received')).toHaveAccessibleName(/Success/);
    await expect(builder.step('Answer: by hand')).toHaveAccessibleName(/Success/);
    await expect(builder.step('Answer: automatic')).toHaveAccessibleName(/Skipped/);
    await builder.step('Map the order').click();
    await expect(builder.results.getByRole('tabpanel').last()).toContainText('ADA LOVELACE');
  });

  const url = await test.step('a deploy enables it and shows its address', async () => {
    await builder.deploy();
    const address = builder.dialog('Workflow deployed').getByText(/^http:\S+\/hooks\/\S+$/);
    const shown = (await address.textContent()) ?? '';
    await builder.closeDeployed();
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
    return shown;
  });

  await test.step('a real request is answered and appears in the log without a reload', async () => {
    await builder.tab('Executions');
    await expect(page.getByRole('heading', { name: 'Nothing has run yet' })).toBeVisible();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'B-7',
        customer: { name: 'Grace Hopper', email: 'G@EXAMPLE.COM' },
        total: 20,
      }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      order: 'B-7',
      handling: 'automatic',
      message: 'Thank you, GRACE HOPPER.',
    });
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: '#1', exact: true }) });
    await expect(row).toContainText('Success');
    await expect(row).toContainText('Webhook');
    await row.getByRole('button', { name: 'View Details' }).click();
  });

  await test.step('the execution shows input, output and duration of each step', async () => {
    await expect(page.getByRole('heading', { name: 'Execution #1' })).toBeVisible();
    const steps = page.getByRole('region', { name: 'Steps' }).getByRole('button');
    await expect(steps).toHaveCount(5);
    await expect(steps.filter({ hasText: 'Answer: by hand' })).toContainText('Skipped');
    await steps.filter({ hasText: 'Map the order' }).click();
    await expect(steps.filter({ hasText: 'Map the order' })).toContainText(/\d+ ms/);
    const data = page.getByRole('region', { name: 'Map the order' });
    await data.getByRole('tab', { name: 'Input' }).click();
    await expect(data.getByRole('tabpanel')).toContainText('G@EXAMPLE.COM');
    await data.getByRole('tab', { name: 'Output' }).click();
    await expect(data.getByRole('tabpanel')).toContainText('g@example.com');
  });
});
