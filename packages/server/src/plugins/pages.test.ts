import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let web_dir: string;

beforeAll(async () => {
  web_dir = await mkdtemp(join(tmpdir(), 'millrace-web-'));
  await mkdir(join(web_dir, 'assets'));
  await writeFile(join(web_dir, 'index.html'), '<!doctype html><title>Millrace</title>');
  await mkdir(join(web_dir, 'signed_in'));
  for (const place of ['dashboard', 'workflows'])
    await writeFile(join(web_dir, 'signed_in', `${place}.html`), `<!doctype html><title>${place}</title>`);
  await writeFile(join(web_dir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(web_dir, 'assets', 'app-4f3a.js'), `export const text = '${'x'.repeat(5_000)}';`);
  await writeFile(join(web_dir, 'assets', 'ready-5b2c.js'), 'export const text = 1;');
  await writeFile(join(web_dir, 'assets', 'ready-5b2c.js.br'), brotliCompressSync('export const made = 2;'));
  await writeFile(join(web_dir, '..', 'outside.txt'), 'outside');
  server = await startTestServer({ web_dir });
});
afterAll(async () => {
  await server?.stop();
  await rm(web_dir, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  server.client().request('GET', path, undefined, headers);

describe('the web app', () => {
  test.each(['/', '/login', '/workflows/0198c0de-0000-7000-8000-000000000000', '/settings/members?x=1'])(
    '%s is its page',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<title>Millrace</title>');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  test.each([
    ['/', 'millrace.session_token=x', 'dashboard'],
    ['/workflows', 'other=1; millrace.session_token=x', 'workflows'],
    ['/workflows?search=a', 'millrace.session_token=x', 'workflows'],
    ['/workflows', 'other=1', 'Millrace'],
    ['/workflows', '', 'Millrace'],
    ['/apps', 'millrace.session_token=x', 'Millrace'],
    ['/workflows/0198c0de-0000-7000-8000-000000000000', 'millrace.session_token=x', 'Millrace'],
    ['/..%2fworkflows', 'millrace.session_token=x', 'workflows'],
  ])('%s with the cookies "%s" is the document of %s', async (path, cookie, title) => {
    const answer = await get(path, { cookie });
    expect(answer.text).toContain(`<title>${title}</title>`);
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('cookie');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  test('the documents of places have no address of their own', async () => {
    expect((await get('/signed_in/workflows.html')).status).toBe(404);
  });

  test('files with a hash in their name are kept for ever, and come compressed', async () => {
    const answer = await get('/assets/app-4f3a.js', { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=0');
  });

  test.each([
    ['br, gzip', 'br', 'made = 2'],
    ['identity', null, 'text = 1'],
    ['gzip', 'gzip', 'text = 1'],
  ])('a file that was compressed by the build is sent so to who takes %s', async (takes, encoding, text) => {
    const answer = await get('/assets/ready-5b2c.js', { 'accept-encoding': takes });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toContain('accept-encoding');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.text).toContain(text);
  });

  test.each([
    '/assets/gone-1234.js',
    '/gone.css',
    '/../outside.txt',
    '/..%2foutside.txt',
    '/assets/..%5c..%5coutside.txt',
    '/%00',
    '/.git/config.txt',
  ])('%s is not answered with a page or a file', async (path) => {
    const answer = await get(path);
    expect(answer.text).not.toContain('outside.txt content');
    expect(answer.text).not.toBe('outside');
    if (path.includes('.')) expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test.each(['/api/nothing', '//api//nothing', '/%61pi/nothing', '/api%2fnothing', '/hooks', '/resume/'])(
    '%s never becomes a page',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/json');
    },
  );
});

describe('headers', () => {
  test.each(['/', '/api/setup', '/api/docs'])(
    '%s may run no foreign code and not be framed',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy')!;
      for (const rule of [
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        expect(policy.split(';')).toContain(rule);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|upgrade-insecure-requests/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('answers of the API are not kept by anybody', async () => {
    expect((await get('/api/setup')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('behind https', () => {
  let secure: TestServer;
  beforeAll(async () => {
    secure = await startTestServer({ env: { MILLRACE_PUBLIC_URL: 'https://millrace.example' } });
  });
  afterAll(() => secure?.stop());

  test('the cookie is Secure, and browsers are told to stay with https', async () => {
    const { id } = await secure.organization();
    const person = await secure.person(id, 'owner');
    const answer = await secure
      .client()
      .post('/api/auth/sign-in/email', { email: person.email, password: person.password });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Secure-millrace\.session_token=.*HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect(answer.headers.get('content-security-policy')).toContain('wss://millrace.example');
    expect((await (await secure.signIn(person)).get('/api/integrations/session')).status).toBe(200);
  });
});

describe('the reference', () => {
  test('describes every endpoint, and nothing in it is left open', async () => {
    const answer = await get('/api/openapi.json');
    const document = answer.body as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const { contract } = await import('../routes/contract.ts');
    const operations = contract.map(
      (endpoint) =>
        document.paths[endpoint.path.replace(/:([a-z_]+)/g, '{$1}')]?.[endpoint.method.toLowerCase()],
    );
    expect(operations.every((operation) => operation !== undefined)).toBe(true);
    const ids = operations.map((operation) => operation!.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...answer.text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    for (const reference of references.filter((text) => text.startsWith('#/components')))
      expect(
        reference
          .split('/')
          .slice(1)
          .reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], document),
      ).toBeDefined();
  });

  test('has a page whose scripts and styles are files of this server', async () => {
    const page = await get('/api/docs');
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(source).toMatch(/^\/api\/docs\//);
      expect((await get(source)).status).toBe(200);
    }
    expect(page.text).not.toMatch(/<script>|<style|\son\w+=/);
  });
});

describe('health', () => {
  test('is told without sign-in', async () => {
    expect((await get('/healthz')).body).toEqual({ ok: true });
    expect((await get('/readyz')).body).toEqual({ ok: true, database: true, runtime: true });
  });
});
