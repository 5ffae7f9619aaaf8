/** Approvals over HTTP, on a server that runs nothing: what a decision leaves behind stays to be looked at. */
import type { Approval, Role, Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mappingDefinition, type TestPerson } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';
import { type ApprovalOptions, insertApproval, insertExecution } from '../../testing/waiting.ts';

let server: TestServer;
let org_id: string;
let workflow_id: string;
let keys: Record<Role, Client>;
const api = '/api/integrations/approvals';
type Page = { data: Approval[]; next_cursor: string | null; total: number };

beforeAll(async () => {
  server = await startTestServer({ env: { MILLRACE_ROLE: 'api' } });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org_id = (await server.organization()).id;
  const key = async (role: Role) => server.client((await server.apiKey(org_id, role)).key);
  keys = {
    owner: await key('owner'),
    admin: await key('admin'),
    editor: await key('editor'),
    viewer: await key('viewer'),
  };
  const created = await keys.editor.post<Workflow>('/api/integrations/workflows', {
    name: 'Refunds',
    workflow_definition: mappingDefinition(),
  });
  workflow_id = created.body.id;
  await keys.editor.post(`/api/integrations/workflows/${workflow_id}/deploy`);
});

async function asked(options: ApprovalOptions = {}, status: 'waiting' | 'error' = 'waiting') {
  const execution = await insertExecution(server.db, { org_id, workflow_id }, status);
  return insertApproval(server.db, { workflow_id, ...execution }, options);
}
const decide = (client: Client, id: string, body: unknown = { decision: 'approved' }) =>
  client.post<Approval & { code: string; error: string; approval: Approval }>(`${api}/${id}`, body);
const person = async (role: Role): Promise<TestPerson & Client> => {
  const made = await server.person(org_id, role);
  return { ...made, ...(await server.signIn(made)) };
};

