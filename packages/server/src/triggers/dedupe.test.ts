import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerErrorHandler } from '../plugins/error_handler.ts';
import { registerHooks } from '../routes/hooks/routes.ts';
import { prune } from '../storage/prune.ts';
import { deploy, line, map, startRuntime, type TestRuntime, webhook } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let runtimes: TestRuntime[];
let apps: FastifyInstance[];
let urls: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  runtimes = await Promise.all([startRuntime(database.db), startRuntime(database.db)]);
  apps = runtimes.map((runtime) => {
    const app = Fastify();
    registerErrorHandler(app);
    registerHooks(app, { runtime });
    return app;
  });
  urls = await Promise.all(apps.map((app) => app.listen({ host: '127.0.0.1', port: 0 })));
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await Promise.all(runtimes.map((runtime) => runtime.stop()));
  await database.drop();
});

async function hook(config: Record<string, unknown>) {
  const { workflow_id } = await deploy(database.db, line(webhook(config), map({ id: 'event.id' })));
  const { rows } = await database.db.engine.query(
    'select token from webhook_endpoints where workflow_id = $1',
    [workflow_id],
  );
  const path = `/hooks/${rows[0].token}`;
  return {
    workflow_id,
    call: (body: unknown, headers: Record<string, string> = {}, process = 0) =>
      fetch(urls[process]! + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    count: async () =>
      (
        await database.db.engine.query('select from workflow_executions where workflow_id = $1', [
          workflow_id,
        ])
      ).rows.length,
  };
}
const idOf = async (answer: Response) => ((await answer.json()) as { execution_id: string }).execution_id;
const byEvent = { dedupe_expression: '{{ trigger.data.event.id }}' };

describe('fifty copies of a delivery at once, in two processes', () => {
  test.each([
    ['by a header', { dedupe_header: 'X-Delivery-Id' }, { 'x-delivery-id': 'd-1' }],
    ['by an expression', byEvent, {}],
    ['by an expression without braces', { dedupe_expression: 'trigger.data.event.id' }, {}],
    ['that wait for the answer', { ...byEvent, respond: 'when_finished' }, {}],
  ])('%s start one execution, and every caller gets a good answer', async (_what, config, headers) => {
    const { call, count } = await hook(config);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call({ event: { id: 'e-1' } }, headers, n % 2)),
    );
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect(bodies.size).toBe(1);
    expect(await count()).toBe(1);
  });
});

test('a delivery whose execution is no longer kept starts nothing again; a key of a caller is told so', async () => {
  const target = await hook({ ...byEvent, respond: 'when_finished' });
  await target.call({ event: { id: 'kept' } });
  const [{ org_id }] = (
    await database.db.engine.query(
      'delete from workflow_executions where workflow_id = $1 returning org_id',
      [target.workflow_id],
    )
  ).rows;
  expect((await target.call({ event: { id: 'kept' } })).status).toBe(202);
  expect(await target.count()).toBe(0);
  const asked = runtimes[0]!.execute({
    org_id,
    workflow_id: target.workflow_id,
    trigger_type: 'manual',
    trigger: { data: {} },
    triggered_by: null,
    idempotency: { scope: `webhook:${target.workflow_id}`, key: 'kept' },
  });
  await expect(asked).rejects.toMatchObject({ code: 'execution_over', status: 410 });
});

test('other ids, and calls without one, start their own; a number and its text are one id', async () => {
  const { call, count } = await hook(byEvent);
  for (const id of ['a', 'b', 7, '7', null, undefined, ''])
    expect((await call({ event: { id } })).status).toBe(202);
  expect(await count()).toBe(6);
});

test('an id of a thousand characters counts whole', async () => {
  const { call, count } = await hook(byEvent);
  const long = 'x'.repeat(1_000);
  for (const id of [`${long}1`, `${long}2`, `${long}1`]) await call({ event: { id } });
  expect(await count()).toBe(2);
});

test.each([
  ['a list', '{{ [1] }}', 'must be a text or a number'],
  ['an object', '{{ trigger.data }}', 'must be a text or a number'],
  ['what throws', '{{ trigger.data.event.upper() }}', 'cannot be computed'],
  ['what cannot be read', '{{ trigger. }}', 'cannot be computed'],
])('an id that is %s is refused with 422, and starts nothing', async (_what, dedupe_expression, sentence) => {
  const { call, count } = await hook({ dedupe_expression });
  const answer = await call({ event: { id: 1 } });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    code: 'validation_failed',
    error: expect.stringContaining(sentence),
  });
  expect(await count()).toBe(0);
});

test('an id is remembered for the window of its webhook: longer than a day where it says so, and free again after it', async () => {
  const [week, moment] = [
    await hook({ ...byEvent, dedupe_window_seconds: 7 * 86_400 }),
    await hook({ ...byEvent, dedupe_window_seconds: 60 }),
  ];
  const firsts = await Promise.all(
    [week, moment].map(async ({ call }) => idOf(await call({ event: { id: 'w' } }))),
  );
  // As if two days had gone by.
  await database.db.engine.query(
    "update execution_keys set expires_at = expires_at - interval '2 days' where scope = any($1)",
    [[week, moment].map(({ workflow_id }) => `webhook:${workflow_id}`)],
  );
  await prune(database.db.engine, new AbortController().signal);
  const again = await Promise.all(
    [week, moment].map(async ({ call }) => idOf(await call({ event: { id: 'w' } }))),
  );
  expect(again[0]).toBe(firsts[0]);
  expect(again[1]).not.toBe(firsts[1]);
  expect(await week.count()).toBe(1);
  expect(await moment.count()).toBe(2);
});
