import type { HttpRequest } from '@millrace/sdk';
import { expect, test } from 'vitest';
import { connectedHttp } from './connected_http.ts';
import type { Connections } from './ports.ts';

const id = '01930000-0000-7000-8000-000000000001';

function setting(status = 200) {
  const sent: HttpRequest[] = [];
  const told: unknown[] = [];
  const connections: Connections = {
    open: async (...names) => {
      told.push(['open', ...names]);
      return {
        secrets: ['s-1'],
        sign: (request) => {
          if (request.url.includes('elsewhere')) throw new Error('not there');
          return { ...request, headers: { authorization: 's-1' } };
        },
        answered: (answered) => told.push(['answered', answered]),
      };
    },
  };
  const http = {
    request: async (request: HttpRequest) => {
      sent.push(request);
      return { status, headers: {}, body: new Uint8Array(), url: request.url };
    },
  };
  const client = (over: object = {}) =>
    connectedHttp(http, {
      connections,
      org_id: 'o',
      app: 'builtin',
      node: { connection_id: id },
      onSecrets: (secrets) => told.push(['secrets', ...secrets]),
      ...over,
    });
  return { client, sent, told };
}

test('it is opened once and with the first request, and its secrets are told before anything goes out', async () => {
  const { client, sent, told } = setting();
  const http = client();
  expect(told).toEqual([]);
  await http.request({ method: 'GET', url: 'https://a.com/1' });
  await http.request({ method: 'GET', url: 'https://a.com/2' });
  expect(told[0]).toEqual(['open', 'o', id, 'builtin']);
  expect(told[1]).toEqual(['secrets', 's-1']);
  expect(told.filter((each) => (each as string[])[0] === 'open')).toHaveLength(1);
  expect(sent.map(({ headers }) => headers)).toEqual([{ authorization: 's-1' }, { authorization: 's-1' }]);
});

test('each request is signed by itself: one that may not be sent does not go out', async () => {
  const { client, sent } = setting();
  const http = client();
  await http.request({ method: 'GET', url: 'https://a.com' });
  await expect(http.request({ method: 'GET', url: 'https://elsewhere.com' })).rejects.toThrow('not there');
  expect(sent).toHaveLength(1);
});

test('what was answered is passed on', async () => {
  const { client, told } = setting(401);
  await client().request({ method: 'GET', url: 'https://a.com' });
  expect(told.at(-1)).toEqual(['answered', 401]);
});

test('a step that was ended meanwhile sends nothing', async () => {
  const { client, sent } = setting();
  const stopped = AbortSignal.abort(new Error('too late'));
  await expect(client().request({ method: 'GET', url: 'https://a.com', signal: stopped })).rejects.toThrow(
    'too late',
  );
  expect(sent).toEqual([]);
});

test.each([
  ['no connection is chosen', { node: {} }],
  ['the connection is empty', { node: { connection_id: null } }],
  ['there are no connections here', { connections: undefined }],
])('where %s the call fails and says so', async (_name, over) => {
  const { client, sent } = setting();
  await expect(client(over).request({ method: 'GET', url: 'https://a.com' })).rejects.toMatchObject({
    code: 'missing_connection',
    field: 'connection_id',
  });
  expect(sent).toEqual([]);
});