describe('the list', () => {
  test('shows those that wait first, each part newest first, over pages', async () => {
    const first = await asked();
    const done = await asked();
    const second = await asked();
    const late = await asked({ expires_in: -1 });
    await decide(keys.editor, done);
    const page = await keys.viewer.get<Page>(`${api}?limit=1`);
    expect(page.body.total).toBe(4);
    const seen: [string, string][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page } = await keys.viewer.get<Page>(
        `${api}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...body.data.map(({ id, status }): [string, string] => [id, status]));
      cursor = body.next_cursor;
    }
    expect(seen).toEqual([
      [second, 'pending'],
      [first, 'pending'],
      [late, 'expired'],
      [done, 'approved'],
    ]);
  });

  test('finds by status and by execution', async () => {
    const waits = await asked();
    const late = await asked({ expires_in: -1 });
    const ids = async (query: string) =>
      (await keys.viewer.get<Page>(`${api}?${query}`)).body.data.map(({ id }) => id);
    expect(await ids('status=pending')).toEqual([waits]);
    expect(await ids('status=expired')).toEqual([late]);
    expect(await ids('status=approved')).toEqual([]);
    const { body } = await keys.viewer.get<Approval>(`${api}/${late}`);
    expect(await ids(`execution_id=${body.execution_id}`)).toEqual([late]);
    expect((await keys.viewer.get(`${api}?status=flying`)).status).toBe(422);
    expect((await keys.viewer.get(`${api}?cursor=WyIiLCJ4Il0`)).status).toBe(422);
  });

  test('the dashboard counts those that wait', async () => {
    await asked();
    await asked({ expires_in: -1 });
    await asked();
    const { body } = await keys.viewer.get<{ attention: unknown }>('/api/integrations/stats');
    expect(body.attention).toEqual({ failed: 0, approvals: 3, questions: 0 });
  });
});

describe('an approval', () => {
  test('names its approvers, and says to each caller whether it is their turn', async () => {
    const ada = await person('viewer');
    const id = await asked({ approvers: ['admin', ada.member_id], title: 'Pay?', message: '50 EUR' });
    const seen = async (client: Client) => (await client.get<Approval>(`${api}/${id}`)).body;
    expect(await seen(keys.editor)).toMatchObject({
      title: 'Pay?',
      message: '50 EUR',
      workflow_name: 'Refunds',
      status: 'pending',
      approvers: [
        { id: 'admin', name: 'admin' },
        { id: ada.member_id, name: 'The viewer' },
      ],
      decisions: [],
      can_decide: false,
      link: null,
    });
    for (const client of [ada, keys.admin, keys.owner])
      expect(await seen(client)).toMatchObject({
        can_decide: true,
        link: expect.stringMatching(/^http:\/\/.*\/approve\/[A-Za-z0-9_-]{43,}$/),
      });
    expect(await seen(keys.viewer)).toMatchObject({ can_decide: false, has_decided: false });
  });

  test('for which nobody is named is for editors', async () => {
    const id = await asked();
    const { body } = await keys.editor.get<Approval>(`${api}/${id}`);
    expect(body).toMatchObject({ approvers: [{ id: 'editor', name: 'editor' }], can_decide: true });
    expect((await decide(keys.viewer, id)).body).toMatchObject({
      status: 403,
      code: 'not_approver',
      error: expect.stringContaining('editors and above'),
    });
  });

  test('shows no address where several have to approve: nobody gives a second approval with it', async () => {
    const id = await asked({ required: 2 });
    const { body } = await keys.editor.get<Approval>(`${api}/${id}`);
    expect(body).toMatchObject({ can_decide: true, link: null });
  });
});

test('its text shows no address by which others could decide, or by which viewers could end a wait', async () => {
  const execution = await insertExecution(server.db, { org_id, workflow_id });
  const at = { id: execution.execution_id, org_id };
  const decide = server.runtime.signals.resumeUrl(at, 'ask', 'approval');
  const resume = server.runtime.signals.resumeUrl(at, 'paid', 'callback');
  const text = `Decide: ${decide} Paid: ${resume}`;
  const options = { title: text, message: text, approvers: ['owner'] };
  const id = await insertApproval(server.db, { workflow_id, ...execution }, options);
  const { public_url } = server.env;
  for (const [client, shown] of [
    [keys.viewer, `${public_url}/resume/***`],
    [keys.editor, resume],
  ] as const) {
    const hidden = `Decide: ${public_url}/approve/*** Paid: ${shown}`;
    const { body } = await client.get<Approval>(`${api}/${id}`);
    expect([body.title, body.message]).toEqual([hidden, hidden]);
  }
});

describe('a decision', () => {
  test('is noted with who and when, ends the wait, and is in the audit log', async () => {
    const ada = await person('editor');
    const id = await asked();
    const answer = await decide(ada, id, { decision: 'rejected', comment: '  Too much  ' });
    expect(answer.body).toMatchObject({
      status: 'rejected',
      decisions: [
        {
          decision: 'rejected',
          comment: 'Too much',
          decided_by: 'The editor',
          decided_at: expect.any(String),
        },
      ],
      can_decide: false,
      link: null,
      decided_at: expect.any(String),
    });
    const { rows } = await server.db.asEngine((tx) =>
      tx.query(
        'select e.status, w.state from workflow_executions e join waits w on w.execution_id = e.id where e.id = $1',
        [answer.body.execution_id],
      ),
    );
    expect(rows).toEqual([{ status: 'queued', state: 'signalled' }]);
    const audit = await server.db.asOrg(org_id, (tx) =>
      tx.query('select actor, details from audit_log where object_id = $1', [id]),
    );
    expect(audit.rows).toMatchObject([{ actor: ada.email, details: { decision: 'rejected' } }]);
  });

  test('of a key is in the name of the key', async () => {
    const { body } = await decide(keys.editor, await asked());
    expect(body.decisions).toMatchObject([{ decided_by: 'editor key', comment: null }]);
  });

  test('by somebody who is not named is refused with who may', async () => {
    const ada = await person('viewer');
    const bob = await person('owner');
    const id = await asked({ approvers: [ada.member_id] });
    expect((await decide(bob, id)).body).toMatchObject({
      status: 403,
      code: 'not_approver',
      error: 'You are not among those who may decide this: The viewer.',
    });
    expect((await decide(ada, id)).status).toBe(200);
  });

  test('made twice at once is made once; the second sees what was decided', async () => {
    const id = await asked();
    const answers = await Promise.all([
      decide(keys.editor, id, { decision: 'approved' }),
      decide(keys.admin, id, { decision: 'rejected' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect(lost!.body).toMatchObject({
      code: 'already_decided',
      approval: { id, status: won!.body.status, decisions: won!.body.decisions, can_decide: false },
    });
  });

  test('counts once for each: as many approve as are needed', async () => {
    const id = await asked({ required: 2 });
    const ada = await person('editor');
    const first = await decide(ada, id);
    expect(first.body).toMatchObject({ status: 'pending', can_decide: false, has_decided: true });
    const { body: toOthers } = await keys.admin.get<Approval>(`${api}/${id}`);
    expect(toOthers).toMatchObject({ can_decide: true, has_decided: false });
    expect((await decide(ada, id)).body).toMatchObject({
      code: 'already_decided',
      approval: { status: 'pending' },
    });
    expect((await decide(keys.admin, id)).body).toMatchObject({ status: 'approved' });
  });

  test('that rejects is enough, however many have to approve', async () => {
    const id = await asked({ required: 3 });
    await decide(keys.editor, id);
    expect((await decide(keys.admin, id, { decision: 'rejected' })).body).toMatchObject({
      status: 'rejected',
    });
  });

  test('comes too late after the deadline and after the execution', async () => {
    expect((await decide(keys.editor, await asked({ expires_in: -1 }))).body).toMatchObject({
      status: 410,
      code: 'expired',
    });
    expect((await decide(keys.editor, await asked({}, 'error'))).body).toMatchObject({
      status: 410,
      code: 'execution_over',
    });
  });

  test.each([
    [{}],
    [{ decision: 'maybe' }],
    [{ decision: 'approved', comment: 5 }],
    [{ decision: 'approved', comment: 'x'.repeat(5_001) }],
  ])('%j is refused', async (body) => {
    const id = await asked();
    expect((await decide(keys.editor, id, body)).status).toBe(422);
    expect((await keys.editor.get<Approval>(`${api}/${id}`)).body.status).toBe('pending');
  });
});
