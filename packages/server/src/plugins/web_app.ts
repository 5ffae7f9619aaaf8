import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sessionCookie } from '../auth/auth.ts';
import { ApiError } from '../errors.ts';

/** Files whose name holds a hash of their content, as Vite writes them, never change. */
const IMMUTABLE = /^assets\//;
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Documents of places, for who is signed in; the build writes them (packages/web/build/pages_ahead.ts). */
const SIGNED_IN = 'signed_in';

/** The built web app: its files, and its page for every address that the app routes itself. */
export async function registerWebApp(
  app: FastifyInstance,
  web_dir: string,
  public_url: string,
): Promise<void> {
  const cookie = `${sessionCookie(public_url)}=`;
  /** The place's own document where a session came along. Whether it is still one is the page's to find out. */
  async function documentFor(file: string, cookies: string | undefined): Promise<string> {
    const place = file === '' ? 'dashboard' : file;
    const own = `${SIGNED_IN}/${place}.html`;
    const known = cookies?.includes(cookie) && /^[a-z]+$/.test(place) && (await isFile(join(web_dir, own)));
    return known ? own : 'index.html';
  }

  await app.register(compress, { threshold: 1_024 });
  // The build wrote its files compressed beside them; what has none is compressed on its way.
  await app.register(fastifyStatic, { root: web_dir, serve: false, preCompressed: true });
  app.get('/*', async (request, reply) => {
    const path = decodedPath(request.url);
    if (/^\/(api|hooks|resume|approve)(\/|$)/.test(path))
      throw new ApiError('not_found', {
        message: `There is nothing at ${request.method} ${path.slice(0, 200)}.`,
      });
    const file = normalize(path).split(sep).filter(Boolean).join('/');
    if (file !== '' && !isDocument(file) && (await isFile(join(web_dir, file)))) {
      const immutable = IMMUTABLE.test(file);
      return reply.sendFile(file, { immutable, maxAge: immutable ? YEAR_MS : 0 });
    }
    // A missing asset must not be answered with a page: a browser would run it as a script.
    if (/\.[a-z0-9]+$/i.test(file)) throw new ApiError('not_found');
    if (!(await isFile(join(web_dir, 'index.html'))))
      throw new ApiError('not_found', {
        message: 'The web app is not built. Run "npm start", which builds it.',
      });
    const document = await documentFor(file, request.headers.cookie);
    // A browser that keeps it has to ask each time, and what it kept for somebody signed in is not for who is not.
    return reply
      .headers({ 'cache-control': 'no-cache', vary: 'cookie' })
      .sendFile(document, { cacheControl: false });
  });
}

/** Documents are given out by the address of the page, not by their own. */
function isDocument(file: string): boolean {
  return file === 'index.html' || file.startsWith(`${SIGNED_IN}/`);
}

/** As the router reads it: percent signs resolved, slashes single. A path that cannot be decoded names nothing. */
function decodedPath(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0]!)
      .replaceAll('\\', '/')
      .replace(/\/{2,}/g, '/');
  } catch {
    throw new ApiError('bad_request');
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
