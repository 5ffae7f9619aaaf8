import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { ExecutionView } from '../harness/execution.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { expect, test } from '../harness/test.ts';
import { started } from '../harness/waiting.ts';

test.use({ instance: 'crash' });

test('an execution that a crash interrupted finishes after the next start; of what must not happen twice a person is asked', async ({
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
  const execution_id = await started(api, id);
  const once = {
    ...httpRequest({ method: 'POST', url: `${server.url}/refunds`, body: { total: 7 } }),
    on_unknown: 'ask' as const,
  };
  const asked = await api.deployed('Asks', chain(manualTrigger, once, copy));
  const question = await started(api, asked.id);
  const calls = (path: string) => server.received.filter((request) => request.path === path).length;

  await page.goto(`/executions/${execution_id}`);
  const heading = page.getByRole('heading', { name: 'Execution #1' });
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('button');
  await expect(heading).toContainText('Running');
  await expect(steps.filter({ hasText: 'HTTP Request' })).toContainText('Running');
  await expect.poll(() => [calls('/orders'), calls('/refunds')]).toEqual([1, 1]);

  await product.crashAndRestart();
  server.release();

  // The page was open all the time and finds its way back by itself.
  await expect(heading).toContainText('Success', { timeout: 45_000 });
  await expect(steps.filter({ hasText: 'Data Transform' })).toContainText('Success');
  await steps.filter({ hasText: 'HTTP Request' }).click();
  await expect(page.getByRole('region', { name: 'HTTP Request', exact: true })).toContainText(
    'Ran again after a crash',
  );
  expect(calls('/orders')).toBe(2);
  expect((await api.executions(id)).total).toBe(1);

  const view = new ExecutionView(page);
  await view.open(question);
  await view.expectStatus('Waiting');
  const step = view.detail('HTTP Request');
  await expect(step).toContainText('Did it happen?');
  await expectAccessible(page, 'a question');
  await step.getByRole('button', { name: 'Yes, mark as done' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mark “HTTP Request” as done' });
  await dialog.getByRole('textbox', { name: 'Output (JSON)' }).fill('{"body":{"id":"R-7"}}');
  await dialog.getByRole('button', { name: 'Mark as done' }).click();
  await view.expectStatus('Success');
  await view.step('Data Transform').click();
  await expect(view.detail('Data Transform')).toContainText('R-7');
  expect(calls('/refunds')).toBe(1);
});
