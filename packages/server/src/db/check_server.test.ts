import { expect, inject, test } from 'vitest';
import { withDatabase } from '../testing/database_server.ts';
import { checkServer, problemOf } from './check_server.ts';

const server = inject('database_server').url;
const changed = (change: (url: URL) => void): string => {
  const url = new URL(server);
  change(url);
  return url.toString();
};

test('the server of the tests is one that Millrace can use', async () => {
  await expect(checkServer(server)).resolves.toBeUndefined();
});

test.each([
  [
    'nobody listens',
    'postgresql://u:hunter2@127.0.0.1:1/x',
    'PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED)',
  ],
  [
    'a wrong password',
    changed((url) => {
      url.password = 'hunter2';
    }),
    'refuses user millrace',
  ],
  ['no such database', withDatabase(server, 'nowhere'), 'has no database "nowhere"'],
])('%s is told in one line without the password', async (_situation, url, says) => {
  const attempt = checkServer(url, { patience_ms: 0 });
  await expect(attempt).rejects.toThrow(says);
  await expect(attempt).rejects.toThrow(/^DATABASE_URL: /);
  await expect(attempt).rejects.not.toThrow(/hunter2|\n/);
});

const good = {
  version: 16,
  encoding: 'UTF8',
  username: 'ada',
  may_create_schema: true,
  may_create_role: true,
  missing_roles: ['millrace_api', 'millrace_engine'],
  foreign_roles: [],
  powerful_roles: [],
};

test.each([
  ['an empty server, a user who may make roles', good, null],
  ['prepared roles, a plain user', { ...good, may_create_role: false, missing_roles: [] }, null],
  ['an old server', { ...good, version: 13 }, 'this is PostgreSQL 13; Millrace needs 14 or newer'],
  ['another encoding', { ...good, encoding: 'LATIN1' }, 'encoding LATIN1'],
  ['no right to make schemas', { ...good, may_create_schema: false }, 'grant create on database'],
  [
    'no right to make roles',
    { ...good, may_create_role: false },
    'create role millrace_api; grant millrace_api to ada; create role millrace_engine',
  ],
  [
    'roles of somebody else',
    { ...good, may_create_role: false, missing_roles: [], foreign_roles: ['millrace_api'] },
    'grant millrace_api to ada',
  ],
  [
    'a role that passes row-level security',
    { ...good, powerful_roles: ['millrace_api'] },
    'alter role millrace_api nosuperuser nobypassrls',
  ],
])('%s', (_situation, facts, says) => {
  const problem = problemOf(facts);
  if (says === null) expect(problem).toBeNull();
  else expect(problem).toContain(says);
});
