import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import type { Api } from './api.ts';
import { Builder } from './builder.ts';
import { expect } from './test.ts';

type State = Awaited<ReturnType<Awaited<ReturnType<Page['context']>>['storageState']>>;

/** Another person, or the same one, at another computer. */
export async function atAnotherComputer(
  browser: Browser,
  url: string,
  state: State,
): Promise<{ builder: Builder; page: Page; leave: () => Promise<void> }> {
  const context = await browser.newContext({ baseURL: url, storageState: state });
  const page = await context.newPage();
  return { builder: new Builder(page), page, leave: () => context.close() };
}

/** A member of the organization, signed in at a computer of their own. */
export async function colleague(
  browser: Browser,
  url: string,
  api: Api,
  person: { name: string; email: string; password: string; role: string },
) {
  await api.addMember(person);
  const { builder, page, leave } = await atAnotherComputer(browser, url, { cookies: [], origins: [] });
  const { email, password } = person;
  const answer = await page.request.post('/api/auth/sign-in/email', { data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  return { builder, page, leave };
}

/** What stands in the API, node by node: `{ 'HTTP Request': { url: … } }`. */
export async function storedConfigs(api: Api, id: string): Promise<Record<string, unknown>> {
  const { workflow_definition } = await api.getWorkflow(id);
  const { nodes } = workflow_definition as { nodes: { label: string; config: unknown }[] };
  return Object.fromEntries(nodes.map(({ label, config }) => [label, config]));
}

/** The tab dies: nothing of it runs any more, not even what pages do when they are left. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It never answers: whoever could is gone.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Nobody answers what this page wants to save, until the returned function is called. */
export async function holdSaves(page: Page): Promise<() => Promise<void>> {
  const place = '**/api/integrations/workflows/*';
  const abort = (route: Route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback());
  await page.route(place, abort);
  return () => page.unroute(place, abort);
}

/** Somebody else signs in in another tab of the same browser. */
export async function takeBrowser(
  context: BrowserContext,
  { email, password }: { email: string; password: string },
): Promise<Page> {
  const answer = await context.request.post('/api/auth/sign-in/email', { data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  const tab = await context.newPage();
  await tab.goto('/');
  await expect(tab.getByRole('navigation').first()).toBeVisible();
  return tab;
}
