import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded_database.ts';
import { isRunning, waitUntilGone } from './process_end.ts';

let dir: string;
let data_dir: string;
/** What is /var/lib/millrace in the product. */
let shared_dir: string;
const running: EmbeddedDatabase[] = [];

beforeAll(() => {
  shared_dir = mkdtempSync(path.join(tmpdir(), 'millrace-shared-'));
  chmodSync(shared_dir, 0o755);
});
afterAll(() => rmSync(shared_dir, { recursive: true }));
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'millrace-embedded-'));
  data_dir = path.join(dir, 'data');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((database) => database.stop()));
  rmSync(dir, { recursive: true });
});

const log = vi.fn();
async function start(): Promise<EmbeddedDatabase> {
  // As in the product: the data directory of root is below one that nobody else may enter (mkdtemp makes it 0700).
  const database = await startEmbeddedDatabase({
    data_dir,
    shared_dir,
    log,
  });
  running.push(database);
  return database;
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The directory of the database, wherever it was put. */
function place(): string {
  const recorded = path.join(data_dir, 'database.location');
  return existsSync(recorded) ? readFileSync(recorded, 'utf8').trim() : path.join(data_dir, 'database');
}
const serverPid = () =>
  Number(readFileSync(path.join(place(), 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);

test('it is durable, closed to others, and its owner is no superuser', async () => {
  const { url } = await start();
  const [settings] = await query(
    url,
    "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits, current_setting('listen_addresses') as addresses",
  );
  expect(settings).toEqual({ fsync: 'on', commits: 'on', addresses: '' });
  const roles = await query(
    url,
    'select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user',
  );
  expect(roles).toEqual([{ rolsuper: false, rolcreaterole: true, rolbypassrls: false }]);
  for (const file of ['owner.password', 'superuser.password', 'lock'])
    expect(statSync(path.join(place(), file)).mode & 0o777).toBe(0o600);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.toString(), 'select 1')).rejects.toThrow('password authentication failed');
  expect(await isRunning(serverPid())).toBe(true);
});

test('a second one on the same data directory is refused in one line, and the first goes on', async () => {
  const { url } = await start();
  await expect(start()).rejects.toThrow(
    `Another Millrace (process ${process.pid}) is running on the data directory ${data_dir}. Stop it, or give this one its own MILLRACE_DATA_DIR.`,
  );
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('after stop nothing runs, and the next start finds the data', async () => {
  const first = await start();
  await query(first.url, "create table kept as select 'yes' as answer");
  const pid = serverPid();
  await first.stop();
  expect(await isRunning(pid)).toBe(false);
  const second = await start();
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
});

test('a PostgreSQL whose parent was killed is ended by the next start, and nothing committed is lost', async () => {
  // The parent must be another process, because ours cannot be killed.
  const script = path.join(dir, 'parent.ts');
  writeFileSync(
    script,
    `import { startEmbeddedDatabase } from ${JSON.stringify(new URL('./embedded_database.ts', import.meta.url).href)};
     const { url } = await startEmbeddedDatabase({ data_dir: ${JSON.stringify(data_dir)}, shared_dir: ${JSON.stringify(shared_dir)} });
     console.log(url);
     setInterval(() => {}, 1000);`,
  );
  const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve) =>
    parent.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  await query(url, "create table kept as select 'yes' as answer");
  const orphan = serverPid();
  parent.kill('SIGKILL');
  await waitUntilGone(parent.pid as number, 10_000);
  expect(await isRunning(orphan)).toBe(true);
  const { url: again } = await start();
  expect(await isRunning(orphan)).toBe(false);
  expect(log).toHaveBeenCalledWith('Ended the PostgreSQL that an earlier run left behind');
  expect(await query(again, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
});

test('a number in postmaster.pid that belongs to another program now is no obstacle, and that program lives on', async () => {
  await (await start()).stop();
  running.length = 0;
  const bystander = spawn('sleep', ['600']);
  const owner = statSync(path.join(place(), 'cluster'));
  const file = path.join(place(), 'cluster/postmaster.pid');
  writeFileSync(file, `${bystander.pid}\n${place()}/cluster\n1700000000\n5432\n\n\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(file, owner.uid, owner.gid);
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await isRunning(bystander.pid as number)).toBe(true);
  bystander.kill();
});

test('a PostgreSQL that is killed comes back by itself', async () => {
  const { url } = await start();
  const pid = serverPid();
  process.kill(pid, 'SIGKILL');
  await vi.waitUntil(
    () =>
      query(url, 'select 1').then(
        () => true,
        () => false,
      ),
    { timeout: 30_000 },
  );
  expect(serverPid()).not.toBe(pid);
});

test('a first start that was cut off leaves nothing in the way', async () => {
  await (await start()).stop();
  running.length = 0;
  const dir_of_database = place();
  rmSync(path.join(dir_of_database, 'cluster'), { recursive: true });
  mkdirSync(path.join(dir_of_database, 'new-cluster-abc/cluster'), {
    recursive: true,
  });
  await start();
  expect(readdirSync(dir_of_database)).not.toContain('new-cluster-abc');
});
