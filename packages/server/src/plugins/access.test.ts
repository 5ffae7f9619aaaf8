import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import type { Auth } from '../auth/auth.ts';
import { registerAccess } from './access.ts';

const nobody = { env: { public_url: 'http://127.0.0.1' } } as Auth;

describe('a route', () => {
  test('that does not say who may call it stops the start', async () => {
    const app = Fastify();
    registerAccess(app, nobody);
    expect(() => app.get('/api/secret', async () => 'secret')).toThrow(/does not say who may call it/);
    await app.close();
  });

  test.each(['/api/secret', '//api//secret', '/%61pi/secret', '/api/secret?x=1'])(
    'is closed under every spelling of its path: %s',
    async (url) => {
      const app = Fastify({ routerOptions: { ignoreDuplicateSlashes: true } });
      registerAccess(app, nobody);
      app.setErrorHandler((error: { status?: number }, _request, reply) =>
        reply.code(error.status ?? 500).send('refused'),
      );
      app.get('/api/secret', { config: { access: 'viewer' } }, async () => 'secret');
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(401);
      expect(answer.body).toBe('refused');
      await app.close();
    },
  );
});
