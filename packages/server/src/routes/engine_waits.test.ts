/** Waits and approvals in the running product, over HTTP with a real server, database and target. */
import type { Approval, Execution } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import {
  call,
  compute,
  control,
  edges,
  manualStart,
  type Outside,
  type Story,
  startOutside,
  storyOf,
} from '../testing/stories.ts';

let server: TestServer;
let outside: Outside;
let editor: Client;
let story: Story;
const api = '/api/integrations';

beforeAll(async () => {
  server = await startTestServer();
  outside = await startOutside();
});
afterAll(async () => {
  await server?.stop();
  await outside?.close();
});
beforeEach(async () => {
  outside.seen.length = 0;
  const { id } = await server.organization();
  editor = server.client((await server.apiKey(id, 'editor')).key);
  story = storyOf(editor);
});

const own = (address: string) => address.replace(server.env.public_url, server.url);
const stepAt = (execution: Execution, path: string) => execution.steps.find((step) => step.path === path);
const waitsAt = (path: string) => (execution: Execution) =>
  execution.status === 'waiting' && stepAt(execution, path)?.status === 'waiting';

describe('a wait', () => {
  test('for a moment, and one that outlives the process that began it', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('short', 'wait', { mode: 'delay', duration: { value: 0.2, unit: 'seconds' } }),
        control('long', 'wait', { mode: 'delay', duration: { value: 5.5, unit: 'seconds' } }),
      ],
      edges: edges('start>short', 'short>long'),
    });
    const id = await story.start(workflow);
    const parked = await story.until(id, waitsAt('long'));
    expect(parked.resume_at).not.toBeNull();
    const done = await story.finished(id);
    expect(done).toMatchObject({ status: 'success', output: { waited_until: expect.any(String) } });
    const waited = Date.parse(done.finished_at!) - Date.parse(done.started_at!);
    expect(waited).toBeGreaterThan(5_600);
    // Waiting is no work.
    expect(done.duration_ms!).toBeLessThan(3_000);
  });

  const callback = {
    nodes: [
      manualStart,
      control('answer', 'wait', { mode: 'callback' }),
      compute('after', '{{ answer.paid }}'),
    ],
    edges: edges('start>answer', 'answer>after'),
  };

  test('for a call goes on with its body, once', async () => {
    const id = await story.start(await story.deployed(callback));
    const waiting = await story.until(id, waitsAt('answer'));
    const address = own(stepAt(waiting, 'answer')!.resume_url!);
    const body = JSON.stringify({ paid: 50 });
    const post = () =>
      fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await fetch(address)).status).toBe(200);
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 410, 410]);
    expect(await story.finished(id)).toMatchObject({ status: 'success', output: 50 });
    expect((await post()).status).toBe(410);
  });

  test('gets the call that came before it', async () => {
    const replies: Promise<Response>[] = [];
    const partner = await startOutside((sent) => {
      const { reply_to } = JSON.parse(sent) as { reply_to: string };
      const headers = { 'content-type': 'application/json' };
      replies.push(fetch(own(reply_to), { method: 'POST', headers, body: '{"paid":"early"}' }));
    });
    try {
      const ask = call('ask', `${partner.url}/order?ms=200`, {
        config: {
          method: 'POST',
          url: `${partner.url}/order?ms=200`,
          body_type: 'json',
          body: { reply_to: '{{ execution.resume_urls.answer }}' },
        },
      });
      const workflow = await story.deployed({
        nodes: [manualStart, ask, ...callback.nodes.slice(1)],
        edges: edges('start>ask', 'ask>answer', 'answer>after'),
      });
      const done = await story.run(workflow);
      expect(done).toMatchObject({ status: 'success', output: 'early' });
      expect((await replies[0]!).status).toBe(202);
    } finally {
      await partner.close();
    }
  });

  test('has an address that viewers are not told, neither by the record nor by live events', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        compute('told', '{{ execution.resume_urls.answer }}'),
        control('answer', 'wait', { mode: 'callback' }),
      ],
      edges: edges('start>told', 'told>answer'),
    });
    const session = await editor.get<{ organization: { id: string } }>(`${api}/session`);
    const viewer = await server.apiKey(session.body.organization.id, 'viewer');
    const watcher = new WebSocket(`${server.url.replace('http', 'ws')}${api}/live`, {
      headers: { authorization: `Bearer ${viewer.key}` },
    });
    let heard = '';
    watcher.on('message', (data) => {
      heard += String(data);
    });
    await new Promise((resolve) => watcher.once('open', resolve));
    watcher.send(JSON.stringify({ type: 'subscribe', workflow_id: workflow.id }));
    await expect.poll(() => heard).toContain('subscribed');
    const id = await story.start(workflow);
    const waiting = await story.until(id, waitsAt('answer'));
    const { resume_url } = stepAt(waiting, 'answer')!;
    expect(stepAt(waiting, 'told')).toMatchObject({ output: resume_url });
    await expect.poll(() => heard).toContain('/resume/***');
    watcher.terminate();
    const token = resume_url!.split('/resume/')[1]!;
    expect(heard).not.toContain(token);
    expect((await server.client(viewer.key).get(`${api}/executions/${id}`)).text).not.toContain(token);
  });

  test('for an event takes the one whose fields match', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('paid', 'wait', {
          mode: 'event',
          event_type: 'order.paid',
          match: [{ path: 'order.id', value: '{{ trigger.data.id }}' }],
        }),
      ],
      edges: edges('start>paid'),
    });
    const [one, two] = [await story.start(workflow, { id: 1 }), await story.start(workflow, { id: 2 })];
    await story.until(one, waitsAt('paid'));
    await story.until(two, waitsAt('paid'));
    const publish = (data: unknown) => editor.post(`${api}/events`, { type: 'order.paid', data });
    await publish({ order: { id: 3 } });
    await publish({ order: { id: 2, total: 9 } });
    const done = await story.finished(two);
    expect(JSON.stringify(done.output)).toContain('"total":9');
    expect((await editor.get<Execution>(`${api}/executions/${one}`)).body.status).toBe('waiting');
    await editor.post(`${api}/executions/${one}/cancel`);
    expect((await story.finished(one)).status).toBe('cancelled');
  });

  test('that runs out of time takes its own path', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('answer', 'wait', { mode: 'callback', timeout: { value: 1, unit: 'seconds' } }),
        compute('late', '"nobody called"'),
        compute('in_time', '"called"'),
      ],
      edges: edges('start>answer', 'answer>in_time', 'answer.timeout>late'),
    });
    expect(await story.run(workflow)).toMatchObject({ status: 'success', output: 'nobody called' });
  });
});

