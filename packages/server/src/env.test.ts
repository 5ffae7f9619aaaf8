import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataSettings, readEnv, SettingError, settingsWithoutEffect } from './env.ts';

let data_dir: string;
beforeAll(() => {
  data_dir = mkdtempSync(path.join(tmpdir(), 'millrace-env-'));
});
afterAll(() => rmSync(data_dir, { recursive: true }));

const read = (settings: Record<string, string>) => readEnv({ MILLRACE_DATA_DIR: data_dir, ...settings });
const owner = {
  MILLRACE_ADMIN_EMAIL: 'ada@example.com',
  MILLRACE_ADMIN_PASSWORD: 'correct horse',
  MILLRACE_ADMIN_ORG: 'Ada',
};
const key = randomBytes(32).toString('base64');

test('nothing set is a working installation on this machine only', () => {
  const { encryption_key, log_format: _, ...env } = read({});
  expect(encryption_key).toHaveLength(32);
  expect(env).toEqual({
    port: 3000,
    host: '127.0.0.1',
    database_url: null,
    data_dir,
    public_url: 'http://127.0.0.1:3000',
    admin: null,
    role: 'all',
    workers: 0,
    max_queued: 10_000,
    retention: { days: 30, failed_days: 90 },
    allowed_private_hosts: [],
    allow_http_webhooks: false,
    metrics_port: null,
    log_level: 'info',
  });
});

test.each([
  [{ PORT: '8080' }, { port: 8080, public_url: 'http://127.0.0.1:8080' }],
  [{ PORT: '' }, { port: 3000 }],
  [{ HOST: '0.0.0.0' }, { host: '0.0.0.0', public_url: 'http://localhost:3000' }],
  [{ HOST: '::1' }, { host: '::1', public_url: 'http://[::1]:3000' }],
  [{ MILLRACE_PUBLIC_URL: 'https://flows.example.com/' }, { public_url: 'https://flows.example.com' }],
  [{ DATABASE_URL: 'postgres://u:p%40@db/x' }, { database_url: 'postgres://u:p%40@db/x' }],
  [{ MILLRACE_ROLE: 'worker', DATABASE_URL: 'postgres://db/x' }, { role: 'worker' }],
  [{ MILLRACE_WORKERS: '4' }, { workers: 4 }],
  [{ MILLRACE_MAX_QUEUED: '500' }, { max_queued: 500 }],
  [{ MILLRACE_RETENTION_DAYS: '7' }, { retention: { days: 7, failed_days: 90 } }],
  [{ MILLRACE_FAILED_RETENTION_DAYS: '400' }, { retention: { days: 30, failed_days: 400 } }],
  [
    { MILLRACE_ALLOWED_PRIVATE_HOSTS: ' 10.0.0.0/8, crm.local:8443 ,' },
    { allowed_private_hosts: ['10.0.0.0/8', 'crm.local:8443'] },
  ],
  [{ MILLRACE_ALLOW_HTTP_WEBHOOKS: 'true' }, { allow_http_webhooks: true }],
  [
    { LOG_LEVEL: 'debug', MILLRACE_LOG_FORMAT: 'pretty' },
    { log_level: 'debug', log_format: 'pretty' },
  ],
  [owner, { admin: { email: 'ada@example.com', password: 'correct horse', org: 'Ada' } }],
  [{ MILLRACE_ENCRYPTION_KEY: key }, { encryption_key: Buffer.from(key, 'base64') }],
])('%o is understood', (settings: Record<string, string>, expected) => {
  expect(read(settings)).toMatchObject(expected);
});

