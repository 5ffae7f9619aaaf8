import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../testing/factories.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { countSignIn, networkOf, signInLimits } from './sign_in_limit.ts';
import { sweep } from './sweep.ts';

let server: TestServer;
let org: string;
let person: TestPerson;
const session = '/api/integrations/session';
const signInPath = '/api/auth/sign-in/email';

beforeAll(async () => {
  server = await startTestServer();
  org = (await server.organization('Acme')).id;
  person = await server.person(org, 'admin');
});
afterAll(() => server?.stop());

describe('a session', () => {
  test('starts with e-mail and password, in a cookie that scripts cannot read, and without a token in the answer', async () => {
    const answer = await server.client().post(signInPath, { email: person.email, password: person.password });
    expect(answer.status).toBe(200);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^millrace\.session_token=[^;]+;.*HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain('Secure');
    expect(answer.body).toEqual({ user: { id: person.id, name: 'The admin', email: person.email } });
  });

  test('says who is signed in, where, as what', async () => {
    const client = await server.signIn(person);
    expect((await client.get(session)).body).toMatchObject({
      user: { id: person.id, email: person.email },
      organization: { id: org, name: 'Acme', slug: 'acme', timezone: 'UTC' },
      role: 'admin',
    });
  });

  test('ends at once when it is signed out, and its cookie opens nothing again', async () => {
    const client = await server.signIn(person);
    expect((await client.get(session)).status).toBe(200);
    expect((await client.post('/api/auth/sign-out', {})).status).toBe(200);
    expect((await client.get(session)).status).toBe(401);
  });

  test('of a cookie that was altered is none', async () => {
    const client = await server.signIn(person);
    const cookie = client.cookie.replace(/.(?=\.[^.]*$)/, (last) => (last === 'a' ? 'b' : 'a'));
    expect((await server.client().request('GET', session, undefined, { cookie })).status).toBe(401);
  });

  test('goes on with the oldest membership, and changes to another organization of the person only', async () => {
    const other = await server.organization('Second');
    const foreign = await server.organization('Foreign');
    await server.auth.database.pool.query(
      `insert into member (id, "organizationId", "userId", role, "createdAt") values (gen_random_uuid(), $1, $2, 'viewer', now())`,
      [other.id, person.id],
    );
    const client = await server.signIn(person);
    expect((await client.get<{ organization: { id: string } }>(session)).body.organization.id).toBe(org);
    await client.post('/api/auth/organization/set-active', { organizationId: other.id });
    expect((await client.get(session)).body).toMatchObject({
      organization: { id: other.id },
      role: 'viewer',
    });
    expect(
      (await client.post('/api/auth/organization/set-active', { organizationId: foreign.id })).status,
    ).toBeGreaterThanOrEqual(400);
    // The library answers with no active organization then: back to the oldest one.
    expect((await client.get(session)).body).toMatchObject({ organization: { id: org } });
  });

  test('of somebody who was taken out of the only organization opens nothing any more', async () => {
    const leaving = await server.person(org, 'viewer');
    const admin = await server.signIn(await server.person(org, 'admin'));
    const client = await server.signIn(leaving);
    expect((await client.get(session)).status).toBe(200);
    expect((await admin.delete(`/api/integrations/members/${leaving.member_id}`)).status).toBe(204);
    expect((await client.get(session)).body).toMatchObject({ status: 403, code: 'no_organization' });
  });
});

test('sessions that ended and old counts are swept away, others stay', async () => {
  const client = await server.signIn(person);
  const { pool } = server.auth.database;
  await pool.query(
    `insert into session (id, "expiresAt", token, "updatedAt", "userId") values ('old', now() - interval '1 minute', 'old', now(), $1)`,
    [person.id],
  );
  await pool.query(
    `insert into sign_in_attempts (key, failures, window_start) values ('old', 5, now() - interval '1 hour'), ('new', 5, now())`,
  );
  await sweep(server.auth.database);
  expect((await pool.query(`select id from session where id = 'old'`)).rows).toEqual([]);
  expect((await pool.query(`select key from sign_in_attempts where key in ('old', 'new')`)).rows).toEqual([
    { key: 'new' },
  ]);
  expect((await client.get(session)).status).toBe(200);
});

describe('what stays closed', () => {
  test('nobody signs up', async () => {
    const answer = await server
      .client()
      .post('/api/auth/sign-up/email', { email: 'x@example.com', password: 'long enough 1', name: 'X' });
    expect(answer.body).toMatchObject({ status: 403, code: 'sign_up_closed' });
  });

  test.each([
    ['POST', '/organization/create'],
    ['POST', '/organization/update-member-role'],
    ['POST', '/organization/invite-member'],
    ['POST', '/organization/remove-member'],
    ['POST', '/api-key/create'],
    ['GET', '/api-key/list'],
    ['POST', '/update-user'],
    ['POST', '/delete-user'],
    ['POST', '/request-password-reset'],
    ['GET', '/error'],
  ])('%s /api/auth%s is not reachable', async (method, path) => {
    const client = await server.signIn(person);
    expect(
      (await client.request(method, `/api/auth${path}`, method === 'POST' ? {} : undefined)).status,
    ).toBe(404);
  });

  test('a sign-in takes no address to go on to', async () => {
    const body = { email: person.email, password: person.password, callbackURL: 'https://evil.example' };
    expect((await server.client().post(signInPath, body)).status).toBe(422);
  });
});

