/** What an execution that waits shows, and what may be said to it, on a server that runs nothing. */
import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import type { Execution, ExecutionSummary, Step, Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mappingDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';
import { insertExecution, insertWait, type WaitingExecution } from '../../testing/waiting.ts';

let server: TestServer;
let of: { org_id: string; workflow_id: string };
let waiting: WaitingExecution;
let editor: Client;
let viewer: Client;
const api = '/api/integrations/executions';

beforeAll(async () => {
  server = await startTestServer({ env: { MILLRACE_ROLE: 'api' } });
  const { id: org_id } = await server.organization();
  editor = server.client((await server.apiKey(org_id, 'editor')).key);
  viewer = server.client((await server.apiKey(org_id, 'viewer')).key);
  const created = await editor.post<Workflow>('/api/integrations/workflows', {
    name: 'Orders',
    workflow_definition: mappingDefinition(),
  });
  of = { org_id, workflow_id: created.body.id };
  await editor.post(`/api/integrations/workflows/${of.workflow_id}/deploy`);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  waiting = await insertExecution(server.db, of);
});

const set = (column: string, value: unknown, id = waiting.execution_id) =>
  server.db.asEngine((tx) =>
    tx.query(`update workflow_executions set ${column} = $2 where id = $1`, [id, value]),
  );
const read = async (client: Client, id = waiting.execution_id) =>
  (await client.get<Execution>(`${api}/${id}`)).body;

const addressOf = (path: string, kind: 'callback' | 'approval') =>
  server.runtime.signals.resumeUrl({ id: waiting.execution_id, org_id: of.org_id }, path, kind);

describe('an execution that waits', () => {
  test('says until when, for what, and which executions it started', async () => {
    const child = await insertExecution(server.db, of);
    await set('parent_execution_id', waiting.execution_id, child.execution_id);
    await set('parent_path', 'call', child.execution_id);
    await set('resume_at', '2027-01-01T00:00:00Z');
    expect(await read(viewer)).toMatchObject({
      status: 'waiting',
      resume_at: '2027-01-01T00:00:00.000Z',
      parent_execution_id: null,
      output_blob: null,
      trigger_blob: null,
      children: [
        {
          id: child.execution_id,
          workflow_id: of.workflow_id,
          workflow_name: 'Orders',
          path: 'call',
          status: 'waiting',
        },
      ],
    });
    expect(await read(viewer, child.execution_id)).toMatchObject({
      parent_execution_id: waiting.execution_id,
      children: [],
    });
    const listed = await viewer.get<{ data: ExecutionSummary[] }>(`${api}?status=waiting`);
    expect(listed.body.data.map(({ id, parent_execution_id }) => [id, parent_execution_id])).toEqual(
      expect.arrayContaining([[child.execution_id, waiting.execution_id]]),
    );
  });

  test('while a process runs it shows what a step waits for already, so that people can act meanwhile', async () => {
    await set('status', 'running');
    const entry = {
      kind: 'waiting',
      path: 'loop[2]/map',
      attempt: 1,
      at: '2026-11-20T10:00:00.000Z',
      wait: { kind: 'callback', expires_at: '2026-11-21T10:00:00.000Z' },
    };
    await server.db.asEngine((tx) =>
      tx.query(
        `insert into execution_journal (execution_id, path, attempt, kind, org_id, entry) values ($1, $2, 1, 'waiting', $3, $4)`,
        [waiting.execution_id, entry.path, of.org_id, JSON.stringify(entry)],
      ),
    );
    const url = server.runtime.signals.resumeUrl(
      { id: waiting.execution_id, org_id: of.org_id },
      entry.path,
      'callback',
    );
    const step = {
      node_id: 'map',
      key: 'mapped',
      path: entry.path,
      status: 'waiting',
      started_at: entry.at,
      resume_at: entry.wait.expires_at,
    };
    expect((await read(editor)).steps).toMatchObject([{ ...step, resume_url: url }]);
    expect((await read(viewer)).steps).toMatchObject([step]);
    expect((await read(viewer)).steps[0]).not.toHaveProperty('resume_url');
  });

  test('shows its addresses to those who may run things, and to nobody else, wherever they stand', async () => {
    const url = addressOf('ask', 'callback');
    const step: Step = {
      node_id: 'map',
      key: 'mapped',
      label: 'Map',
      subtype: 'http_request',
      path: 'map',
      status: 'waiting',
      input: { body: `Click ${url}!` },
      resume_url: url,
    };
    await set('steps', JSON.stringify([step]));
    await set('output', JSON.stringify({ sent: url }));
    const whole = await read(editor);
    expect(whole.steps).toEqual([step]);
    expect(whole.output).toEqual({ sent: url });
    const less = await read(viewer);
    expect(JSON.stringify(less)).not.toContain(url.slice(-20));
    expect(less.steps[0]).toMatchObject({
      path: 'map',
      input: { body: expect.stringContaining('/resume/***!') },
    });
  });
});

test('the address of an approval is shown to nobody in an execution: an editor could decide what is for others', async () => {
  const url = addressOf('ask', 'approval');
  const step: Step = {
    node_id: 'ask',
    key: 'ask',
    label: 'Ask',
    subtype: 'approval',
    path: 'ask',
    status: 'waiting',
    input: { message: `Decide at ${url}`, link: encodeURIComponent(url) },
    resume_url: url,
    approval_id: waiting.execution_id,
  };
  await set('steps', JSON.stringify([step]));
  for (const client of [viewer, editor]) {
    const [shown] = (await read(client)).steps;
    expect(shown).toMatchObject({ approval_id: waiting.execution_id });
    expect(shown).not.toHaveProperty('resume_url');
    expect(JSON.stringify(shown)).not.toContain(url.slice(-20));
  }
});

test('a list shows viewers no address in the reason of a failure', async () => {
  const url = addressOf('ask', 'callback');
  await set('error', JSON.stringify({ message: `Nobody at ${url}`, code: 'stopped' }));
  const found = async (client: Client) =>
    (await client.get<{ data: ExecutionSummary[] }>(`${api}?limit=100`)).body.data.find(
      ({ id }) => id === waiting.execution_id,
    );
  expect((await found(editor))?.error?.message).toBe(`Nobody at ${url}`);
  expect((await found(viewer))?.error?.message).toBe(`Nobody at ${server.env.public_url}/resume/***`);
});

describe('a question', () => {
  beforeEach(() => insertWait(server.db, waiting, { kind: 'question', path: 'map' }));
  const answer = (body: unknown, client = editor, id = waiting.execution_id) =>
    client.post<{ code: string; status: unknown }>(`${api}/${id}/answer`, body);
  const result = async () => {
    const { rows } = await server.db.asEngine((tx) =>
      tx.query('select state, result from waits where execution_id = $1', [waiting.execution_id]),
    );
    return rows[0];
  };

  test.each([
    [{ answer: 'repeat' }, { outcome: 'repeat' }],
    [{ answer: 'stop' }, { outcome: 'stop' }],
    [{ answer: 'done' }, { outcome: 'done', output: null }],
    [
      { answer: 'done', output: { id: 7 } },
      { outcome: 'done', output: { id: 7 } },
    ],
  ])('is answered with %j', async (body, outcome) => {
    const sent = await answer({ path: 'map', ...body });
    expect([sent.status, sent.body]).toEqual([202, { execution_id: waiting.execution_id, status: 'queued' }]);
    expect(await result()).toEqual({ state: 'signalled', result: outcome });
  });

  test('is answered once', async () => {
    const answers = await Promise.all([
      answer({ path: 'map', answer: 'repeat' }),
      answer({ path: 'map', answer: 'done' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  });

  test('counts on the dashboard', async () => {
    const { body } = await viewer.get<{ attention: { questions: number } }>('/api/integrations/stats');
    expect(body.attention.questions).toBeGreaterThan(0);
  });

  test.each([
    [{ path: 'nowhere', answer: 'done' }, 409],
    [{ path: 'map[0]/', answer: 'done' }, 409],
    [{ path: 'map', answer: 'perhaps' }, 422],
    [{ path: '', answer: 'done' }, 422],
    [{ path: 'map', answer: 'repeat', output: 1 }, 422],
    [{ path: 'map', answer: 'done', output: 'x'.repeat(11 * 1024 * 1024) }, 413],
  ])('is not answered by %.100j', async (body, status) => {
    expect((await answer(body)).status).toBe(status);
    expect(await result()).toEqual({ state: 'open', result: null });
  });

  test('of an execution that is over, or of nobody, is none; a callback is no question', async () => {
    const over = await insertExecution(server.db, of, 'error');
    expect((await answer({ path: 'map', answer: 'done' }, editor, over.execution_id)).body).toMatchObject({
      code: 'already_finished',
    });
    await insertWait(server.db, waiting, { kind: 'callback', path: 'call' });
    expect((await answer({ path: 'call', answer: 'done' })).body).toMatchObject({ code: 'not_waiting' });
    expect((await answer({ path: 'map', answer: 'done' }, viewer)).status).toBe(403);
  });
});

test('a large value is fetched whole, as a file, by its execution and organization only', async () => {
  const address = addressOf('ask', 'callback');
  const json = JSON.stringify({ rows: Array.from({ length: 5_000 }, (_, i) => `row ${i}`), address });
  const hash = createHash('sha256').update(json).digest('base64url');
  await server.db.asEngine((tx) =>
    tx.query(
      'insert into execution_blobs (execution_id, hash, org_id, bytes, data) values ($1, $2, $3, $4, $5)',
      [waiting.execution_id, hash, of.org_id, json.length, zstdCompressSync(json)],
    ),
  );
  const path = `${api}/${waiting.execution_id}/blobs/${hash}`;
  const answer = await editor.get(path);
  expect(answer.text).toBe(json);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': expect.stringContaining('attachment'),
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const seen = await viewer.get<{ address: string; rows: unknown[] }>(path);
  expect(seen.body).toMatchObject({
    address: `${server.env.public_url}/resume/***`,
    rows: { length: 5_000 },
  });
  const other = await insertExecution(server.db, of);
  for (const wrong of [
    `${api}/${other.execution_id}/blobs/${hash}`,
    `${api}/${waiting.execution_id}/blobs/${'A'.repeat(43)}`,
    `${api}/${waiting.execution_id}/blobs/..%2f..`,
    `${api}/${waiting.execution_id}/blobs/x`,
  ])
    expect((await editor.get(wrong)).status).toBe(404);
});
