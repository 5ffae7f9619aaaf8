/** One answer in two forms: a page for whoever came with a browser, JSON for programs. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiError, errorBody } from '../../errors.ts';
import { noticePage, pageHeaders } from './page.ts';

/** Browsers name HTML in what they accept; programs do so only when they want it. */
export function wantsPage(request: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(request.headers.accept ?? '');
}

/** Whoever looks without saying how, sees the page. */
export function prefersJson(request: FastifyRequest): boolean {
  return !wantsPage(request) && /\bjson\b/i.test(request.headers.accept ?? '');
}

export function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).headers(pageHeaders).type('text/html; charset=utf-8').send(html);
}

export function sendJson(reply: FastifyReply, status: number, body: Record<string, unknown>): FastifyReply {
  return reply.code(status).headers(pageHeaders).type('application/json; charset=utf-8').send(body);
}

const titles: Readonly<Record<number, string>> = {
  404: 'Nothing is here',
  409: 'Already decided',
  410: 'No longer possible',
  413: 'Too large',
  429: 'Too many requests',
  503: 'Not available right now',
};

/** The error as its reader can use it. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  const comeAgain = error.status === 503 ? { 'retry-after': '2' } : {};
  reply.headers({ ...comeAgain, ...error.details.headers });
  if (!wantsPage(request)) return sendJson(reply, error.status, errorBody(error));
  return sendPage(
    reply,
    error.status,
    noticePage(titles[error.status] ?? 'That did not work', error.message),
  );
}
