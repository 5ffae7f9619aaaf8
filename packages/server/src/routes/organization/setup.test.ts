import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureFirstOwner, slugOf } from '../../commands/create_organization.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const owner = {
  name: 'Ada',
  email: 'Ada@Example.com',
  password: 'correct horse',
  organization: 'Grün & Söhne',
};

test.each([
  [{ ...owner, password: 'short' }, 'password'],
  [{ ...owner, email: 'nonsense' }, 'email'],
  [{ ...owner, name: '  ' }, 'name'],
  [{ ...owner, organization: '' }, 'organization'],
  [{ ...owner, role: 'owner' }, ''],
])('%o is refused with the field', async (body, path) => {
  const answer = await server.client().post('/api/setup', body);
  expect(answer.body).toMatchObject({ status: 422, issues: [{ path, message: expect.any(String) }] });
  expect((await server.client().get('/api/setup')).body).toEqual({ needed: true });
});

test('of many at once one makes the first owner and is signed in; the others are told that it is done', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => server.client().post('/api/setup', owner)),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
  const [cookie] = answers.find((answer) => answer.status === 201)!.headers.getSetCookie();
  const session = await server
    .client()
    .request('GET', '/api/integrations/session', undefined, { cookie: cookie!.split(';', 1)[0]! });
  expect(session.body).toMatchObject({
    role: 'owner',
    user: { email: 'ada@example.com' },
    organization: { name: 'Grün & Söhne', slug: 'grun-sohne' },
  });
  expect((await server.client().get('/api/setup')).body).toEqual({ needed: false });
  const counts = await server.auth.database.pool.query(
    'select (select count(*)::int from "user") as people, (select count(*)::int from organization) as orgs',
  );
  expect(counts.rows).toEqual([{ people: 1, orgs: 1 }]);
});

test('the person can sign in afterwards, and the audit log begins with the organization', async () => {
  const client = await server.signIn({ email: 'ada@example.com', password: owner.password });
  const log = await client.get<{ data: { action: string; actor: string }[] }>('/api/integrations/audit-log');
  expect(log.body.data.at(-1)).toMatchObject({ action: 'organization.create', actor: 'Ada@Example.com' });
});

test('MILLRACE_ADMIN_* makes nobody where there is somebody', async () => {
  expect(
    await ensureFirstOwner(server.auth, { email: 'b@example.com', password: 'correct horse', org: 'Other' }),
  ).toBe(false);
});

test.each([
  ['Acme Inc.', 'acme-inc'],
  ['  Ünïcödé  ', 'unicode'],
  ['日本', 'org'],
  ['--', 'org'],
])('the address of %s is %s', (name, slug) => expect(slugOf(name)).toBe(slug));
