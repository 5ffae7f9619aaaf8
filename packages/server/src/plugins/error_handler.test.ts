import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { registerErrorHandler } from './error_handler.ts';

test.each([
  ['a connection that is refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ['a server that shuts down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
  ['an answer of ours', new ApiError('unavailable')],
])('while the database is away callers are told when to come again: %s', async (_what, error) => {
  const app = Fastify();
  registerErrorHandler(app);
  app.get('/', () => Promise.reject(error));
  const answer = await app.inject('/');
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json()).toMatchObject({ code: 'unavailable' });
});
