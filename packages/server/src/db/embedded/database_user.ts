import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError } from './errors.ts';

/** The user that PostgreSQL runs as. */
export interface DatabaseUser {
  uid: number;
  gid: number;
}

const run = promisify(execFile);
const OWN_USER = 'millrace';

/**
 * Null when we are not root: PostgreSQL then runs as we do. PostgreSQL refuses root, so there it is a user `millrace`, made when
 * it does not exist, or `nobody` where users cannot be made (an image without useradd, a read-only /etc).
 */
export async function databaseUser(): Promise<DatabaseUser | null> {
  if (process.getuid?.() !== 0) return null;
  const own = (await findUser(OWN_USER)) ?? (await makeUser());
  const user = own ?? (await findUser('nobody'));
  if (!user)
    throw new EmbeddedDatabaseError(
      'PostgreSQL does not run as root, and there is no unprivileged user here. Make one: useradd --system millrace, or set DATABASE_URL.',
    );
  return user;
}

async function findUser(name: string): Promise<DatabaseUser | null> {
  const users = await readFile('/etc/passwd', 'utf8');
  const fields = users
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  if (!fields) return null;
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function makeUser(): Promise<DatabaseUser | null> {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        OWN_USER,
      ],
    ],
    // BusyBox.
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', OWN_USER]],
  ];
  for (const [program, args] of attempts) {
    // Another process may make the user at the same moment, so the outcome counts and not the exit code.
    await run(program, args, { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } }).catch(() => undefined);
    const user = await findUser(OWN_USER);
    if (user) return user;
  }
  return null;
}
