import { openFactories } from '@millrace/server/testing';
import type { Browser } from '@playwright/test';
import { chain, manualTrigger, mapName } from '../harness/definitions.ts';
import { fillSignIn, owner, type Person, signIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

const wrong = { email: owner.email, password: 'not my password' };

async function pageOf(browser: Browser, baseURL: string, person: Person) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

test('a wrong password is told without saying which of the two was wrong; sign-out closes the door', async ({
  page,
  owner_state: _,
}) => {
  await page.goto('/executions');
  await expect(page).toHaveURL(/\/login\?next=/);
  await fillSignIn(page, wrong);
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.');
  await fillSignIn(page, { ...wrong, email: 'nobody@example.com' });
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.');
  await fillSignIn(page, owner);
  // To where one wanted to go.
  await expect(page.getByRole('heading', { name: 'Executions' })).toBeVisible();

  await page.getByRole('button', { name: /Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/workflows');
  await expect(page).toHaveURL(/\/login/);
});

test('after too many wrong passwords an account waits, and is told how long', async ({ page, api }) => {
  const person = { name: 'Guessed At', email: 'guessed@example.com', password: 'a good password' };
  await api.addMember({ ...person, role: 'viewer' });
  await page.goto('/login');
  for (let attempt = 0; attempt < 10; attempt++) {
    const answer = await page.request.post('/api/auth/sign-in/email', {
      data: { email: person.email, password: `guess ${attempt}` },
    });
    expect(answer.status()).toBe(401);
  }
  await fillSignIn(page, person);
  await expect(page.getByRole('alert')).toHaveText(
    /^Too many attempts\. Try again in \d+ (seconds?|minutes?)\.$/,
  );
});

test('a viewer looks and changes nothing, an editor builds', async ({ browser, product, api }) => {
  const viewer = { name: 'Vera Viewer', email: 'vera@example.com', password: 'only looking here' };
  const editor = { name: 'Edna Editor', email: 'edna@example.com', password: 'editing all day' };
  await api.addMember({ ...viewer, role: 'viewer' });
  await api.addMember({ ...editor, role: 'editor' });
  const workflow = await api.deployed('Only looked at', chain(manualTrigger, mapName));
  await api.run(workflow.id, { customer: { name: 'Ada' } });

  const looking = await pageOf(browser, product.url, viewer);
  await looking.goto('/workflows');
  const row = looking.getByRole('row').filter({ hasText: 'Only looked at' });
  await expect(row).toBeVisible();
  await expect(looking.getByRole('button', { name: 'New Workflow' })).toBeHidden();
  await expect(row.getByRole('switch')).toBeDisabled();
  await row.getByRole('link', { name: 'Only looked at' }).click();
  await expect(looking.getByText('View only')).toBeVisible();
  for (const name of ['Save', 'Test', 'Run', 'Deploy']) {
    await expect(looking.getByRole('button', { name, exact: true })).toBeHidden();
  }
  await looking.getByRole('link', { name: 'Executions', exact: true }).click();
  await looking.getByRole('button', { name: 'View Details' }).click();
  await expect(looking.getByRole('heading', { name: /Execution #1/ })).toBeVisible();
  await expect(looking.getByRole('button', { name: 'Retry' })).toBeHidden();
  const refusals = [
    looking.request.post('/api/integrations/workflows', { data: { name: 'Mine' } }),
    looking.request.post(`/api/integrations/workflows/${workflow.id}/execute`, { data: {} }),
    looking.request.delete(`/api/integrations/workflows/${workflow.id}`),
  ];
  for (const answer of await Promise.all(refusals)) expect(answer.status()).toBe(403);
  await looking.context().close();

  const building = await pageOf(browser, product.url, editor);
  await building.goto(`/workflows/${workflow.id}`);
  await building.getByLabel('Workflow name').fill('Looked at and changed');
  await building.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(building.getByText(/^Saved /)).toBeVisible();
  const members = await building.request.post('/api/integrations/members', {
    data: { name: 'Friend', email: 'friend@example.com', password: 'a good password', role: 'owner' },
  });
  expect(members.status()).toBe(403);
  await building.context().close();
});

test('the owner of another organization sees nothing of this one', async ({ browser, product, api }) => {
  const workflow = await api.deployed('Ours alone', chain(manualTrigger, mapName));
  const execution = await api.run(workflow.id, { customer: { name: 'Ada' } });
  await using factories = await openFactories(product.data_dir);
  const other = await factories.person((await factories.organization('Other Company')).id, 'owner');

  const page = await pageOf(browser, product.url, { name: 'The owner', ...other });
  await page.goto('/workflows');
  await expect(page.getByRole('heading', { name: 'Draw your first workflow' })).toBeVisible();
  await expect(page.getByText('Ours alone')).toBeHidden();
  await page.goto(`/workflows/${workflow.id}`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await page.goto(`/executions/${execution.id}`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  for (const path of [`/workflows/${workflow.id}`, `/executions/${execution.id}`]) {
    expect((await page.request.get(`/api/integrations${path}`)).status()).toBe(404);
  }
  await page.context().close();
});
