/** Signed addresses over HTTP, on a server that runs nothing: what a call leaves behind stays to be looked at. */
import type { Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mappingDefinition } from '../../testing/factories.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { insertApproval, insertExecution, insertWait, type WaitingExecution } from '../../testing/waiting.ts';
import { refusalLimit } from './refusal_limit.ts';

let server: TestServer;
let of: { org_id: string; workflow_id: string };
let waiting: WaitingExecution;

beforeAll(async () => {
  server = await startTestServer({ env: { MILLRACE_ROLE: 'api' } });
  of = await workflow();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  waiting = await insertExecution(server.db, of);
});

async function workflow(): Promise<typeof of> {
  const { id: org_id } = await server.organization();
  const editor = server.client((await server.apiKey(org_id, 'editor')).key);
  const created = await editor.post<Workflow>('/api/integrations/workflows', {
    name: 'Secret plans',
    workflow_definition: mappingDefinition(),
  });
  await editor.post(`/api/integrations/workflows/${created.body.id}/deploy`);
  return { org_id, workflow_id: created.body.id };
}

const address = (kind: 'callback' | 'approval' = 'callback', path = 'ask', at = waiting): string =>
  server.runtime.signals
    .resumeUrl({ id: at.execution_id, org_id: at.org_id }, path, kind)
    .replace(server.env.public_url, '');

let callers = 0;
/** Each call comes from an address of its own: refusals of one are limited. */
function call(path: string, init: RequestInit = {}, from = `10.1.${++callers >> 8}.${callers & 255}`) {
  const headers = { 'x-forwarded-for': from, ...(init.headers as Record<string, string>) };
  return fetch(server.url + path, { ...init, headers });
}
const post = (path: string, init: RequestInit = {}) => call(path, { method: 'POST', ...init });
const json = { 'content-type': 'application/json' };
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function kept(path = 'ask') {
  const { rows } = await server.db.asEngine((tx) =>
    tx.query('select state, result from waits where execution_id = $1 and path = $2', [
      waiting.execution_id,
      path,
    ]),
  );
  return rows[0];
}
const open = { state: 'open', result: null };

