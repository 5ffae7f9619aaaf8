import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchClient } from '@millrace/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import action from './actions/http_request.ts';

let url: string;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  // Read by the platform's own parser, as a service would.
  const form = await new Response(Buffer.concat(chunks), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
  const parts = await Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string'
        ? { name, value }
        : { name, filename: value.name, type: value.type, text: await value.text() },
    ),
  );
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(parts));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function send(form_data: unknown[], rest: object = {}) {
  const input = action.input.parse({ method: 'POST', url, body_type: 'multipart', form_data, ...rest });
  const { body } = await action.run({
    input,
    http: fetchClient(),
    signal: AbortSignal.timeout(10_000),
    now: () => new Date(),
    idempotencyKey: 'execution:path',
    log: { info: () => undefined, warn: () => undefined },
    timezone: 'UTC',
    scope: {},
  });
  return body;
}

test('files and fields arrive in their order, with names that need care', async () => {
  const parts = await send([
    { type: 'text', name: 'title', value: 'Größe "M"' },
    { type: 'text', name: 'count', value: 3 },
    {
      type: 'file',
      name: 'list',
      file: { filename: 'größe "a".csv', content_type: 'text/csv', data: base64('a;b\n1;ü') },
    },
    { type: 'file', name: 'empty', file: { filename: 'nothing.bin', data: '' } },
    { type: 'text', name: 'count', value: 4 },
    { type: 'text', name: 'left out', value: null },
  ]);
  expect(parts).toEqual([
    { name: 'title', value: 'Größe "M"' },
    { name: 'count', value: '3' },
    { name: 'list', filename: 'größe "a".csv', type: 'text/csv', text: 'a;b\n1;ü' },
    { name: 'empty', filename: 'nothing.bin', type: 'application/octet-stream', text: '' },
    { name: 'count', value: '4' },
  ]);
});

test('a name cannot end its header early', async () => {
  const parts = await send([
    { type: 'text', name: 'a"\r\nx-injected: 1', value: 'v' },
    {
      type: 'file',
      name: 'f',
      file: { filename: 'a"\r\nx: 1', content_type: 'text/plain', data: base64('t') },
    },
  ]);
  expect(parts).toMatchObject([
    { name: 'a"\r\nx-injected: 1', value: 'v' },
    { name: 'f', text: 't' },
  ]);
});

test('an own content type gives way: without the boundary nobody could read the form', async () => {
  const parts = await send([{ type: 'text', name: 'a', value: 'b' }], {
    headers: { 'Content-Type': 'multipart/form-data' },
  });
  expect(parts).toEqual([{ name: 'a', value: 'b' }]);
});

test('data that is no base64 is refused in words', async () => {
  await expect(
    send([{ type: 'file', name: 'f', file: { filename: 'a.txt', data: '{"not": "base64"}' } }]),
  ).rejects.toMatchObject({ code: 'invalid_body', message: 'The data of the file a.txt is not base64' });
});

test.each<[unknown, RegExp]>([
  [{ type: 'file', name: 'f', file: 'text' }, /object/],
  [{ type: 'file', name: 'f', file: { filename: '', data: '' } }, /needs a name/],
  [{ type: 'file', name: 'f', file: { filename: 'a', content_type: 'nonsense', data: '' } }, /kind/],
  [{ type: 'text', name: '', value: 'x' }, /Give the field a name/],
  [{ type: 'other', name: 'x' }, /Invalid/],
])('%j is refused', (part, words) => {
  const result = action.input.safeParse({ method: 'POST', url, body_type: 'multipart', form_data: [part] });
  expect(result.error?.issues.map(({ message }) => message).join()).toMatch(words);
});
