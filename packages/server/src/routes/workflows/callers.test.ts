/** Who calls a workflow, as its deletion tells. */
import type { Workflow, WorkflowCaller } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mappingDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let editor: Client;
let called: string;
const workflows = '/api/integrations/workflows';

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  editor = await editorOfAnother();
  called = await create(editor, 'Called', mappingDefinition());
});

async function editorOfAnother(): Promise<Client> {
  const { id } = await server.organization();
  return server.client((await server.apiKey(id, 'editor')).key);
}

async function create(client: Client, name: string, workflow_definition: unknown): Promise<string> {
  const answer = await client.post<Workflow>(workflows, { name, workflow_definition });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

const deploy = async (id: string) => {
  const answer = await editor.post(`${workflows}/${id}/deploy`);
  expect(answer.status, answer.text).toBe(200);
};

async function callers(id = called, client = editor): Promise<WorkflowCaller[] | undefined> {
  const answer = await client.get<{ called_by?: WorkflowCaller[] }>(`${workflows}/${id}?callers=true`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.called_by;
}

const calling = (workflow_id: string, rest: object = {}) => ({
  nodes: [
    { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
    { id: 'call', type: 'control', subtype: 'sub_workflow', config: { workflow_id }, ...rest },
  ],
  edges: [{ source: 'start', target: 'call' }],
});
const handled = (error_workflow_id: string) => ({ ...mappingDefinition(), config: { error_workflow_id } });

test('those that call it in a step or after a failure are named, by name', async () => {
  const step = await create(editor, 'b step', calling(called.toUpperCase()));
  const failure = await create(editor, 'A failure', handled(called));
  const both = await create(editor, 'C both', { ...calling(called), config: { error_workflow_id: called } });
  expect(await callers()).toEqual([
    { id: failure, name: 'A failure', in_step: false, after_failure: true },
    { id: step, name: 'b step', in_step: true, after_failure: false },
    { id: both, name: 'C both', in_step: true, after_failure: true },
  ]);
  expect(await callers(called.toUpperCase())).toHaveLength(3);
});

test('a version that still runs counts, though its draft calls nothing any more', async () => {
  await deploy(called);
  const id = await create(editor, 'Was changed', calling(called));
  await deploy(id);
  await editor.put(`${workflows}/${id}`, { workflow_definition: mappingDefinition() });
  expect(await callers()).toMatchObject([{ id, in_step: true }]);
  await deploy(id);
  expect(await callers()).toEqual([]);
});

test('neither itself, nor a deleted one, nor a step that is turned off, nor a mere mention is a call', async () => {
  const gone = await create(editor, 'Gone', calling(called));
  await editor.delete(`${workflows}/${gone}`);
  await create(editor, 'Off', calling(called, { disabled: true }));
  await create(editor, 'Mentions', calling('{{ trigger.data.id }}', { notes: `Not ${called}` }));
  await editor.put(`${workflows}/${called}`, { workflow_definition: handled(called) });
  expect(await callers()).toEqual([]);
});

test('another organization is never among them, and learns nothing', async () => {
  const others = await editorOfAnother();
  await create(others, 'Foreign', calling(called));
  expect(await callers()).toEqual([]);
  expect((await others.get(`${workflows}/${called}?callers=true`)).status).toBe(404);
});

test('is told only when asked for', async () => {
  await create(editor, 'Step', calling(called));
  expect((await editor.get(`${workflows}/${called}`)).body).not.toHaveProperty('called_by');
  expect((await editor.get(`${workflows}/${called}?callers=maybe`)).status).toBe(422);
});
