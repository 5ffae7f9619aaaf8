import type { Browser, Page } from '@playwright/test';
import { fillSignIn, type Person, signIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

async function pageOf(browser: Browser, baseURL: string, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

async function openChangePassword(page: Page) {
  await page.getByRole('button', { name: /Account/ }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  return page.getByRole('dialog', { name: 'Change your password' });
}

test('a person changes their own password: it asks for the present one, and other browsers are signed out', async ({
  browser,
  product,
  api,
}) => {
  const person = { name: 'Clara Changer', email: 'clara@example.com', password: 'the first one' };
  await api.addMember({ ...person, role: 'editor' });
  const here = await pageOf(browser, product.url, person);
  const elsewhere = await pageOf(browser, product.url, person);

  const dialog = await openChangePassword(here);
  const submit = dialog.getByRole('button', { name: 'Change password' });
  await dialog.getByLabel('Current password').fill('not the first one');
  await dialog.getByLabel('New password').fill('short');
  await submit.click();
  await expect(dialog.getByRole('alert')).toHaveText('Use at least 10 characters');
  await dialog.getByLabel('New password').fill('the second one');
  await submit.click();
  await expect(dialog.getByRole('alert')).toHaveText('This is not your current password');
  await dialog.getByLabel('Current password').fill(person.password);
  await submit.click();
  await expect(here.getByText('Your password was changed')).toBeVisible();
  await expect(dialog).toBeHidden();

  // Here one goes on working, elsewhere one signs in anew, and only the new password does.
  await here.getByRole('link', { name: 'Workflows' }).first().click();
  await expect(here.getByRole('heading', { name: /workflow/i }).first()).toBeVisible();
  await elsewhere.goto('/workflows');
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await fillSignIn(elsewhere, person);
  await expect(elsewhere.getByRole('alert')).toHaveText('E-mail or password is wrong.');
  await signIn(elsewhere, { ...person, password: 'the second one' });
  await here.context().close();
  await elsewhere.context().close();
});

test('an owner gives a member who forgot theirs a new password, as the sign-in page says', async ({
  browser,
  product,
  builder: { page },
  api,
}) => {
  const person = { name: 'Fred Forgot', email: 'fred@example.com', password: 'long forgotten' };
  await api.addMember({ ...person, role: 'viewer' });
  const freds = await pageOf(browser, product.url, person);

  await page.goto('/settings/members');
  const row = page.getByRole('row').filter({ hasText: person.email });
  await row.getByRole('button', { name: 'More actions for Fred Forgot' }).click();
  await page.getByRole('menuitem', { name: 'New password' }).click();
  const dialog = page.getByRole('dialog', { name: 'New password for Fred Forgot' });
  await dialog.getByLabel('New password').fill('easy to remember');
  await dialog.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('Fred Forgot has a new password')).toBeVisible();

  await freds.goto('/workflows');
  await expect(freds.getByText('An owner or admin of your organization can give you')).toBeVisible();
  await signIn(freds, { ...person, password: 'easy to remember' });
  await freds.context().close();
});
