import { manualTrigger } from '../harness/definitions.ts';
import { ExecutionView } from '../harness/execution.ts';
import { signIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { refund, started } from '../harness/waiting.ts';

const grace = { name: 'Grace Hopper', email: 'grace.approves@example.com', password: 'a good password' };

test('two people approve: one on the page of approvals, the other on that of the execution', async ({
  page,
  api,
  builder: _,
  browser,
  product,
}) => {
  const { id: member } = await api.addMember({ ...grace, role: 'viewer' });
  const definition = refund(manualTrigger, { required: 2, approvers: ['admin', member] });
  const { id } = await api.deployed('Needs two', definition);
  const execution_id = await started(api, id, { total: 219, name: 'Ada' });

  await page.goto('/approvals');
  const card = page.getByRole('article', { name: 'Refund 219 € to Ada?' });
  await expect(card).toContainText('Admins and above, Grace Hopper');
  await expect(card).toContainText('0 of 2 approvals');
  await card.getByRole('button', { name: 'Approve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve “Refund 219 € to Ada?”' });
  await expect(dialog).toContainText('1 more approval is needed after yours.');
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('The shop has the photograph.');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(card).toContainText('1 of 2 approvals');
  await expect(card).toContainText('The shop has the photograph.');
  await expect(card.getByRole('button', { name: 'Approve' })).toBeHidden();
  await expect(card).toContainText('You have decided. It waits for others.');

  const other = await (await browser.newContext({ baseURL: product.url })).newPage();
  await signIn(other, grace);
  const execution = new ExecutionView(other);
  await execution.open(execution_id);
  await execution.expectStatus('Waiting');
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await execution.expectStatus('Success');
  await expect(execution.detail('May we?')).toContainText('Grace Hopper approved');
  await expect(execution.step('Pay back')).toContainText('Success');
  // It asks again by itself.
  await expect(card).toContainText('Grace Hopper approved');
  await other.context().close();
});

test('somebody without an account rejects by the link, once', async ({
  page,
  api,
  builder: _,
  browser,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id } = await api.deployed('Asks outside', refund(manualTrigger));
  const execution = new ExecutionView(page);
  await execution.open(await started(api, id, { total: 40, name: 'Bob' }));
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const outside = await (await browser.newContext()).newPage();
  await outside.goto(link);
  await expect(outside.getByRole('heading')).toHaveText('Refund 40 € to Bob?');
  await outside.getByRole('textbox').fill('Not without the receipt');
  await outside.getByRole('button', { name: 'Reject' }).click();
  await expect(outside.getByRole('heading')).toHaveText('Rejected');
  await outside.goto(link);
  await expect(outside.getByRole('main')).toContainText('rejected already');
  await outside.context().close();

  await execution.expectStatus('Success');
  await execution.step('Refuse').click();
  await expect(execution.detail('Refuse')).toContainText('Not without the receipt');
});

test('the keyboard alone is enough to decide', async ({ page, api, builder: _ }) => {
  const { id } = await api.deployed('Without a mouse', refund(manualTrigger));
  const execution_id = await started(api, id, { total: 7, name: 'Kay' });
  await page.goto('/approvals');
  const card = page.getByRole('article', { name: 'Refund 7 € to Kay?' });
  await expect(card).toBeVisible();
  const approve = card.getByRole('button', { name: 'Approve' });
  for (let presses = 0; presses < 60; presses++) {
    if (await approve.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(approve).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Comment' })).toBeFocused();
  await page.keyboard.type('Fine');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Approve' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  const execution = new ExecutionView(page);
  await execution.open(execution_id);
  await execution.expectStatus('Success');
  await execution.step('May we?').click();
  await expect(execution.detail('May we?')).toContainText('Fine');
});
