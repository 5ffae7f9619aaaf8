import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import { countSignIn, signInLimits } from './sign_in_limit.ts';

let server: TestServer;
let org: string;
const session = '/api/integrations/session';
const changePath = '/api/auth/change-password';
const next = 'another long one';

beforeAll(async () => {
  server = await startTestServer();
  org = (await server.organization('Acme')).id;
});
afterAll(() => server?.stop());

const passwordPath = (person: TestPerson) => `/api/integrations/members/${person.member_id}/password`;

async function statusWith(cookie: string): Promise<number> {
  return (await server.client().request('GET', session, undefined, { cookie })).status;
}

async function actionsOn(object_id: string): Promise<{ action: string; actor: string; details: object }[]> {
  const { rows } = await server.db.asOrg(org, (tx) =>
    tx.query('select action, actor, details from audit_log where object_id = $1 order by id', [object_id]),
  );
  return rows;
}

async function useUpAttempts(email: string): Promise<void> {
  for (let i = 0; i < signInLimits.account; i += 1)
    await countSignIn(server.auth.database, email, `203.0.113.${i}`);
}

async function joinElsewhere(person: TestPerson): Promise<string> {
  const { id } = await server.organization();
  await server.auth.database.pool.query(
    `insert into member (id, "organizationId", "userId", role, "createdAt") values (gen_random_uuid(), $1, $2, 'viewer', now())`,
    [id, person.id],
  );
  return id;
}

describe('the own password', () => {
  const change = (client: Client, currentPassword: string, newPassword: string = next) =>
    client.post(changePath, { currentPassword, newPassword });

  test('is changed with the present one: every session ends but the new one of this page', async () => {
    const person = await server.person(org, 'viewer');
    const [here, elsewhere] = [await server.signIn(person), await server.signIn(person)];
    expect(await statusWith(elsewhere.cookie)).toBe(200);
    const answer = await change(here, person.password);
    expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
    expect(await statusWith(elsewhere.cookie)).toBe(401);
    expect(await statusWith(here.cookie)).toBe(401);
    expect(await statusWith(answer.headers.getSetCookie()[0]!.split(';', 1)[0]!)).toBe(200);
    await expect(server.signIn(person)).rejects.toThrow('401');
    await server.signIn({ email: person.email, password: next });
  });

  test('leaves the person in the organization that they looked at', async () => {
    const person = await server.person(org, 'viewer');
    const other = await joinElsewhere(person);
    const client = await server.signIn(person);
    await client.post('/api/auth/organization/set-active', { organizationId: other });
    const [cookie] = (await change(client, person.password)).headers.getSetCookie();
    const now = await server
      .client()
      .request('GET', session, undefined, { cookie: cookie!.split(';', 1)[0]! });
    expect(now.body).toMatchObject({ organization: { id: other } });
  });

  test.each([
    [{ currentPassword: 'not it at all', newPassword: next }, 'currentPassword', 'not your current password'],
    [{ currentPassword: '', newPassword: next }, 'currentPassword', 'Type your current password'],
    [{ newPassword: next }, 'currentPassword', ''],
    [{ currentPassword: 'PRESENT', newPassword: 'nine char' }, 'newPassword', 'at least 10 characters'],
    [{ currentPassword: 'PRESENT', newPassword: 'x'.repeat(129) }, 'newPassword', 'at most 128 characters'],
    [{ currentPassword: 'PRESENT', newPassword: 'PRESENT' }, 'newPassword', 'choose another'],
    [
      { currentPassword: 'PRESENT', newPassword: next, revokeOtherSessions: false },
      'revokeOtherSessions',
      '',
    ],
    [{ currentPassword: 'PRESENT', newPassword: next, userId: 'somebody' }, '', ''],
  ])('%j is refused with the field, and nothing has changed', async (body, path, message) => {
    const person = await server.person(org, 'viewer');
    const client = await server.signIn(person);
    const sent = JSON.stringify(body).replaceAll('PRESENT', person.password);
    const answer = await client.post(changePath, sent);
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path }] });
    expect(answer.text).toContain(message);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await client.get(session)).status).toBe(200);
    await server.signIn(person);
  });

  test("is nobody else's business: no sign-in, an API key, another site", async () => {
    const person = await server.person(org, 'owner');
    const body = { currentPassword: person.password, newPassword: next };
    expect((await server.client().post(changePath, body)).body).toMatchObject({ status: 401 });
    const { key } = await server.apiKey(org, 'owner');
    expect((await server.client(key).post(changePath, body)).body).toMatchObject({ status: 403 });
    const { cookie } = await server.signIn(person);
    const headers = { cookie, origin: 'https://evil.example' };
    expect((await server.client().request('POST', changePath, body, headers)).body).toMatchObject({
      status: 403,
      code: 'cross_site',
    });
    await server.signIn(person);
  });

  test('cannot be guessed here more often than at the sign-in, with which the attempts are counted', async () => {
    const person = await server.person(org, 'viewer');
    const client = await server.signIn(person);
    for (let i = 0; i < signInLimits.account; i += 1)
      expect((await change(client, `guess number ${i}`)).status).toBe(422);
    const answer = await change(client, person.password);
    expect(answer.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await expect(server.signIn(person)).rejects.toThrow('429');
  });

  test('of two changes at once one holds, and no session of the other stays', async () => {
    const person = await server.person(org, 'viewer');
    const clients = [await server.signIn(person), await server.signIn(person)];
    const words = ['the first new one', 'the second new one'];
    const answers = await Promise.all(clients.map((client, i) => change(client, person.password, words[i])));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, expect.toBeOneOf([401, 422])]);
    const won = answers.findIndex((answer) => answer.status === 200);
    const { rows } = await server.auth.database.pool.query('select 1 from session where "userId" = $1', [
      person.id,
    ]);
    expect(rows).toHaveLength(1);
    await server.signIn({ email: person.email, password: words[won]! });
  });

  test('leaves its change and its failures in the audit log, and no password anywhere', async () => {
    const person = await server.person(org, 'viewer');
    const client = await server.signIn(person);
    await change(client, 'a wrong secret', 'a fresh secret');
    await change(client, person.password, 'a fresh secret');
    const actions = await actionsOn(person.id);
    expect(actions.map(({ action }) => action)).toEqual([
      'session.sign_in',
      'password.change_failed',
      'password.change',
    ]);
    for (const secret of ['a wrong secret', 'a fresh secret', person.password]) {
      expect(server.logged()).not.toContain(secret);
      expect(JSON.stringify(actions)).not.toContain(secret);
    }
  });
});

