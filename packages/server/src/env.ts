import path from 'node:path';
import { nameProblem } from '@millrace/core';
import { keptEncryptionKey, parseEncryptionKey } from './encryption_key.ts';
import { createAllowList } from './outbound/allow_list.ts';
import { SettingError } from './setting_error.ts';

export { SettingError };

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOG_FORMATS = ['pretty', 'json'] as const;
const MOST_WORKERS = 64;
const MOST_QUEUED = 1_000_000;
const MOST_DAYS = 3_650;

/** What the operator decided, checked. */
export interface Env {
  port: number;
  host: string;
  /** Null: the embedded PostgreSQL below data_dir. */
  database_url: string | null;
  /** Absolute. */
  data_dir: string;
  /** Without a slash at the end. */
  public_url: string;
  encryption_key: Uint8Array;
  admin: { email: string; password: string; org: string } | null;
  role: (typeof ROLES)[number];
  /** Worker processes that this one starts beside itself. */
  workers: number;
  /** Executions of one organization that may wait in the queue; beyond, its callers are told to come again. */
  max_queued: number;
  /** Days that executions are kept once they ended: well or cancelled, and failed. Workflows and organizations may say otherwise. */
  retention: { days: number; failed_days: number };
  allowed_private_hosts: string[];
  allow_http_webhooks: boolean;
  /** Where a worker process answers an operator; null: nowhere. */
  metrics_port: number | null;
  log_level: (typeof LOG_LEVELS)[number];
  log_format: (typeof LOG_FORMATS)[number];
}

/** Every variable that Millrace reads; docs and `--help` list the same. */
export const SETTING_NAMES = [
  'PORT',
  'HOST',
  'DATABASE_URL',
  'MILLRACE_DATA_DIR',
  'MILLRACE_PUBLIC_URL',
  'MILLRACE_ENCRYPTION_KEY',
  'MILLRACE_ADMIN_EMAIL',
  'MILLRACE_ADMIN_PASSWORD',
  'MILLRACE_ADMIN_ORG',
  'MILLRACE_ROLE',
  'MILLRACE_WORKERS',
  'MILLRACE_MAX_QUEUED',
  'MILLRACE_RETENTION_DAYS',
  'MILLRACE_FAILED_RETENTION_DAYS',
  'MILLRACE_ALLOWED_PRIVATE_HOSTS',
  'MILLRACE_ALLOW_HTTP_WEBHOOKS',
  'MILLRACE_METRICS_PORT',
  'LOG_LEVEL',
  'MILLRACE_LOG_FORMAT',
] as const;
type SettingName = (typeof SETTING_NAMES)[number];

/**
 * Reads the environment. Makes the data directory and the encryption key on the first start.
 * Throws SettingError with one line that names the variable and says what it must be.
 */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  // An empty variable is one that was not set: `PORT= npm start`, an empty line of a compose file.
  const given = (name: SettingName): string | undefined => source[name]?.trim() || undefined;
  const port = integer('PORT', given('PORT') ?? '3000', 1, 65_535);
  const host = hostName(given('HOST') ?? '127.0.0.1');
  const role = oneOf('MILLRACE_ROLE', ROLES, given('MILLRACE_ROLE') ?? 'all');
  const database_url = databaseUrl(given('DATABASE_URL'));
  if (role === 'worker' && !database_url)
    throw new SettingError(
      'DATABASE_URL',
      'must be set for role worker: a worker alone has no embedded database',
    );
  const settings = {
    port,
    host,
    database_url,
    data_dir: dataDir(given('MILLRACE_DATA_DIR')),
    public_url: publicUrl(given('MILLRACE_PUBLIC_URL') ?? `http://${hostInUrl(host)}:${port}`),
    admin: firstOwner(
      given('MILLRACE_ADMIN_EMAIL'),
      source.MILLRACE_ADMIN_PASSWORD,
      given('MILLRACE_ADMIN_ORG'),
    ),
    role,
    workers: integer('MILLRACE_WORKERS', given('MILLRACE_WORKERS') ?? '0', 0, MOST_WORKERS),
    max_queued: integer('MILLRACE_MAX_QUEUED', given('MILLRACE_MAX_QUEUED') ?? '10000', 1, MOST_QUEUED),
    retention: {
      days: days('MILLRACE_RETENTION_DAYS', given('MILLRACE_RETENTION_DAYS') ?? '30'),
      failed_days: days('MILLRACE_FAILED_RETENTION_DAYS', given('MILLRACE_FAILED_RETENTION_DAYS') ?? '90'),
    },
    allowed_private_hosts: privateHosts(given('MILLRACE_ALLOWED_PRIVATE_HOSTS')),
    allow_http_webhooks: yesOrNo(
      'MILLRACE_ALLOW_HTTP_WEBHOOKS',
      given('MILLRACE_ALLOW_HTTP_WEBHOOKS') ?? 'false',
    ),
    metrics_port: given('MILLRACE_METRICS_PORT')
      ? integer('MILLRACE_METRICS_PORT', given('MILLRACE_METRICS_PORT') ?? '', 1, 65_535)
      : null,
    log_level: oneOf('LOG_LEVEL', LOG_LEVELS, given('LOG_LEVEL') ?? 'info'),
    log_format: oneOf(
      'MILLRACE_LOG_FORMAT',
      LOG_FORMATS,
      given('MILLRACE_LOG_FORMAT') ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    ),
  };
  // Last: nothing is written for a start that a wrong setting stops.
  const key = given('MILLRACE_ENCRYPTION_KEY');
  return { ...settings, encryption_key: key ? keyOf(key) : keptEncryptionKey(settings.data_dir) };
}

