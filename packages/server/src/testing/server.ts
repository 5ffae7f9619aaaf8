import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { type Auth, createAuth } from '../auth/auth.ts';
import type { Database } from '../db/client.ts';
import { type Env, readEnv } from '../env.ts';
import { createGuardedClient } from '../outbound/guarded_client.ts';
import { createRuntime, type Runtime, type RuntimeDeps } from '../runtime/runtime.ts';
import { createSecrets, type Secrets } from '../secrets/secrets.ts';
import { buildServer } from '../server.ts';
import { createTestDatabase } from './database.ts';
import { createFactories, type Factories, type TestPerson } from './factories.ts';

export interface Answered<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

export interface Client {
  request<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered<T>>;
  get<T = Record<string, unknown>>(path: string): Promise<Answered<T>>;
  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Answered<T>>;
  put<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Answered<T>>;
  delete<T = Record<string, unknown>>(path: string): Promise<Answered<T>>;
}

export interface TestServer extends Factories {
  app: FastifyInstance;
  db: Database;
  auth: Auth;
  secrets: Secrets;
  runtime: Runtime;
  env: Env;
  /** `http://127.0.0.1:<port>`, listening. */
  url: string;
  /** What was logged, one JSON object per line. */
  logged(): string;
  /** A client with an API key, or without anything. */
  client(key?: string): Client;
  /** A client with the session cookie of a person. */
  signIn(person: Pick<TestPerson, 'email' | 'password'>): Promise<Client & { cookie: string }>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  env?: Record<string, string>;
  /** Other apps than those that come with Millrace. */
  loadApps?: RuntimeDeps['loadApps'];
  web_dir?: string;
}

/** The whole product on a database of its own, over real HTTP; answers are held against the contract. Call `stop` in `afterAll`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const data_dir = await mkdtemp(join(tmpdir(), 'millrace-test-'));
  const env = readEnv({
    DATABASE_URL: database.url,
    MILLRACE_DATA_DIR: data_dir,
    MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
    ...options.env,
  });
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const { db } = database;
  const auth = createAuth({ db, env, log });
  const secrets = createSecrets({ db, key: env.encryption_key });
  await secrets.verifyKey();
  const http = createGuardedClient({ allowed_private_hosts: env.allowed_private_hosts });
  const runtime = createRuntime({
    env,
    db,
    log,
    secrets,
    http,
    ...(options.loadApps ? { loadApps: options.loadApps } : {}),
  });
  await runtime.start();
  const app = await buildServer({
    env,
    db,
    log,
    auth,
    runtime,
    secrets,
    check_answers: true,
    ...(options.web_dir === undefined ? {} : { web_dir: options.web_dir }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...createFactories(auth),
    app,
    db,
    auth,
    secrets,
    runtime,
    env,
    url,
    logged: () => lines.join(''),
    client: (key) => createClient(url, key === undefined ? {} : { authorization: `Bearer ${key}` }),
    signIn: (person) => signIn(url, person),
    stop: async () => {
      await app.close();
      await runtime.stop();
      await http.close();
      await auth.close();
      await database.drop();
      await rm(data_dir, { recursive: true, force: true });
    },
  };
}

function createClient(url: string, always: Record<string, string>): Client {
  const request: Client['request'] = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...always,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : {
            body:
              typeof body === 'string' || body instanceof Uint8Array
                ? (body as string)
                : JSON.stringify(body),
          }),
      redirect: 'manual',
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : null) as T,
      text,
    };
  };
  return {
    request,
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body),
    put: (path, body) => request('PUT', path, body),
    delete: (path) => request('DELETE', path),
  };
}

async function signIn(
  url: string,
  person: Pick<TestPerson, 'email' | 'password'>,
): Promise<Client & { cookie: string }> {
  const { email, password } = person;
  const answer = await createClient(url, {}).post('/api/auth/sign-in/email', { email, password });
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status}: ${answer.text}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((value) => value.split(';', 1)[0])
    .join('; ');
  return { ...createClient(url, { cookie }), cookie };
}
