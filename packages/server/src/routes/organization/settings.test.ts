import type { OrganizationSettings } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mappingDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';
import { insertExecution } from '../../testing/waiting.ts';

let server: TestServer;
let org_id: string;
let admin: Client;
const path = '/api/integrations/settings';

beforeAll(async () => {
  server = await startTestServer({ env: { MILLRACE_ROLE: 'api' } });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org_id = (await server.organization()).id;
  admin = server.client((await server.apiKey(org_id, 'admin')).key);
});

test('what is left out of a change stays; null takes a value back', async () => {
  const defaults = { timezone: 'UTC', retention_days: null, failed_retention_days: null };
  expect((await admin.get(path)).body).toEqual(defaults);
  const first = await admin.put(path, { timezone: 'Europe/Berlin', retention_days: 30 });
  expect(first.body).toEqual({ ...defaults, timezone: 'Europe/Berlin', retention_days: 30 });
  const second = await admin.put(path, { failed_retention_days: 90, retention_days: null });
  expect(second.body).toEqual({ timezone: 'Europe/Berlin', retention_days: null, failed_retention_days: 90 });
  expect((await admin.get(path)).body).toEqual(second.body);
  const session = await admin.get<{ organization: { timezone: string } }>('/api/integrations/session');
  expect(session.body.organization.timezone).toBe('Europe/Berlin');
  const other = await server.organization();
  const elsewhere = server.client((await server.apiKey(other.id, 'viewer')).key);
  expect((await elsewhere.get(path)).body).toEqual(defaults);
});

test('two who change different things at once lose nothing', async () => {
  await Promise.all([
    admin.put(path, { retention_days: 7 }),
    admin.put(path, { failed_retention_days: 14 }),
    admin.put(path, { timezone: 'Asia/Tokyo' }),
  ]);
  expect((await admin.get(path)).body).toEqual({
    timezone: 'Asia/Tokyo',
    retention_days: 7,
    failed_retention_days: 14,
  });
});

test.each<[Partial<Record<keyof OrganizationSettings, unknown>>, RegExp]>([
  [{ timezone: 'Europe/Berlni' }, /Europe\/Berlin/],
  [{ timezone: '+01:00' }, /time zone/],
  [{ timezone: '' }, /timezone/],
  [{ timezone: null }, /timezone/],
  [{ retention_days: 0 }, /retention_days/],
  [{ retention_days: 3_651 }, /retention_days/],
  [{ retention_days: 1.5 }, /retention_days/],
  [{ failed_retention_days: '30' }, /failed_retention_days/],
])('%j is refused and changes nothing', async (body, words) => {
  const before = (await admin.get(path)).body;
  const answer = await admin.put(path, body);
  expect(answer.status).toBe(422);
  expect(answer.text).toMatch(words);
  expect((await admin.get(path)).body).toEqual(before);
});

test('what needs attention: failures that were not retried, of this organization', async () => {
  const created = await admin.post<{ id: string }>('/api/integrations/workflows', {
    name: 'Orders',
    workflow_definition: mappingDefinition(),
  });
  const of = { org_id, workflow_id: created.body.id };
  await admin.post(`/api/integrations/workflows/${of.workflow_id}/deploy`);
  const failed = await insertExecution(server.db, of, 'error');
  await insertExecution(server.db, of, 'error');
  const attention = async () =>
    (await admin.get<{ attention: { failed: number } }>('/api/integrations/stats')).body.attention;
  expect(await attention()).toEqual({ failed: 2, approvals: 0, questions: 0 });
  const retry = await insertExecution(server.db, of);
  await server.db.asEngine((tx) =>
    tx.query('update workflow_executions set retry_of = $2 where id = $1', [
      retry.execution_id,
      failed.execution_id,
    ]),
  );
  expect((await attention()).failed).toBe(1);
});
