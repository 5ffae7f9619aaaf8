import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Execution, ExecutionSummary, Step, Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mappingDefinition, webhookDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let target: Server;
let target_url: string;
let received: string[] = [];
let org: string;
let editor: Client;
const api = '/api/integrations';

beforeAll(async () => {
  server = await startTestServer();
  target = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.setHeader('content-type', 'application/json').end('{"name":"Ada"}');
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  target_url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await server?.stop();
  await new Promise((resolve) => target.close(resolve));
});
beforeEach(async () => {
  received = [];
  org = (await server.organization()).id;
  editor = server.client((await server.apiKey(org, 'editor')).key);
});

let counter = 0;
async function deployed(definition: unknown = mappingDefinition()): Promise<Workflow> {
  const created = await editor.post<Workflow>(`${api}/workflows`, {
    name: `W ${counter++}`,
    workflow_definition: definition,
  });
  expect(created.status, created.text).toBe(201);
  const answer = await editor.post<Workflow>(`${api}/workflows/${created.body.id}/deploy`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const run = (
  id: string,
  body: unknown = { input: { customer: { name: 'Ada' } } },
  headers: Record<string, string> = {},
  query = '?wait=true',
) =>
  editor.request<Execution & { execution_id: string; code: string }>(
    'POST',
    `${api}/workflows/${id}/execute${query}`,
    body,
    headers,
  );

const requestDefinition = (more: Record<string, unknown> = {}) => ({
  nodes: [
    { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
    {
      id: 'call',
      type: 'action',
      subtype: 'http_request',
      key: 'answer',
      config: { method: 'POST', url: `${target_url}/orders`, ...more },
    },
  ],
  edges: [{ source: 'start', target: 'call' }],
});

describe('running', () => {
  test('and waiting answers the finished execution, with its steps', async () => {
    const workflow = await deployed();
    const answer = await run(workflow.id);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({
      workflow_id: workflow.id,
      number: 1,
      status: 'success',
      trigger_type: 'manual',
      triggered_by: 'editor key',
      version: 1,
      output: { name: 'Ada' },
    });
    expect(answer.body.steps.find((step) => step.node_id === 'map')).toMatchObject({
      status: 'success',
      output: { name: 'Ada' },
    });
    const read = await editor.get<Execution>(`${api}/executions/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
    expect((await editor.get<Workflow>(`${api}/workflows/${workflow.id}`)).body).toMatchObject({
      execution_count: 1,
      success_count: 1,
    });
  });

  test('without waiting is accepted with its id', async () => {
    const workflow = await deployed();
    const answer = await run(workflow.id, undefined, {}, '');
    expect(answer.status).toBe(202);
    expect(answer.body.execution_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('uses the deployed version, not the draft', async () => {
    const workflow = await deployed();
    const draft = mappingDefinition();
    draft.nodes[1]!.config = { transform_type: 'custom', expression: '"draft"' };
    await editor.put(`${api}/workflows/${workflow.id}`, { workflow_definition: draft });
    expect((await run(workflow.id)).body.output).toEqual({ name: 'Ada' });
  });

  test('with one Idempotency-Key happens once, also when many ask at once; another body is a conflict', async () => {
    const workflow = await deployed();
    const headers = { 'idempotency-key': 'order-1' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => run(workflow.id, { input: { a: 1 } }, headers, '')),
    );
    expect(new Set(answers.map((answer) => answer.body.execution_id)).size).toBe(1);
    expect((await run(workflow.id, { input: { a: 2 } }, headers, '')).body).toMatchObject({
      status: 409,
      code: 'idempotency_conflict',
    });
    expect((await run(workflow.id, { input: { a: 1 } }, { 'idempotency-key': ' ' }, '')).status).toBe(422);
    const { rows } = await server.db.asOrg(org, (tx) =>
      tx.query(`select 1 from audit_log where action = 'workflow.execute'`),
    );
    expect(rows).toHaveLength(1);
  });

  test('sends the opened secret, and shows it nowhere', async () => {
    const workflow = await deployed(requestDefinition({ auth: 'bearer', token: 'c4nary-token' }));
    const answer = await run(workflow.id);
    expect(answer.body.status, answer.text).toBe('success');
    expect(received).toEqual(['POST /orders Bearer c4nary-token']);
    expect(answer.text).not.toContain('c4nary-token');
    expect((await editor.get(`${api}/executions/${answer.body.id}`)).text).not.toContain('c4nary-token');
    expect(server.logged()).not.toContain('c4nary-token');
  });
});

describe('testing', () => {
  test('runs the draft or what is sent along; nothing goes out, nothing is stored or counted', async () => {
    const workflow = await deployed(requestDefinition());
    const before = await counts();
    const answer = await editor.post<{ status: string; steps: Step[] }>(
      `${api}/workflows/${workflow.id}/test`,
      {
        input: { x: 1 },
        mocks: { answer: { status: 200, headers: {}, body: { name: 'Mock' }, duration_ms: 1 } },
      },
    );
    expect(answer.body.status, answer.text).toBe('success');
    expect(answer.body.steps.find((step) => step.node_id === 'call')).toMatchObject({
      mocked: true,
      output: { body: { name: 'Mock' } },
    });
    const sent = await editor.post<{ output: unknown }>(`${api}/workflows/${workflow.id}/test`, {
      workflow_definition: mappingDefinition(),
      input: { customer: { name: 'Sent' } },
    });
    expect(sent.body.output).toEqual({ name: 'Sent' });
    expect(received).toEqual([]);
    expect(await counts()).toEqual(before);
  });

  async function counts(): Promise<unknown> {
    return server.db.asOrg(org, async (tx) => {
      const { rows } = await tx.query(
        `select (select count(*) from workflow_executions) as executions, (select count(*) from audit_log) as audit,
           (select sum(execution_count) from workflow_counters) as counted, (select max(updated_at) from integration_workflows) as changed`,
      );
      return rows;
    });
  }

  test('one node for real goes out once, with the secret that is stored', async () => {
    const workflow = await deployed(requestDefinition({ auth: 'bearer', token: 'c4nary-token' }));
    const saved = await editor.post<{ status: string; output: object }>(`${api}/nodes/run`, {
      workflow_id: workflow.id,
      node_id: 'call',
    });
    expect(saved.body, saved.text).toMatchObject({
      status: 'success',
      output: { status: 200, body: { name: 'Ada' } },
    });
    const [, node] = (workflow.workflow_definition as { nodes: { config: Record<string, unknown> }[] }).nodes;
    const unsaved = { ...node, config: { ...node!.config, url: `${target_url}/{{ trigger.data.path }}` } };
    const input_context = { trigger: { data: { path: 'other' } } };
    const answer = await editor.post(`${api}/nodes/run`, {
      workflow_id: workflow.id,
      node: unsaved,
      input_context,
    });
    expect(answer.body, answer.text).toMatchObject({ status: 'success' });
    expect(received).toEqual(['POST /orders Bearer c4nary-token', 'POST /other Bearer c4nary-token']);
  });

  test('an unsaved node that points elsewhere does not get the stored secret', async () => {
    const workflow = await deployed(requestDefinition({ auth: 'bearer', token: 'c4nary-token' }));
    const [, node] = (workflow.workflow_definition as { nodes: { config: Record<string, unknown> }[] }).nodes;
    const elsewhere = {
      ...node,
      config: { ...node!.config, url: target_url.replace('127.0.0.1', 'localhost') },
    };
    await editor.post(`${api}/nodes/run`, { workflow_id: workflow.id, node: elsewhere });
    expect(received.join()).not.toContain('c4nary-token');
  });

  test('a saved node whose host an expression decides does not send its stored secret anywhere', async () => {
    const definition = requestDefinition({
      auth: 'bearer',
      token: 'c4nary-token',
      url: '{{ trigger.data.base }}/x',
    });
    const { body: workflow } = await editor.post<Workflow>(`${api}/workflows`, {
      name: 'Straying',
      workflow_definition: definition,
    });
    const answer = await editor.post(`${api}/nodes/run`, {
      workflow_id: workflow.id,
      node_id: 'call',
      input_context: { trigger: { data: { base: target_url } } },
    });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('stored secret')]);
    expect((await editor.post(`${api}/workflows/${workflow.id}/deploy`)).status).toBe(422);
    expect(received).toEqual([]);
  });

  test.each([
    [{ node_id: 'nobody' }, 404],
    [{}, 422],
    [{ node: { id: 'x', type: 'action', subtype: 'teleport', config: {} } }, 422],
  ])('a node %o is refused', async (which, status) => {
    const workflow = await deployed();
    expect((await editor.post(`${api}/nodes/run`, { workflow_id: workflow.id, ...which })).status).toBe(
      status,
    );
  });
});

describe('history', () => {
  test('is newest first, ten a page, with filters', async () => {
    const workflow = await deployed();
    for (let i = 0; i < 12; i += 1) await run(workflow.id);
    type Page = { data: ExecutionSummary[]; next_cursor: string | null; total: number };
    const first = await editor.get<Page>(`${api}/workflows/${workflow.id}/logs`);
    expect(first.body.data.map((row) => row.number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(first.body).toMatchObject({ total: 12, next_cursor: expect.any(String) });
    const second = await editor.get<Page>(
      `${api}/workflows/${workflow.id}/logs?cursor=${first.body.next_cursor}`,
    );
    expect(second.body.data.map((row) => row.number)).toEqual([2, 1]);
    expect(second.body.next_cursor).toBeNull();
    const find = async (query: string) => (await editor.get<Page>(`${api}/executions?${query}`)).body.total;
    expect(await find('status=success')).toBe(12);
    expect(await find('status=error')).toBe(0);
    expect(await find('trigger_type=webhook')).toBe(0);
    expect(await find('search=%2311')).toBe(1);
    expect(await find(`search=${first.body.data[0]!.id}`)).toBe(1);
    expect(await find(`from=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(0);
    expect(await find(`workflow_id=${workflow.id}`)).toBe(12);
    const stats = await editor.get(`${api}/stats`);
    expect(stats.body).toMatchObject({
      total: 12,
      success_rate: 1,
      busiest: [{ workflow_id: workflow.id, count: 12 }],
      failing: [],
    });
  });

  test('runs a failed one again, and links it to the first', async () => {
    const workflow = await deployed({
      nodes: [
        { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
        { id: 'end', type: 'control', subtype: 'stop', config: { status: 'error', message: 'No stock' } },
      ],
      edges: [{ source: 'start', target: 'end' }],
    });
    const failed = await run(workflow.id);
    expect(failed.body).toMatchObject({
      status: 'error',
      error: { message: expect.stringContaining('No stock') },
    });
    const retried = await editor.post<{ execution_id: string }>(`${api}/executions/${failed.body.id}/retry`, {
      from: 'start',
    });
    expect(retried.status).toBe(202);
    const again = await editor.get<Execution>(`${api}/executions/${retried.body.execution_id}`);
    expect(again.body).toMatchObject({ retry_of: failed.body.id, trigger_type: 'retry' });
    expect((await editor.post(`${api}/executions/${failed.body.id}/cancel`)).body).toMatchObject({
      status: 409,
      code: 'already_finished',
    });
  });
});

test('the sample, deployed as it is, answers a webhook by what it received', async () => {
  const sample = await editor.post<Workflow>(`${api}/workflows/sample`);
  const { body } = await editor.post<Workflow>(`${api}/workflows/${sample.body.id}/deploy`);
  const address = body.webhook_url!.replace(server.env.public_url, '');
  const order = (body.trigger_config as { sample: Record<string, unknown> }).sample;
  const large = await server.client().post(address, order);
  expect(large.body, large.text).toEqual({
    order: 'A-1042',
    handling: 'by hand',
    message: expect.stringContaining('ADA LOVELACE'),
  });
  const small = await server.client().post(address, { ...order, total: 20 });
  expect(small.body).toMatchObject({ handling: 'automatic' });
  const tested = await editor.post<{ status: string }>(`${api}/workflows/${sample.body.id}/test`, {
    input: order,
  });
  expect(tested.body.status).toBe('success');
  await editor.post(`${api}/workflows/${sample.body.id}/pause`);
  expect((await server.client().post(address, order)).status).toBe(404);
});

test('an event starts the workflows that listen for it, and the same id starts nothing twice', async () => {
  const definition = webhookDefinition();
  definition.nodes[0] = {
    id: 'start',
    type: 'trigger',
    subtype: 'event',
    config: { event_type: 'order.created' },
  };
  await deployed(definition);
  const publish = (body: object, headers = {}) => editor.request('POST', `${api}/events`, body, headers);
  const event = { type: 'order.created', data: { customer: { name: 'Ada' } }, id: 'order-1' };
  expect((await publish(event)).body).toEqual({ event_id: 'order-1', matched: 1 });
  expect((await publish(event)).body).toEqual({ event_id: 'order-1', matched: 1 });
  expect(
    (await publish({ type: 'order.created', data: event.data }, { 'idempotency-key': 'order-1' })).body,
  ).toMatchObject({ event_id: 'order-1' });
  expect((await publish({ ...event, type: 'order.deleted', id: 'order-2' })).body).toMatchObject({
    matched: 0,
  });
  await expect
    .poll(
      async () => (await editor.get<{ total: number }>(`${api}/executions?trigger_type=event`)).body.total,
    )
    .toBe(1);
});
