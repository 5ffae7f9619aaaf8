import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, type Locator, type Page } from '@playwright/test';

interface Asked {
  path: string;
  authorization: string | undefined;
  type: string;
  body: string;
}

export interface GuardedService extends AsyncDisposable {
  url: string;
  asked: Asked[];
}

/** A service that answers 401 to whoever does not bring its token. */
export async function startGuardedService(token: string): Promise<GuardedService> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { authorization } = request.headers;
    asked.push({
      path: request.url ?? '',
      authorization,
      type: request.headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
    });
    const known = authorization === `Bearer ${token}`;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? { ok: true } : { error: 'unknown token' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The service has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Schema = Record<string, unknown>;

/**
 * Fields of every kind in the form of HTTP Request, as a schema could name them: what the server says of its apps is passed on
 * with these added.
 */
export async function withEveryKind(page: Page, added: Record<string, Schema>): Promise<void> {
  await page.route('**/api/integrations/apps', async (route) => {
    const answer = await route.fetch();
    const apps = (await answer.json()) as {
      data: { operations: { id: string; input: { properties: object } }[] }[];
    };
    const operation = apps.data.flatMap((app) => app.operations).find(({ id }) => id === 'http_request');
    if (!operation) throw new Error('The server has no HTTP Request');
    Object.assign(operation.input.properties, added);
    await route.fulfill({ response: answer, json: apps });
  });
}

/** The dialog that makes or changes a connection. */
export async function fillConnection(
  dialog: Locator,
  { name, token, hosts, test_url }: { name: string; token: string; hosts?: string; test_url?: string },
): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.locator('input[type=password]').fill(token);
  if (hosts !== undefined) await dialog.getByRole('textbox', { name: 'Allowed hosts' }).fill(hosts);
  if (test_url !== undefined) await dialog.getByRole('textbox', { name: 'Test address' }).fill(test_url);
  await expect(dialog.getByRole('textbox', { name: 'Allowed hosts' })).not.toBeEmpty();
}
