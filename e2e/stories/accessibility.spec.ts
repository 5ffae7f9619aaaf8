import type { Workflow } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import {
  chain,
  httpRequest,
  manualTrigger,
  mapName,
  transform,
  webhookTrigger,
} from '../harness/definitions.ts';
import { ExecutionView } from '../harness/execution.ts';
import { setUp } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { callback, loopOver, refund, started } from '../harness/waiting.ts';

test.use({ instance: 'accessibility' });
test.describe.configure({ mode: 'serial', timeout: 240_000 });

test('the pages before the first workflow', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Welcome to Millrace' })).toBeVisible();
  await expectAccessible(page, 'setup');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expectAccessible(page, 'setup with problems');

  await setUp(page.request);
  await page.goto('/workflows');
  await expect(page.getByRole('heading', { name: 'Draw your first workflow' })).toBeVisible();
  await expectAccessible(page, 'no workflows');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
  await expectAccessible(page, 'empty dashboard');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expectAccessible(page, 'nothing here');

  await page.context().clearCookies();
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page, 'sign-in');
});

test('the pages of lists and settings', async ({ page, api, builder }) => {
  await api.send('POST', '/workflows/sample');
  const workflow = await api.deployed('Orders', chain(manualTrigger, mapName));
  await api.run(workflow.id, { customer: { name: 'Ada' } });
  const stop = { ...mapName, config: { transform_type: 'custom', expression: 'toNumber("x")' } };
  const failing = await api.deployed('Fails', chain(manualTrigger, stop));
  const failed = await api.run(failing.id);
  expect(failed.status).toBe('error');

  const pages: [path: string, heading: RegExp][] = [
    ['/', /Dashboard/],
    ['/workflows', /Workflows/],
    ['/executions', /Executions/],
    [`/executions/${failed.id}`, /Execution #1/],
    ['/apps', /Apps/],
    ...['members', 'api_keys', 'variables', 'event_types', 'audit_log'].map((tab): [string, RegExp] => [
      `/settings/${tab}`,
      /Settings/,
    ]),
  ];
  for (const [path, heading] of pages) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect(page.getByText('Loading…')).toBeHidden();
    await expectAccessible(page, path);
  }
  await page.goto('/settings/members');
  await builder.button('Add member').click();
  await expect(builder.dialog('Add a member')).toBeVisible();
  await expectAccessible(page, 'dialog over settings');
  await page.goto('/workflows');
  await expect(page.getByRole('link', { name: 'Orders' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(builder.dialog('Command palette')).toBeVisible();
  await expectAccessible(page, 'command palette');
});

test('the builder and what opens in it', async ({ page, api, builder }) => {
  await builder.open(await api.workflow('Empty'));
  await expect(page.getByRole('heading', { name: 'Start with a trigger' })).toBeVisible();
  await expectAccessible(page, 'empty builder');

  const sample = await api.send<Workflow>('POST', '/workflows/sample');
  await builder.open(sample);
  await builder.openNode('Map the order');
  await expectAccessible(page, 'builder with a node open');
  await builder.properties.getByRole('button', { name: 'Map Fields' }).click();
  await expect(builder.dialog('Map Fields')).toBeVisible();
  await expectAccessible(page, 'field mapper');
  await page.keyboard.press('Escape');
  await builder.button('Test').click();
  await expect(builder.dialog('Test the workflow')).toBeVisible();
  await expectAccessible(page, 'test dialog');
  await page.keyboard.press('Escape');
  await builder.runTest();
  await expect(builder.step('Map the order')).toBeVisible();
  await expectAccessible(page, 'results');
  await page.keyboard.press('Escape');
  await builder.node('Over 100?').focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'node menu');
  await page.keyboard.press('Escape');
  await builder.deploy();
  await expect(builder.dialog('Workflow deployed')).toBeVisible();
  await expectAccessible(page, 'deployed dialog');

  await builder.open(await api.workflow('Refused', chain(webhookTrigger, httpRequest({}))));
  await builder.button('Deploy').click();
  await expect(builder.problem('HTTP Request node missing URL')).toBeVisible();
  await expectAccessible(page, 'problems');
  for (const tab of ['Executions', 'Versions', 'Settings'] as const) {
    await builder.tab(tab);
    await expect(builder.canvas).toBeHidden();
    await expectAccessible(page, `tab ${tab}`);
  }
});

test('what loops, waits and asks', async ({ page, api, builder }) => {
  const asking = await api.deployed('Asks', refund(manualTrigger));
  const asked = await started(api, asking.id, { total: 219, name: 'Ada' });
  await page.goto('/approvals');
  const card = page.getByRole('article', { name: 'Refund 219 € to Ada?' });
  await expect(card).toBeVisible();
  await expectAccessible(page, 'approvals');
  await card.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'a decision');
  await page.keyboard.press('Escape');
  const execution = new ExecutionView(page);
  await execution.open(asked);
  await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible();
  await expectAccessible(page, 'an execution that asks');

  const waiting = await api.deployed('Waits', chain(manualTrigger, callback));
  await execution.open(await started(api, waiting.id));
  await page.getByRole('button', { name: 'Copy address' }).waitFor();
  await expectAccessible(page, 'an execution that waits');
  await page.goto(await page.getByRole('link', { name: 'Continue now' }).getAttribute('href').then(String));
  await expectAccessible(page, 'the page of an address');

  const check = transform({ transform_type: 'custom', expression: 'toNumber(item)' }, 2);
  const looping = await api.deployed('Loops', loopOver('{{ trigger.data }}', check));
  const looped = await api.run(looping.id, ['1', 'two', '3']);
  await execution.open(looped.id);
  await expect(execution.round(1)).toBeVisible();
  await expectAccessible(page, 'an execution with rounds');
  await builder.open(looping);
  await builder.openNode('Each');
  await expectAccessible(page, 'the builder with a loop');
});