describe('a resume address', () => {
  beforeEach(() => insertWait(server.db, waiting, { kind: 'callback', path: 'ask' }));

  test.each(['GET', 'HEAD'])(
    'asked with %s changes nothing: it shows a page with a button',
    async (method) => {
      const answer = await call(address(), { method, headers: html });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex, nofollow',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
      });
      const text = await answer.text();
      expect(text).not.toContain('Secret plans');
      if (method === 'GET') expect(text).toMatch(/<form method="post">[\s\S]*<button type="submit">/);
      expect(await kept()).toEqual(open);
    },
  );

  test('asked by a program tells it that it waits', async () => {
    const answer = await call(address(), { headers: { accept: 'application/json' } });
    expect(await answer.json()).toEqual({ status: 'waiting', expires_at: expect.any(String) });
  });

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  test.each<[string, RequestInit, string, unknown]>([
    ['JSON', { headers: json, body: '{"paid":true,"lines":[1,null]}' }, '', { paid: true, lines: [1, null] }],
    ['a form', { headers: form, body: 'a=1&b=x+y&a=2' }, '', { a: ['1', '2'], b: 'x y' }],
    ['text', { headers: { 'content-type': 'text/plain' }, body: '{"a":1}' }, '', '{"a":1}'],
    ['null', { headers: json, body: 'null' }, '', null],
    ['nothing', {}, '', {}],
    ['the button of the page', { headers: { ...form, ...html }, body: '' }, '', {}],
    ['nothing, with a query', {}, '?answer=yes&n=1', { query: { answer: 'yes', n: '1' } }],
    ['data that look like a template', { headers: json, body: '{"a":"{{ 6*7 }}"}' }, '', { a: '{{ 6*7 }}' }],
  ])('takes %s as the output of the step', async (_what, init, query, output) => {
    const answer = await post(address() + query, init);
    expect(answer.status).toBe(202);
    expect(await kept()).toEqual({ state: 'signalled', result: { outcome: 'done', output } });
  });

  test.each(['PUT', 'PATCH'])('%s is as good as POST', async (method) => {
    const answer = await call(address(), { method, headers: json, body: '{"a":1}' });
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { execution_id: waiting.execution_id, status: 'queued' },
    ]);
  });

  test('answers a browser with a page', async () => {
    const answer = await post(address(), { headers: html });
    expect(answer.status).toBe(202);
    expect(await answer.text()).toContain('You can close this page');
  });

  test.each(['DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await call(address(), { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, PATCH']);
  });

  test.each<[string, RequestInit, number, string]>([
    ['broken JSON', { headers: json, body: '{"a":' }, 400, 'malformed_json'],
    ['invalid UTF-8', { headers: json, body: Buffer.from([0x22, 0xff, 0x22]) }, 400, 'invalid_utf8'],
    ['an image', { headers: { 'content-type': 'image/png' }, body: 'x' }, 415, 'wrong_content_type'],
    [
      'a compressed body',
      { headers: { ...json, 'content-encoding': 'gzip' }, body: 'x' },
      415,
      'wrong_content_type',
    ],
    ['NUL', { headers: json, body: '{"a":"\\u0000"}' }, 422, 'validation_failed'],
    ['200 levels', { headers: json, body: '['.repeat(200) + ']'.repeat(200) }, 422, 'validation_failed'],
    ['11 MB', { headers: json, body: `"${'x'.repeat(11 * 1024 * 1024)}"` }, 413, 'too_large'],
  ])('refuses %s and waits on', async (_what, init, status, code) => {
    const answer = await post(address(), init);
    expect(await answer.json()).toMatchObject({ status, code, error: expect.any(String) });
    expect(answer.status).toBe(status);
    expect(await kept()).toEqual(open);
  });

  test('takes 10 MB', async () => {
    const body = `"${'x'.repeat(10 * 1024 * 1024 - 2)}"`;
    expect((await post(address(), { headers: json, body })).status).toBe(202);
  });

  test('works once, also when twenty come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => post(address(), { headers: json, body: String(i) })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, ...Array(19).fill(410)]);
    const again = await post(address());
    expect(await again.json()).toMatchObject({ status: 410, code: 'already_used' });
    const page = await call(address(), { headers: html });
    expect([page.status, await page.text()]).toEqual([410, expect.stringContaining('used already')]);
  });

  test('is of no use after its time, or after the execution', async () => {
    await insertWait(server.db, waiting, { kind: 'callback', path: 'late', expires_in: -1 });
    expect(await (await post(address('callback', 'late'))).json()).toMatchObject({
      status: 410,
      code: 'expired',
    });
    const over = await insertExecution(server.db, of, 'error');
    await insertWait(server.db, over, { kind: 'callback', path: 'ask' });
    const answer = await post(address('callback', 'ask', over));
    expect(await answer.json()).toMatchObject({ status: 410, code: 'execution_over' });
  });

  test('may be called before the step has come to its wait, once', async () => {
    const early = address('callback', 'outer[3]/later');
    expect((await call(early, { headers: html })).status).toBe(200);
    expect((await post(early, { headers: json, body: '"early"' })).status).toBe(202);
    expect(await kept('outer[3]/later')).toMatchObject({ state: 'signalled' });
    expect((await post(early)).status).toBe(410);
  });

  test('may be as long as the path of its step', async () => {
    const path = Array.from({ length: 8 }, (_, i) => `${'n'.repeat(90)}${i}[9999]`).join('/');
    await insertWait(server.db, waiting, { kind: 'callback', path });
    expect((await post(address('callback', path))).status).toBe(202);
  });

  test('that was changed, in any part, is the same 404 as one that never was', async () => {
    const token = address().slice('/resume/'.length);
    const bytes = Buffer.from(token, 'base64url');
    const flipped = [0, 15, 16, 31, 32, bytes.length - 1].map((at) => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      return `/resume/${changed.toString('base64url')}`;
    });
    const other = await insertExecution(server.db, await workflow());
    await insertWait(server.db, other, { kind: 'callback', path: 'ask' });
    const foreign = Buffer.from(address('callback', 'ask', other).slice('/resume/'.length), 'base64url');
    // The signature of ours on the execution of another organization.
    const swapped = Buffer.concat([foreign.subarray(0, 16), bytes.subarray(16)]).toString('base64url');
    const paths = [
      ...flipped,
      `/resume/${swapped}`,
      `/resume/${token}=`,
      `/resume/${token.slice(0, -2)}`,
      `/resume/${'A'.repeat(60)}`,
      '/resume/short',
      '/resume/',
      `/resume/${token}/more`,
      address('approval').replace('/approve/', '/resume/'),
    ];
    const answers = await Promise.all(paths.map((path) => post(path, { headers: json, body: '{}' })));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status)).toEqual(paths.map(() => 404));
    expect(new Set(bodies).size).toBe(1);
    expect(await kept()).toEqual(open);
  });

  test('is in no log, whatever became of its calls', async () => {
    await post(address(), { headers: json, body: '{' });
    await post(address(), { headers: json, body: '{"password":"c4nary"}' });
    await post(address());
    expect(server.logged()).not.toContain(address().slice('/resume/'.length, 60));
    expect(server.logged()).not.toContain('c4nary');
  });

  test('is not found by trying: a network that was refused too often has to wait; right addresses of others do not', async () => {
    const from = '203.0.113.9';
    for (let i = 0; i < refusalLimit.refusals; i += 1)
      expect((await call('/resume/nothing', {}, from)).status).toBe(404);
    const limited = await call('/resume/nothing', {}, from);
    expect(await limited.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    // Whoever shares the network with somebody who tries is not locked out.
    expect((await call(address(), {}, from)).status).toBe(200);
    expect((await post(address())).status).toBe(202);
  });

  test('that was used may be called again and again: other right addresses of that network stay good', async () => {
    const from = '203.0.113.10';
    await insertWait(server.db, waiting, { kind: 'callback', path: 'next' });
    expect((await call(address(), { method: 'POST' }, from)).status).toBe(202);
    for (let i = 0; i <= refusalLimit.refusals; i += 1)
      expect((await call(address(), { method: 'POST' }, from)).status).toBe(410);
    expect((await call(address('callback', 'next'), { method: 'POST' }, from)).status).toBe(202);
  });
});

