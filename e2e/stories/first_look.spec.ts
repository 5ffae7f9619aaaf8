import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { owner, signIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

/** Scripts of pages do not arrive before the returned function is called. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/assets/*.js', async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** A cookie that looks like a session and is none any more. */
async function endSession(context: BrowserContext): Promise<void> {
  const cookies = await context.cookies();
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, value: 'over' })));
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const places = (page: Page) => page.getByRole('navigation').getByRole('link');

test('on a slow line who is signed in sees where they are before any script is there', async ({
  page,
  owner_state: _,
}) => {
  await signIn(page, owner);
  const letScriptsCome = await holdScripts(page);
  await page.goto('/executions', { waitUntil: 'commit' });
  await expect(heading(page, 'Executions')).toBeVisible();
  await expect(page).toHaveTitle('Executions · Millrace');
  await expect(places(page)).toHaveCount(7);
  await expect(page.getByRole('link', { name: 'Executions' })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page, 'executions before any script');

  // Links lead on without a script.
  await page.getByRole('link', { name: 'Workflows' }).click({ noWaitAfter: true });
  await expect(heading(page, 'Workflows')).toBeVisible();
  letScriptsCome();
  await expect(page.getByRole('button', { name: /Account/ })).toBeVisible();
  await expect(heading(page, 'Workflows')).toHaveCount(1);
});

test('who is not signed in sees nothing of it, and whose session is over signs in and goes on', async ({
  page,
  context,
  owner_state: _,
}) => {
  const letScriptsCome = await holdScripts(page);
  await page.goto('/workflows', { waitUntil: 'commit' });
  await expect(page.getByText('Millrace', { exact: true })).toBeVisible();
  await expect(places(page)).toHaveCount(0);
  letScriptsCome();
  await expect(heading(page, 'Sign in')).toBeVisible();

  await signIn(page, owner);
  await endSession(context);
  await page.goto('/workflows');
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(places(page)).toHaveCount(0);
  await signIn(page, owner);
  await page.goto('/workflows');
  await expect(heading(page, 'Workflows')).toBeVisible();
});
