import { chain, manualTrigger, transform } from '../harness/definitions.ts';
import { ExecutionView } from '../harness/execution.ts';
import { expect, test } from '../harness/test.ts';
import { callback, started, subWorkflow } from '../harness/waiting.ts';

test.use({ contextOptions: { permissions: ['clipboard-read', 'clipboard-write'], reducedMotion: 'reduce' } });

test('what waits for a call says so, and goes on when somebody opens its address and presses the button, once', async ({
  page,
  api,
  context,
  builder: _,
}) => {
  const copy = transform({ transform_type: 'custom', expression: 'confirmed' }, 2);
  const { id } = await api.deployed('Waits to be told', chain(manualTrigger, callback, copy));
  const execution = new ExecutionView(page);
  await execution.open(await started(api, id));
  await execution.expectStatus('Waiting');
  await expect(page.getByText('This execution waits')).toBeVisible();
  const waiting = execution.detail('Until confirmed');
  await expect(waiting).toContainText('in 2 days');
  await waiting.getByRole('button', { name: 'Copy address' }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());

  const other = await context.newPage();
  await other.goto(address);
  await expect(other.getByRole('heading')).toHaveText('Continue?');
  await execution.expectStatus('Waiting');
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(other.getByRole('heading')).toHaveText('Thank you');

  await execution.expectStatus('Success');
  await expect(execution.detail('Until confirmed')).toContainText('Success');
  await expect(execution.step('Data Transform')).toContainText('Success');
  await expect(page.getByRole('main')).toContainText('With waiting');
  await other.goto(address);
  await expect(other.getByRole('main')).toContainText('This address has been used already.');
});

test('a workflow that calls another waits for it, and whoever cancels the caller cancels both', async ({
  page,
  api,
  builder: _,
}) => {
  const called = await api.deployed('Called', chain(manualTrigger, callback));
  const caller = await api.deployed('Calls', chain(manualTrigger, subWorkflow(called.id)));
  const execution = new ExecutionView(page);
  const id = await started(api, caller.id);
  await execution.open(id);
  const step = execution.detail('Call the other');
  await expect(step).toContainText('Waits for the end of another execution');
  await step.getByRole('link', { name: 'Open the execution that it waits for' }).click();
  await expect(page.getByRole('main')).toContainText('Called by');
  await execution.expectStatus('Waiting');

  await page.getByRole('link', { name: 'another execution' }).click();
  await expect(step).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel this execution?' });
  await expect(question).toContainText('It has waited since');
  await question.getByRole('button', { name: 'Let it go on' }).click();
  await expect(question).toBeHidden();
  await execution.expectStatus('Waiting');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Cancel the execution' }).click();
  await execution.expectStatus('Cancelled');
  await expect(step).toContainText('cancelled while this step was waiting');
  const children = page.getByRole('region', { name: 'Executions that it started' });
  await expect(children.getByRole('listitem')).toContainText('Cancelled');
});

test('a card names the workflow that it calls, and whoever deletes that one is told who calls it', async ({
  page,
  api,
  builder,
}) => {
  const called = await api.workflow('Called by two', chain(manualTrigger, callback));
  const first = await api.workflow('First caller', chain(manualTrigger, subWorkflow(called.id)));
  await api.workflow('Second caller', chain(manualTrigger, subWorkflow(called.id)));
  await builder.open(first);
  await expect(builder.node('Call the other')).toContainText(`Calls ${called.id.slice(0, 8)}…`);
  await builder.openNode('Call the other');
  await expect(builder.node('Call the other')).toContainText('Calls Called by two');

  await page.goto('/workflows');
  await page.getByRole('button', { name: 'More actions for Called by two' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete “Called by two”?' });
  await expect(question).toContainText(
    '2 workflows call it: First caller, Second caller; they will fail at that step.',
  );
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'More actions for Called by two' })).toBeHidden();
});

test('one at a time: the second stands in line, and begins when the first is over', async ({
  page,
  api,
  builder,
}) => {
  const workflow = await api.workflow('One at a time', chain(manualTrigger, callback));
  await builder.open(workflow, '?tab=settings');
  await page.getByLabel('At the same time').fill('1');
  await builder.deploy();
  const first = await started(api, workflow.id);
  const second = await started(api, workflow.id);

  const execution = new ExecutionView(page);
  await execution.open(second);
  await execution.expectStatus('Queued');
  await expect(page.getByText('At most 1 execution of this workflow may run at a time')).toBeVisible();
  await api.send('POST', `/executions/${first}/cancel`);
  await execution.expectStatus('Waiting');
  await api.send('POST', `/executions/${second}/cancel`);
  await execution.expectStatus('Cancelled');
});