test.each([
  ['PORT', 'eighty', 'must be a whole number from 1 to 65535, not "eighty"'],
  ['PORT', '0', 'must be a whole number from 1 to 65535'],
  ['PORT', '65536', 'must be a whole number from 1 to 65535'],
  ['PORT', '3e3', 'must be a whole number'],
  ['HOST', 'http://x', 'must be an address or host name'],
  ['DATABASE_URL', 'mysql://u:secret@db/x', 'must be a PostgreSQL address'],
  ['DATABASE_URL', 'postgres://u:secret@db:5432', 'must name a database'],
  ['MILLRACE_PUBLIC_URL', 'flows.example.com', 'must be an http or https address'],
  ['MILLRACE_PUBLIC_URL', 'https://example.com/flows', 'without a path'],
  ['MILLRACE_ENCRYPTION_KEY', 'changeme', 'must be 32 random bytes in base64'],
  ['MILLRACE_ENCRYPTION_KEY', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'must be random'],
  ['MILLRACE_ENCRYPTION_KEY', Buffer.from('changeme'.repeat(4)).toString('base64'), 'must be random'],
  ['MILLRACE_ROLE', 'workers', 'must be one of all, api, worker, not "workers"'],
  ['MILLRACE_WORKERS', '-1', 'must be a whole number from 0 to 64'],
  ['MILLRACE_ALLOWED_PRIVATE_HOSTS', '10.0.0.0/99', '"10.0.0.0/99" is not a network'],
  ['MILLRACE_ALLOW_HTTP_WEBHOOKS', 'yes', 'must be one of true, false'],
  ['LOG_LEVEL', 'loud', 'must be one of trace, debug'],
  ['MILLRACE_LOG_FORMAT', 'xml', 'must be one of pretty, json'],
])('%s=%s stops the start with one line', (name, value, says) => {
  const attempt = () => read({ [name]: value });
  expect(attempt).toThrow(SettingError);
  expect(attempt).toThrow(`${name} ${says.startsWith('must') ? says : ''}`);
  expect(attempt).toThrow(says);
  expect(attempt).not.toThrow(/\n|secret/);
});

test.each([
  ['MILLRACE_ADMIN_EMAIL', '', 'must be set'],
  ['MILLRACE_ADMIN_PASSWORD', '', 'must be set'],
  ['MILLRACE_ADMIN_ORG', '', 'must be set'],
  ['MILLRACE_ADMIN_EMAIL', 'ada', 'must be an e-mail address'],
  ['MILLRACE_ADMIN_PASSWORD', 'short', 'must have 10 to 128 characters'],
])('a first owner with %s=%s is refused', (name, value, says) => {
  expect(() => read({ ...owner, [name]: value })).toThrow(`${name} ${says}`);
});

test('a worker alone needs to be told its database', () => {
  expect(() => read({ MILLRACE_ROLE: 'worker' })).toThrow('DATABASE_URL must be set for role worker');
});

test('the encryption key is made once and closed to others', () => {
  const file = path.join(data_dir, 'encryption.key');
  const first = read({}).encryption_key;
  expect(read({}).encryption_key).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toEqual(Buffer.from(first));
});

test('a damaged key file is never replaced', () => {
  const dir = mkdtempSync(path.join(data_dir, 'damaged-'));
  writeFileSync(path.join(dir, 'encryption.key'), 'half a k');
  expect(() => read({ MILLRACE_DATA_DIR: dir })).toThrow('MILLRACE_DATA_DIR holds a damaged encryption key');
  expect(readFileSync(path.join(dir, 'encryption.key'), 'utf8')).toBe('half a k');
});

test('a data directory that is a file is refused with its name', () => {
  const file = path.join(data_dir, 'encryption.key');
  expect(() => read({ MILLRACE_DATA_DIR: file })).toThrow(
    'MILLRACE_DATA_DIR must be a directory that Millrace can write',
  );
});

test.each([
  [{ MILLRACE_WORKERS: '2', MILLRACE_ALLOW_HTTP_WEBHOOKS: 'false', PATH: '/bin' }, []],
  [{ MILLRACE_WORKER: '2' }, ['MILLRACE_WORKER is no setting of Millrace and has no effect']],
  [
    { MILLRACE_ALLOW_HTTP_WEBHOOKS: 'true' },
    ['MILLRACE_ALLOW_HTTP_WEBHOOKS has no effect yet: there are no outgoing webhooks'],
  ],
])('of %o the log names what has no effect: %j', (settings: Record<string, string>, lines) => {
  expect(settingsWithoutEffect(settings, read(settings))).toEqual(lines);
});

test('a command that is no start reads where the data are, and makes nothing', () => {
  const nowhere = path.join(data_dir, 'not', 'there');
  expect(readDataSettings({ MILLRACE_DATA_DIR: nowhere, PORT: 'nonsense' })).toEqual({
    database_url: null,
    data_dir: nowhere,
  });
  expect(existsSync(nowhere)).toBe(false);
  expect(() => readDataSettings({ DATABASE_URL: 'mysql://db/x' })).toThrow(
    'DATABASE_URL must be a PostgreSQL',
  );
});
