import { personHeader, type Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mappingDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let org_id: string;
let ada: Client & { id: string };
let grace: Client & { id: string };
const workflows = '/api/integrations/workflows';

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org_id = (await server.organization()).id;
  [ada, grace] = [await person(), await person()];
});

async function person(): Promise<Client & { id: string }> {
  const made = await server.person(org_id, 'editor');
  const client = await server.signIn(made);
  const { body } = await client.get<{ user: { id: string } }>('/api/integrations/session');
  return { ...client, id: body.user.id };
}

async function create(): Promise<string> {
  const answer = await ada.post<Workflow>(workflows, {
    name: 'Orders',
    workflow_definition: mappingDefinition(),
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

/** Saves the definition with a node called so. */
async function save(client: Client, id: string, label: string): Promise<void> {
  const { nodes, ...rest } = mappingDefinition();
  const workflow_definition = { ...rest, nodes: nodes!.map((node) => ({ ...node, label })) };
  const answer = await client.put(`${workflows}/${id}`, { workflow_definition });
  expect(answer.status, answer.text).toBe(200);
}

/** What the audit log says of a workflow, oldest first. */
async function told(id: string): Promise<string[]> {
  const admin = server.client((await server.apiKey(org_id, 'admin')).key);
  const log = await admin.get<{
    data: { action: string; object_id: string; details: { actor_id: string } }[];
  }>('/api/integrations/audit-log?limit=100');
  const who = (actor_id: string) => (actor_id === ada.id ? 'ada' : actor_id === grace.id ? 'grace' : 'key');
  return log.body.data
    .filter(({ object_id }) => object_id === id)
    .map(({ action, details }) => `${who(details.actor_id)} ${action}`)
    .reverse();
}

test('what one person saves in a row is one row of the audit log; what happens in between is told, and who goes on after it', async () => {
  const id = await create();
  for (const label of ['a', 'b', 'c']) await save(ada, id, label);
  await save(grace, id, 'd');
  await save(grace, id, 'e');
  await save(ada, id, 'f');
  await ada.post(`${workflows}/${id}/deploy`);
  await save(ada, id, 'g');
  await save(ada, id, 'h');
  await ada.put(`${workflows}/${id}`, { name: 'Bills' });
  await ada.put(`${workflows}/${id}`, { name: 'Invoices' });
  expect(await told(id)).toEqual([
    'ada workflow.create',
    'ada workflow.update',
    'grace workflow.update',
    'ada workflow.update',
    'ada workflow.deploy',
    'ada workflow.update',
    'ada workflow.update',
    'ada workflow.update',
  ]);
});

test('each save with an API key is told', async () => {
  const id = await create();
  const script = server.client((await server.apiKey(org_id, 'editor')).key);
  for (const label of ['a', 'b']) await save(script, id, label);
  expect(await told(id)).toEqual(['ada workflow.create', 'key workflow.update', 'key workflow.update']);
});

test('a page of one person does nothing with the session of another, and everything with their own', async () => {
  const id = await create();
  const path = `${workflows}/${id}`;
  const rename = (client: Client, name: string, page_of?: string) =>
    client.request('PUT', path, { name }, page_of === undefined ? {} : { [personHeader]: page_of });
  expect(await rename(ada, 'By Ada', ada.id)).toMatchObject({ status: 200 });
  expect(await rename(grace, 'By Grace', ada.id)).toMatchObject({
    status: 409,
    body: { code: 'other_person' },
  });
  for (const [method, at] of [
    ['GET', path],
    ['POST', `${path}/deploy`],
    ['DELETE', path],
    ['GET', '/api/integrations/session'],
  ] as const)
    expect(await grace.request(method, at, undefined, { [personHeader]: ada.id })).toMatchObject({
      status: 409,
      body: { code: 'other_person' },
    });
  expect((await ada.get<Workflow>(path)).body.name).toBe('By Ada');
  // Programs have no page, and a key is nobody's.
  expect(await rename(grace, 'By Grace')).toMatchObject({ status: 200 });
  const { key } = await server.apiKey(org_id, 'editor');
  expect(await rename(server.client(key), 'By a key', ada.id)).toMatchObject({ status: 200 });
  const nobody = await server.client().request('GET', path, undefined, { [personHeader]: ada.id });
  expect(nobody.status).toBe(401);
});
