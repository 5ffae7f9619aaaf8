import type { Execution } from '@millrace/core';
import { chain, httpRequest, manualTrigger, mapName, transform } from '../harness/definitions.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';

test('a failed execution says first what happened and what to do, and is retried from the failed step or the start', async ({
  page,
  api,
  builder: _,
}) => {
  await using server = await startLocalServer();
  server.answer = { status: 500, body: { reason: 'The shop is closed' } };
  const first = { ...transform({ transform_type: 'custom', expression: 'trigger.data.id' }), id: 'first' };
  const call = httpRequest({ method: 'GET', url: `${server.url}/orders/{{ mapped }}` });
  const { id } = await api.deployed('Asks the shop', chain(manualTrigger, first, call));
  const failed = await api.run(id, { id: 'A-1' });
  expect(failed.status).toBe('error');
  const requests = server.received.length;

  await page.goto(`/executions/${failed.id}`);
  const notice = page.getByRole('alert').filter({ hasText: 'Failed at “HTTP Request”' });
  await expect(notice).toContainText('500');
  await expect(notice).toContainText('What to do');
  const step = page.getByRole('region', { name: 'HTTP Request', exact: true });
  await expect(step).toContainText('500');
  await expect(step).toContainText('The shop is closed');

  await test.step('from the failed step: what succeeded is kept', async () => {
    server.answer = { status: 200, body: { open: true } };
    await notice.getByRole('button', { name: 'Retry from the failed step' }).click();
    await expect(page.getByRole('heading', { name: 'Execution #2' })).toContainText('Success');
    await expect(page.getByText('an earlier execution')).toBeVisible();
    expect(server.received.slice(requests).map((request) => request.path)).toEqual(['/orders/A-1']);
  });

  await test.step('from the start: a new execution with the same input', async () => {
    await page.goto(`/executions/${failed.id}`);
    await page.getByRole('button', { name: 'Other ways to run it again' }).click();
    await page.getByRole('menuitem', { name: /^From the start\b(?!, on)/ }).click();
    await expect(page.getByRole('heading', { name: 'Execution #3' })).toContainText('Success');
    const last = await api.send<Execution>('GET', `/executions/${page.url().split('/').at(-1)}`);
    expect(last).toMatchObject({ retry_of: failed.id, trigger: { data: { id: 'A-1' } } });
  });
});

test('the history shows ten a page, and its filters are in the address', async ({ page, api, builder }) => {
  const stop = {
    id: 'stop',
    type: 'control',
    subtype: 'stop',
    label: 'Stop',
    position: { x: 640, y: 160 },
    config: { status: 'error', message: 'Nobody ordered' },
  } as const;
  const good = await api.deployed('Runs often', chain(manualTrigger, mapName));
  const bad = await api.deployed('Always stops', chain(manualTrigger, stop));
  for (let run = 0; run < 12; run++) await api.run(good.id, { customer: { name: `Customer ${run}` } });
  await api.run(bad.id);

  await builder.open(good, '?tab=executions');
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'View Details' }) });
  await expect(rows).toHaveCount(10);
  await expect(page.getByText('1–10 of 12')).toBeVisible();
  await expect(rows.first()).toContainText('#12');
  await builder.button('Next').click();
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('11–12 of 12')).toBeVisible();
  await builder.button('Previous').click();
  await expect(rows.first()).toContainText('#12');

  await page.goto('/executions');
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Error' }).click();
  await expect(page).toHaveURL(/status=error/);
  await expect(rows.filter({ hasText: 'Always stops' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Success' })).toHaveCount(0);
  await page.reload();
  await expect(rows.filter({ hasText: 'Always stops' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Success' })).toHaveCount(0);
  await builder.button('Clear filters').click();
  await expect(page).not.toHaveURL(/status=/);
  await expect(rows).toHaveCount(10);
});
