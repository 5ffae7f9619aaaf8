import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';

test.use({ instance: 'crash' });

test('an execution that a crash interrupted finishes after the next start, and its page shows it', async ({
  page,
  api,
  product,
  builder: _,
}) => {
  await using server = await startLocalServer();
  server.answer = { status: 200, body: { id: 'kept' } };
  server.hold();
  const call = httpRequest({ method: 'POST', url: `${server.url}/orders`, body: { total: 7 } });
  const copy = transform({ transform_type: 'custom', expression: 'answer.body.id' }, 2);
  const { id } = await api.deployed('Survives', chain(manualTrigger, call, copy));
  const { execution_id } = await api.send<{ execution_id: string }>('POST', `/workflows/${id}/execute`, {
    input: {},
  });

  await page.goto(`/executions/${execution_id}`);
  const heading = page.getByRole('heading', { name: 'Execution #1' });
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('button');
  await expect(heading).toContainText('Running');
  await expect(steps.filter({ hasText: 'HTTP Request' })).toContainText('Running');
  expect(server.received).toHaveLength(1);

  await product.crashAndRestart();
  server.release();

  // The page was open all the time and finds its way back by itself.
  await expect(heading).toContainText('Success', { timeout: 45_000 });
  await expect(steps.filter({ hasText: 'Data Transform' })).toContainText('Success');
  await steps.filter({ hasText: 'HTTP Request' }).click();
  await expect(page.getByRole('region', { name: 'HTTP Request', exact: true })).toContainText(
    'Ran again after a crash',
  );
  expect(server.received).toHaveLength(2);
  expect((await api.executions(id)).total).toBe(1);
});