describe("a member's password", () => {
  test('is given by an admin: all sessions end, earlier failures are forgotten, it is audited', async () => {
    const forgetful = await server.person(org, 'editor');
    const admin = await server.person(org, 'admin');
    const client = await server.signIn(forgetful);
    expect((await client.get(session)).status).toBe(200);
    await useUpAttempts(forgetful.email);
    const given = await (await server.signIn(admin)).post(passwordPath(forgetful), { password: next });
    expect(given.status).toBe(204);
    expect((await client.get(session)).status).toBe(401);
    await server.signIn({ email: forgetful.email, password: next });
    await expect(server.signIn(forgetful)).rejects.toThrow('401');
    const [entry] = await actionsOn(forgetful.member_id);
    expect(entry).toMatchObject({
      action: 'member.set_password',
      actor: admin.email,
      details: { email: forgetful.email },
    });
    expect(JSON.stringify(entry)).not.toContain(next);
    expect(server.logged()).not.toContain(next);
  });

  test('of an owner is given by an owner only', async () => {
    const owner = await server.person(org, 'owner');
    const admin = await server.signIn(await server.person(org, 'admin'));
    expect((await admin.post(passwordPath(owner), { password: next })).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    await server.signIn(owner);
    const other = await server.signIn(await server.person(org, 'owner'));
    expect((await other.post(passwordPath(owner), { password: next })).status).toBe(204);
    await server.signIn({ email: owner.email, password: next });
  });

  test('is not the way to change the own one: that asks for the present one', async () => {
    const admin = await server.person(org, 'admin');
    const answer = await (await server.signIn(admin)).post(passwordPath(admin), { password: next });
    expect(answer.body).toMatchObject({ status: 403, error: expect.stringContaining('your own password') });
    await server.signIn(admin);
  });

  test("of a person who belongs to another organization too is nobody's to give", async () => {
    const shared = await server.person(org, 'viewer');
    await joinElsewhere(shared);
    const client = await server.signIn(shared);
    const owner = await server.signIn(await server.person(org, 'owner'));
    expect((await owner.post(passwordPath(shared), { password: next })).body).toMatchObject({
      status: 409,
      code: 'member_elsewhere',
    });
    expect((await client.get(session)).status).toBe(200);
    expect(await actionsOn(shared.member_id)).toEqual([]);
  });

  test.each([['short'], [''], ['x'.repeat(129)], [null]])('%j is refused', async (password) => {
    const viewer = await server.person(org, 'viewer');
    const owner = server.client((await server.apiKey(org, 'owner')).key);
    expect((await owner.post(passwordPath(viewer), { password })).body).toMatchObject({
      status: 422,
      issues: [{ path: 'password' }],
    });
    await server.signIn(viewer);
  });
});
