import type { APIRequestContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export interface Person {
  name: string;
  email: string;
  password: string;
}

export const owner = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'analytical engine',
  organization: 'Analytical Engines',
} as const satisfies Person & { organization: string };

/** Makes the first owner over the API; the context is signed in afterwards. */
export async function setUp(request: APIRequestContext): Promise<void> {
  const answer = await request.post('/api/setup', { data: owner });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Signs in over the API. */
export async function signInOver(
  request: APIRequestContext,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<void> {
  const answer = await request.post('/api/auth/sign-in/email', { data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Signs in as a person does, from any page that leads to the sign-in page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/login');
  await fillSignIn(page, person);
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
}

/** Fills in and sends the sign-in form that is open. */
export async function fillSignIn(
  page: Page,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
