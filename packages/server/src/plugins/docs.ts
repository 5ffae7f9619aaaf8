import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { openApiDocument } from './openapi.ts';

const require = createRequire(import.meta.url);
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const;

// No inline script anywhere: the page's policy forbids it, so its first line of code is a file too.
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Millrace API</title>
    <link rel="icon" href="/api/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const start = `window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});
`;

/** `/api/openapi.json`, and the reference page `/api/docs` with everything it needs from this server. */
export async function registerDocs(app: FastifyInstance, public_url: string): Promise<void> {
  let document: string | undefined;
  app.get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(public_url));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  await app.register(async (scope) => {
    // The web app's scope has its own `sendFile`, from its own folder.
    const root = dirname(require.resolve('swagger-ui-dist/package.json'));
    await scope.register(fastifyStatic, { root, serve: false });
    scope.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
    scope.get('/api/docs/start.js', async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(start),
    );
    for (const asset of assets)
      scope.get(`/api/docs/${asset}`, async (_request, reply) =>
        reply.sendFile(asset, { maxAge: 3_600_000 }),
      );
  });
}
