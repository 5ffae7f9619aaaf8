import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../auth/password.ts';
import { countSignIn, signInLimits } from '../auth/sign_in_limit.ts';
import { findEmbeddedDatabase, startEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { migrate } from '../db/migrate.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

// As an operator types it: the command in a process of its own, the password on its standard input.

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

async function setPassword(email: string, input: string, settings: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, 'set-password', email], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: 'pipe',
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('on the database of a running server', () => {
  let server: TestServer;
  let org: string;
  beforeAll(async () => {
    server = await startTestServer();
    org = (await server.organization('Acme')).id;
  });
  afterAll(() => server?.stop());

  const run = (email: string, input: string) =>
    setPassword(email, input, { DATABASE_URL: server.env.database_url! });

  test('the only owner comes in again: sessions end, failures are forgotten, every organization sees who it was', async () => {
    const owner = await server.person(org, 'owner');
    const client = await server.signIn(owner);
    for (let i = 0; i < signInLimits.account; i += 1)
      await countSignIn(server.auth.database, owner.email, `203.0.113.${i}`);
    const ended = await run(owner.email.toUpperCase(), 'a fresh start\n');
    expect(ended).toEqual({
      code: 0,
      out: `The password of ${owner.email.toUpperCase()} was changed and their sessions were ended.\n`,
      err: '',
    });
    expect((await client.get('/api/integrations/session')).status).toBe(401);
    await expect(server.signIn(owner)).rejects.toThrow('401');
    const again = await server.signIn({ email: owner.email, password: 'a fresh start' });
    const log = await again.get<{ data: object[] }>('/api/integrations/audit-log');
    expect(log.body.data).toContainEqual(
      expect.objectContaining({
        action: 'password.set',
        actor: 'Operator of this server',
        object_id: owner.id,
      }),
    );
    expect(log.text).not.toContain('a fresh start');
  });

  test.each([
    [
      'nobody@example.com',
      'long enough 1\n',
      'Nobody here signs in as nobody@example.com. Nothing was changed.',
    ],
    ['OWNER', 'short\n', 'Use at least 10 characters for a password. Nothing was changed.'],
    ['OWNER', '', 'Nothing came on standard input. Nothing was changed.'],
  ])('%s with %j is refused in one line', async (email, input, line) => {
    const owner = await server.person(org, 'owner');
    const ended = await run(email.replace('OWNER', owner.email), input);
    expect(ended).toEqual({ code: 1, out: '', err: `${line}\n` });
    await server.signIn(owner);
  });
});

describe('on the embedded database', () => {
  let data_dir: string;
  beforeEach(() => {
    data_dir = mkdtempSync(path.join(tmpdir(), 'millrace-operator-'));
    chmodSync(data_dir, 0o711);
  });
  afterEach(() => rmSync(data_dir, { recursive: true }));

  const run = (password: string) =>
    setPassword('ada@example.com', `${password}\n`, { MILLRACE_DATA_DIR: data_dir });

  async function hash(url: string): Promise<string> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query('select password from auth.account')).rows[0].password;
    } finally {
      await client.end();
    }
  }

  async function addAda(url: string): Promise<void> {
    await migrate(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(
        `with u as (insert into auth."user" (id, name, email, "emailVerified") values ('u', 'Ada', 'ada@example.com', false))
         insert into auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
         values ('a', 'u', 'credential', 'u', $1, now())`,
        [await hashPassword('the forgotten one')],
      );
    } finally {
      await client.end();
    }
  }

  test('it works beside the process that has it, and while nobody does', async () => {
    const database = await startEmbeddedDatabase({ data_dir, durable: false });
    try {
      expect(await findEmbeddedDatabase(data_dir)).toBe(database.url);
      await addAda(database.url);
      expect(await run('while it runs')).toMatchObject({ code: 0, err: '' });
      expect(await verifyPassword({ hash: await hash(database.url), password: 'while it runs' })).toBe(true);
    } finally {
      await database.stop();
    }
    expect(await run('while nobody does')).toMatchObject({ code: 0, err: '' });
    const again = await startEmbeddedDatabase({ data_dir, durable: false });
    try {
      expect(await verifyPassword({ hash: await hash(again.url), password: 'while nobody does' })).toBe(true);
    } finally {
      await again.stop();
    }
  });

  test('a directory without one is told, and nothing is made in it', async () => {
    const ended = await run('long enough 1');
    expect(ended).toEqual({
      code: 1,
      out: '',
      err: `There is no database in ${data_dir}. Set MILLRACE_DATA_DIR or DATABASE_URL as for the Millrace that you mean.\n`,
    });
    expect(readdirSync(data_dir)).toEqual([]);
  });
});
