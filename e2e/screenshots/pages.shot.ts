import { expect, test } from '../harness/test.ts';
import { capture } from './capture.ts';

const owner = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'analytical engine',
  organization: 'Analytical Engines',
};

/** Pages of a signed-in person, and what is on them when they are ready. */
const PAGES = [{ name: 'workflows_empty', path: '/workflows', ready: 'New Workflow' }];

test('every page, in light and dark', async ({ page, request }) => {
  await page.goto('/');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await capture(page, 'setup');

  const answer = await request.post('/api/setup', { data: owner });
  expect(answer.status(), await answer.text()).toBe(201);
  await page.goto('/login');
  await expect(page.getByLabel('Password')).toBeVisible();
  await capture(page, 'login');

  await page.context().addCookies((await request.storageState()).cookies);
  for (const { name, path, ready } of PAGES) {
    await page.goto(path);
    await expect(page.getByText(ready).first()).toBeVisible();
    await capture(page, name);
  }
});