describe('an approval address', () => {
  let approval_id: string;
  const asked = { title: 'Refund <b>50</b>?', message: 'For "Ada"\n<script>alert(1)</script>', path: 'ok' };
  beforeEach(async () => {
    approval_id = await insertApproval(server.db, { ...of, ...waiting }, asked);
  });
  const at = () => address('approval', 'ok');

  async function stored(id = approval_id) {
    const { rows } = await server.db.asEngine((tx) =>
      tx.query('select status, decisions from approvals where id = $1', [id]),
    );
    return rows[0];
  }

  test('shows what is asked, as text, and changes nothing', async () => {
    const text = await (await call(at(), { headers: html })).text();
    expect(text).toContain('Refund &#60;b&#62;50&#60;/b&#62;?');
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(text).not.toContain('Secret plans');
    expect(await stored()).toEqual({ status: 'pending', decisions: [] });
    const program = await call(at(), { headers: { accept: 'application/json' } });
    expect(await program.json()).toMatchObject({ status: 'pending', title: asked.title, required: 1 });
  });

  test('is decided by its form, without a script; the audit log says that it was the address', async () => {
    const answer = await post(at(), {
      headers: html,
      body: new URLSearchParams({ comment: 'Fine by me', decision: 'approved' }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<h1>Approved</h1>')]);
    expect(await stored()).toMatchObject({
      status: 'approved',
      decisions: [{ decision: 'approved', comment: 'Fine by me', decided_by: 'Signed link' }],
    });
    expect(await kept('ok')).toMatchObject({
      state: 'signalled',
      result: {
        output: {
          decision: 'approved',
          comment: 'Fine by me',
          decided_by: 'Signed link',
          decided_at: expect.any(String),
        },
      },
    });
    const { rows } = await server.db.asOrg(of.org_id, (tx) =>
      tx.query('select actor_type, actor, action from audit_log where object_id = $1', [approval_id]),
    );
    expect(rows).toEqual([{ actor_type: 'link', actor: 'Signed link', action: 'approval.decide' }]);
  });

  test('is decided by a program, once', async () => {
    const reject = { headers: json, body: JSON.stringify({ decision: 'rejected' }) };
    const answer = await post(at(), reject);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { execution_id: waiting.execution_id, decision: 'rejected' },
    ]);
    expect(await (await post(at(), reject)).json()).toMatchObject({ status: 409, code: 'already_decided' });
    const page = await call(at(), { headers: html });
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining('rejected already')]);
    expect((await stored()).decisions).toHaveLength(1);
  });

  test('counts once, however many have it', async () => {
    const several = await insertApproval(server.db, { ...of, ...waiting }, { required: 2, path: 'two' });
    const two = address('approval', 'two');
    const approve = { headers: json, body: '{"decision":"approved"}' };
    const answers = await Promise.all([post(two, approve), post(two, approve), post(two, approve)]);
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses[0]).toBe(200);
    expect(statuses.slice(1).every((status) => status === 409 || status === 410)).toBe(true);
    expect(await stored(several)).toMatchObject({
      status: 'pending',
      decisions: [{ decided_by: 'Signed link' }],
    });
  });

  test.each([
    ['{"decision":"maybe"}', 422],
    ['{}', 422],
    ['{"decision":"approved","surprise":1}', 422],
    [JSON.stringify({ decision: 'approved', comment: 'x'.repeat(5_001) }), 422],
    ['{"decision":', 400],
    [JSON.stringify({ decision: 'approved', comment: 'x'.repeat(70_000) }), 413],
  ])('refuses %s and waits on', async (body, status) => {
    expect((await post(at(), { headers: json, body })).status).toBe(status);
    expect(await stored()).toEqual({ status: 'pending', decisions: [] });
  });

  test('is of no use after its time; before it is asked it says so', async () => {
    await insertApproval(server.db, { ...of, ...waiting }, { path: 'late', expires_in: -1 });
    const approve = { headers: json, body: '{"decision":"approved"}' };
    expect(await (await post(address('approval', 'late'), approve)).json()).toMatchObject({
      status: 410,
      code: 'expired',
    });
    expect(await (await post(address('approval', 'later'), approve)).json()).toMatchObject({
      status: 409,
      code: 'not_waiting',
    });
    expect((await post(address('callback', 'ok').replace('/resume/', '/approve/'), approve)).status).toBe(
      404,
    );
  });
});