describe('an approval', () => {
  const asking = {
    nodes: [
      manualStart,
      control('ok', 'approval', { title: 'Refund {{ trigger.data.total }}?', message: 'For Ada' }),
      compute('yes', '{{ ok }}'),
      compute('no', '{{ ok }}'),
    ],
    edges: edges('start>ok', 'ok.approved>yes', 'ok.rejected>no'),
  };

  test('is asked for with what the execution knows, and decided over the API', async () => {
    const id = await story.start(await story.deployed(asking), { total: 50 });
    const waiting = await story.until(id, waitsAt('ok'));
    const { approval_id } = stepAt(waiting, 'ok')!;
    const asked = await editor.get<Approval>(`${api}/approvals/${approval_id}`);
    expect(asked.body).toMatchObject({ title: 'Refund 50?', execution_id: id, can_decide: true });
    await editor.post(`${api}/approvals/${approval_id}`, { decision: 'approved', comment: 'Fine' });
    const done = await story.finished(id);
    expect(done).toMatchObject({
      status: 'success',
      output: { decision: 'approved', comment: 'Fine', decided_by: 'editor key' },
    });
    expect(stepAt(done, 'ok')).toMatchObject({ handle: 'approved' });
  });

  test('is rejected by the signed address', async () => {
    const id = await story.start(await story.deployed(asking), { total: 5 });
    const { approval_id } = stepAt(await story.until(id, waitsAt('ok')), 'ok')!;
    const { link } = (await editor.get<Approval>(`${api}/approvals/${approval_id}`)).body;
    await fetch(own(link!), {
      method: 'POST',
      body: new URLSearchParams({ decision: 'rejected', comment: '' }),
    });
    const done = await story.finished(id);
    expect(done).toMatchObject({
      output: { decision: 'rejected', comment: null, decided_by: 'Signed link' },
    });
  });

  test('of a cancelled execution is over', async () => {
    const id = await story.start(await story.deployed(asking), { total: 5 });
    const { approval_id } = stepAt(await story.until(id, waitsAt('ok')), 'ok')!;
    await editor.post(`${api}/executions/${id}/cancel`);
    expect((await story.finished(id)).status).toBe('cancelled');
    expect((await editor.get<Approval>(`${api}/approvals/${approval_id}`)).body.status).toBe('cancelled');
    const late = await editor.post(`${api}/approvals/${approval_id}`, { decision: 'approved' });
    expect(late.status).toBe(410);
  });
});