/** Where the data are, for a command that is no start: nothing else is read, and nothing is made. Throws SettingError. */
export function readDataSettings(source: NodeJS.ProcessEnv): Pick<Env, 'database_url' | 'data_dir'> {
  return {
    database_url: databaseUrl(source.DATABASE_URL?.trim() || undefined),
    data_dir: dataDir(source.MILLRACE_DATA_DIR?.trim() || undefined),
  };
}

/** A line for each variable that was set and does nothing: a slip of the pen, or one whose time has not come. */
export function settingsWithoutEffect(
  source: NodeJS.ProcessEnv,
  env: Pick<Env, 'allow_http_webhooks' | 'metrics_port' | 'role'>,
): string[] {
  const known = new Set<string>(SETTING_NAMES);
  return [
    ...Object.keys(source)
      .filter((name) => name.startsWith('MILLRACE_') && !known.has(name))
      .map((name) => `${name} is no setting of Millrace and has no effect`),
    ...(env.allow_http_webhooks
      ? ['MILLRACE_ALLOW_HTTP_WEBHOOKS has no effect yet: there are no outgoing webhooks']
      : []),
    ...(env.metrics_port !== null && env.role !== 'worker'
      ? ['MILLRACE_METRICS_PORT has an effect in role worker only; this process answers /metrics at PORT']
      : []),
  ];
}

function integer(name: SettingName, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new SettingError(name, `must be a whole number from ${least} to ${most}, not ${quoted(text)}`);
  return number;
}

function days(name: SettingName, text: string): number {
  return integer(name, text, 1, MOST_DAYS);
}

function oneOf<const T extends readonly string[]>(name: SettingName, allowed: T, text: string): T[number] {
  if (!allowed.includes(text))
    throw new SettingError(name, `must be one of ${allowed.join(', ')}, not ${quoted(text)}`);
  return text;
}

function yesOrNo(name: SettingName, text: string): boolean {
  return oneOf(name, ['true', 'false'], text) === 'true';
}

function hostName(text: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(text))
    throw new SettingError(
      'HOST',
      `must be an address or host name such as 127.0.0.1 or 0.0.0.0, not ${quoted(text)}`,
    );
  return text;
}

/** "Every address" is no place a browser can go to. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  )
    throw new SettingError(
      'MILLRACE_PUBLIC_URL',
      `must be an http or https address without a path, such as https://flows.example.com, not ${quoted(text)}`,
    );
  return url.origin;
}

function dataDir(text: string | undefined): string {
  return path.resolve(text ?? './data');
}

function databaseUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  // Not quoted in the message: it holds a password.
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new SettingError(
      'DATABASE_URL',
      'must be a PostgreSQL address such as postgresql://user:password@host:5432/database (special characters in the password percent-encoded)',
    );
  if (new URL(text).pathname.length < 2)
    throw new SettingError(
      'DATABASE_URL',
      'must name a database: postgresql://user:password@host:5432/database',
    );
  return text;
}

function firstOwner(
  email: string | undefined,
  password: string | undefined,
  org: string | undefined,
): Env['admin'] {
  if (!email && !password && !org) return null;
  const others = 'MILLRACE_ADMIN_EMAIL, MILLRACE_ADMIN_PASSWORD and MILLRACE_ADMIN_ORG belong together';
  if (!email) throw new SettingError('MILLRACE_ADMIN_EMAIL', `must be set: ${others}`);
  if (!password) throw new SettingError('MILLRACE_ADMIN_PASSWORD', `must be set: ${others}`);
  if (!org) throw new SettingError('MILLRACE_ADMIN_ORG', `must be set: ${others}`);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new SettingError('MILLRACE_ADMIN_EMAIL', `must be an e-mail address, not ${quoted(email)}`);
  if (password.length < 10 || password.length > 128)
    throw new SettingError('MILLRACE_ADMIN_PASSWORD', 'must have 10 to 128 characters');
  const problem = nameProblem(org);
  if (problem !== null) throw new SettingError('MILLRACE_ADMIN_ORG', problem);
  return { email, password, org };
}

function privateHosts(text: string | undefined): string[] {
  const entries = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  try {
    createAllowList(entries);
  } catch (error) {
    throw new SettingError(
      'MILLRACE_ALLOWED_PRIVATE_HOSTS',
      `must be a comma list of hosts, host:port and networks: ${(error as Error).message}`,
    );
  }
  return entries;
}

function keyOf(text: string): Uint8Array {
  const key = parseEncryptionKey(text);
  if ('problem' in key)
    throw new SettingError('MILLRACE_ENCRYPTION_KEY', `${key.problem}. Make one: openssl rand -base64 32`);
  return key.bytes;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
