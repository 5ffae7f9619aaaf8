/** Executions that wait while their workflow is changed, deployed, paused or taken away. */
import type { Execution } from '@millrace/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import { compute, control, edges, manualStart, type Story, storyOf } from '../testing/stories.ts';

let server: TestServer;
let editor: Client;
let story: Story;
const api = '/api/integrations';

beforeAll(async () => {
  server = await startTestServer();
  const { id } = await server.organization();
  editor = server.client((await server.apiKey(id, 'editor')).key);
  story = storyOf(editor);
});
afterAll(() => server?.stop());

const wait = control('answer', 'wait', { mode: 'callback' });
const definition = {
  nodes: [manualStart, wait, compute('after', '{ version: 1, paid: answer.paid }')],
  edges: edges('start>answer', 'answer>after'),
};
const waits = (execution: Execution) => execution.status === 'waiting';

async function answer(id: string): Promise<number> {
  const execution = await story.until(id, waits);
  const url = execution.steps.find(({ path }) => path === 'answer')!.resume_url!;
  const response = await fetch(url.replace(server.env.public_url, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"paid":50}',
  });
  return response.status;
}

test('they end on the version that they began with, whatever became of their nodes', async () => {
  const workflow = await story.deployed(definition);
  const ids = await Promise.all(Array.from({ length: 10 }, () => story.start(workflow)));
  await Promise.all(ids.map((id) => story.until(id, waits)));
  const changed = {
    nodes: [manualStart, { ...wait, id: 'other', key: 'other' }, compute('renamed', '{ version: 2 }')],
    edges: edges('start>renamed', 'renamed>other'),
  };
  const saved = await editor.put(`${api}/workflows/${workflow.id}`, { workflow_definition: changed });
  expect(saved.status).toBe(200);
  expect((await editor.post(`${api}/workflows/${workflow.id}/deploy`)).status).toBe(200);
  expect(await Promise.all(ids.map(answer))).toEqual(ids.map(() => 202));
  for (const id of ids)
    expect(await story.finished(id)).toMatchObject({
      status: 'success',
      version: 1,
      output: { version: 1, paid: 50 },
    });
  const next = await story.start(workflow);
  expect(await story.until(next, waits)).toMatchObject({ version: 2 });
});

test('a pause of the workflow lets them go on: it starts nothing new, and what began ends', async () => {
  const workflow = await story.deployed(definition);
  const id = await story.start(workflow);
  await story.until(id, waits);
  expect((await editor.post(`${api}/workflows/${workflow.id}/pause`)).status).toBe(200);
  expect(await answer(id)).toBe(202);
  expect(await story.finished(id)).toMatchObject({ status: 'success', output: { version: 1, paid: 50 } });
});