describe('failed sign-ins', () => {
  test('say the same for a wrong password and an unknown account', async () => {
    const wrong = await server.client().post(signInPath, { email: person.email, password: 'wrong password' });
    const unknown = await server
      .client()
      .post(signInPath, { email: 'nobody@example.com', password: 'wrong password' });
    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  test('of one account are limited from any number of addresses; the right password waits too', async () => {
    const victim = await server.person(org, 'viewer');
    for (let i = 0; i < signInLimits.account; i += 1)
      await countSignIn(server.auth.database, victim.email, `203.0.113.${i}`);
    const answer = await server
      .client()
      .post(signInPath, { email: victim.email.toUpperCase(), password: victim.password });
    expect(answer.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('of one address are limited for any number of accounts', async () => {
    for (let i = 0; i < signInLimits.address; i += 1)
      await countSignIn(server.auth.database, `guess-${i}@example.com`, '2001:db8:1:2::1');
    await expect(
      countSignIn(server.auth.database, 'next@example.com', '2001:db8:1:2:ffff::9'),
    ).rejects.toMatchObject({ code: 'rate_limited' });
    await countSignIn(server.auth.database, 'next@example.com', '2001:db8:1:3::1');
  });

  test('many at once do not slip through together', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        countSignIn(server.auth.database, 'race@example.com', `198.51.100.${i}`),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(signInLimits.account);
  });

  test('are forgotten after a right one', async () => {
    const forgetful = await server.person(org, 'viewer');
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < signInLimits.account - 2; i += 1)
        await countSignIn(server.auth.database, forgetful.email, `192.0.2.${i}`);
      await server.signIn(forgetful);
    }
  });

  test('are in the audit log of the organization, as are sign-ins, without the password', async () => {
    const somebody = await server.person(org, 'viewer');
    await server.client().post(signInPath, { email: somebody.email, password: 'a wrong secret' });
    await server.signIn(somebody);
    const actions = () =>
      server.db.asOrg(org, async (tx) => {
        const { rows } = await tx.query<{ action: string }>(
          'select action from audit_log where object_id = $1',
          [somebody.id],
        );
        return rows.map((row) => row.action).sort();
      });
    await expect.poll(actions).toEqual(['session.sign_in', 'session.sign_in_failed']);
    expect(server.logged()).not.toContain('a wrong secret');
    expect(server.logged()).not.toContain(somebody.password);
  });

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '20010db800010002/64'],
    ['nonsense', 'unknown'],
  ])('address %s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('API keys', () => {
  test('open the API in their organization with their role, until they are revoked', async () => {
    const admin = await server.signIn(await server.person(org, 'admin'));
    const created = await admin.post<{ id: string; key: string; prefix: string }>(
      '/api/integrations/api-keys',
      { name: 'CI', role: 'editor' },
    );
    expect(created.status).toBe(201);
    expect(created.body.key).toMatch(/^mr_[\w-]{43}$/);
    const client = server.client(created.body.key);
    expect((await client.get(session)).body).toMatchObject({
      user: { id: created.body.id, name: 'CI' },
      organization: { id: org },
      role: 'editor',
    });
    const listed = await admin.get<{ data: { id: string; last_used_at: string | null }[] }>(
      '/api/integrations/api-keys',
    );
    expect(listed.text).not.toContain(created.body.key);
    expect(listed.body.data.find((key) => key.id === created.body.id)?.last_used_at).not.toBeNull();
    expect((await admin.delete(`/api/integrations/api-keys/${created.body.id}`)).status).toBe(204);
    expect((await client.get(session)).body).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  test('are stored as the API-key plugin stores them', async () => {
    const { key, id } = await server.apiKey(org, 'viewer');
    const verified = await server.auth.library.api.verifyApiKey({ body: { key } });
    expect(verified).toMatchObject({
      valid: true,
      key: { id, referenceId: org, permissions: { role: ['viewer'] } },
    });
  });

  test('that expired or were switched off open nothing', async () => {
    for (const column of [`"expiresAt" = now() - interval '1 second'`, 'enabled = false']) {
      const { key, id } = await server.apiKey(org, 'owner');
      await server.auth.database.pool.query(`update apikey set ${column} where id = $1`, [id]);
      expect((await server.client(key).get(session)).status).toBe(401);
    }
  });

  test('cannot be given more than the giver has', async () => {
    const admin = await server.apiKey(org, 'admin');
    const answer = await server
      .client(admin.key)
      .post('/api/integrations/api-keys', { name: 'Up', role: 'owner' });
    expect(answer.status).toBe(403);
  });

  test.each(['Basic abc', 'Bearer', 'Bearer  ', 'mr_abc', `Bearer ${'x'.repeat(600)}`])(
    'a header "%s" is 401, also beside a good cookie',
    async (header) => {
      const { cookie } = await server.signIn(person);
      const answer = await server
        .client()
        .request('GET', session, undefined, { authorization: header, cookie });
      expect(answer.status).toBe(401);
    },
  );
});

describe('members', () => {
  test('keep at least one owner, whoever asks', async () => {
    const { id } = await server.organization();
    const owner = await server.person(id, 'owner');
    const client = await server.signIn(owner);
    const path = `/api/integrations/members/${owner.member_id}`;
    expect((await client.put(path, { role: 'viewer' })).body).toMatchObject({
      status: 409,
      code: 'last_owner',
    });
    expect((await client.delete(path)).body).toMatchObject({ status: 409, code: 'last_owner' });
  });

  test('two owners who demote each other at once leave one', async () => {
    const { id } = await server.organization();
    const [a, b] = [await server.person(id, 'owner'), await server.person(id, 'owner')];
    const [as, bs] = [await server.signIn(a), await server.signIn(b)];
    const answers = await Promise.all([
      as.put(`/api/integrations/members/${b.member_id}`, { role: 'viewer' }),
      bs.put(`/api/integrations/members/${a.member_id}`, { role: 'viewer' }),
    ]);
    // The second one is an owner no more (403), or finds no other owner left (409).
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, expect.toBeOneOf([403, 409])]);
    const { rows } = await server.auth.database.pool.query(
      `select 1 from member where "organizationId" = $1 and role = 'owner'`,
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  test('an admin neither makes nor unmakes an owner', async () => {
    const owner = await server.person(org, 'owner');
    const admin = await server.signIn(await server.person(org, 'admin'));
    const viewer = await server.person(org, 'viewer');
    expect((await admin.put(`/api/integrations/members/${owner.member_id}`, { role: 'viewer' })).status).toBe(
      403,
    );
    expect((await admin.delete(`/api/integrations/members/${owner.member_id}`)).status).toBe(403);
    expect((await admin.put(`/api/integrations/members/${viewer.member_id}`, { role: 'owner' })).status).toBe(
      403,
    );
    expect((await admin.put(`/api/integrations/members/${viewer.member_id}`, { role: 'admin' })).status).toBe(
      200,
    );
  });

  test('a new role counts at once', async () => {
    const viewer = await server.person(org, 'viewer');
    const client = await server.signIn(viewer);
    expect((await client.post('/api/integrations/workflows', { name: 'Not yet' })).status).toBe(403);
    const admin = await server.signIn(await server.person(org, 'admin'));
    await admin.put(`/api/integrations/members/${viewer.member_id}`, { role: 'editor' });
    expect((await client.post('/api/integrations/workflows', { name: 'Now' })).status).toBe(201);
  });

  test('a person with an account here is added without a password, and keeps the own one', async () => {
    const elsewhere = await server.person((await server.organization()).id, 'viewer');
    const admin = await server.signIn(await server.person(org, 'admin'));
    const body = {
      email: elsewhere.email.toUpperCase(),
      name: 'Ignored',
      role: 'editor',
      password: 'somebody elses',
    };
    expect((await admin.post('/api/integrations/members', body)).status).toBe(201);
    expect((await admin.post('/api/integrations/members', body)).body).toMatchObject({
      status: 409,
      code: 'already_member',
    });
    await server.signIn(elsewhere);
    const unknown = await admin.post('/api/integrations/members', {
      email: 'no-one@example.com',
      name: 'New',
      role: 'viewer',
    });
    expect(unknown.body).toMatchObject({ status: 422, issues: [{ path: 'password' }] });
  });
});

describe('requests of other sites', () => {
  const create = (headers: Record<string, string>) =>
    server.client().request('POST', '/api/integrations/workflows', { name: `S ${Math.random()}` }, headers);

  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1:1' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('%o with our cookie are refused', async (headers: Record<string, string>) => {
    const { cookie } = await server.signIn(person);
    expect((await create({ cookie, ...headers })).body).toMatchObject({ status: 403, code: 'cross_site' });
    const signIn = await server
      .client()
      .request('POST', signInPath, { email: person.email, password: person.password }, headers);
    expect(signIn.status).toBe(403);
  });

  test('our own pages, under any name this server is reached by, and programs are not', async () => {
    const { cookie } = await server.signIn(await server.person(org, 'editor'));
    const own: Record<string, string>[] = [
      { origin: server.url },
      { origin: server.env.public_url },
      { 'sec-fetch-site': 'same-origin' },
      {},
    ];
    for (const headers of own) expect((await create({ cookie, ...headers })).status).toBe(201);
  });

  test('API keys are not asked: no browser adds them by itself', async () => {
    const { key } = await server.apiKey(org, 'editor');
    expect((await create({ authorization: `Bearer ${key}`, origin: 'https://ci.example' })).status).toBe(201);
  });
});
