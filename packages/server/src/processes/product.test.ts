import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitUntilGone } from '../db/embedded/process_end.ts';
import { alive, family, freePort, type Installation, makeInstallation } from './testing/instance.ts';

let installation: Installation;
let start: Installation['start'];
let data_dir: string;
let port: number;

beforeEach(async () => {
  installation = await makeInstallation();
  ({ start, data_dir, port } = installation);
});
afterEach(() => installation.remove());

test('it prints one address and answers; a second one on the same data is refused in one line; SIGTERM leaves no process', async () => {
  const first = start();
  await first.ready();
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

  const second = start({ PORT: String(await freePort()) });
  expect(await second.exit).toBe(1);
  expect(second.lines()).toEqual([
    `Another Millrace (process ${first.pid}) is running on the data directory ${data_dir}. Stop it, or give this one its own MILLRACE_DATA_DIR.`,
  ]);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

  const processes = family(first.pid);
  expect(processes.length).toBeGreaterThan(3);
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await alive(processes)).toEqual([]);
});

test('after SIGKILL the next start recovers by itself, with PostgreSQL still running and a worker that ends alone', async () => {
  const first = start({}, ['--workers', '1']);
  await first.ready();
  await vi.waitUntil(() => first.log().some((line) => line.includes('Worker is ready')), { timeout: 50_000 });
  const left = family(first.pid).filter((pid) => pid !== first.pid);
  await first.end('SIGKILL');
  expect((await alive(left)).length).toBeGreaterThan(0);

  const second = start();
  await second.ready();
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(await Promise.all(left.map((pid) => waitUntilGone(pid, 30_000)))).toEqual(left.map(() => true));
  expect(await second.end('SIGINT')).toBe(0);
});

test('a port that another program has is told in one line, and nothing is left running', async () => {
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const instance = start();
  expect(await instance.exit).toBe(78);
  expect(instance.lines()).toEqual([
    `PORT ${port} is taken on 127.0.0.1. Stop the program that has it, or set PORT to another one`,
  ]);
  taken.close();
  const next = start();
  await next.ready();
});

test('the first owner of the settings is made once; a restart with another key is refused before anything is written', async () => {
  const admin = {
    MILLRACE_ADMIN_EMAIL: 'ada@example.com',
    MILLRACE_ADMIN_PASSWORD: 'analytical engine',
    MILLRACE_ADMIN_ORG: 'Ada',
  };
  const first = start(admin);
  await first.ready();
  expect(await (await fetch(`http://127.0.0.1:${port}/api/setup`)).json()).toEqual({ needed: false });
  await first.end('SIGTERM');
  const other = start({ ...admin, MILLRACE_ENCRYPTION_KEY: 'q83vEjRWeJq83vASNFZ4mrze8BI0Vniavd7wEjRWeJo=' });
  expect(await other.exit).toBe(78);
  expect(other.lines()).toHaveLength(1);
  expect(other.lines()[0]).toContain('MILLRACE_ENCRYPTION_KEY');
});

test.each([
  [{ PORT: 'abc' }, [], 'PORT must be a whole number from 1 to 65535, not "abc"'],
  [{}, ['--workers', 'many'], 'MILLRACE_WORKERS must be a whole number from 0 to 64, not "many"'],
  [{}, ['--wrokers', '2'], "Command line: Unknown option '--wrokers'. See npm start -- --help"],
  [
    {},
    ['--role', 'worker'],
    'DATABASE_URL must be set for role worker: a worker alone has no embedded database',
  ],
  [{ HOST: '203.0.113.7' }, [], 'HOST must be an address of this machine, and 203.0.113.7 is not'],
])(
  '%o %o stops the start with one line and exit code 78',
  async (settings: Record<string, string>, args, line) => {
    const instance = start(settings, args);
    expect(await instance.exit).toBe(78);
    expect(instance.lines()).toEqual([line]);
  },
);
