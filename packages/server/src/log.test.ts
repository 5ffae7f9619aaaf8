import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(log_format: 'json' | 'pretty' = 'json') {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { log: createLog({ log_level: 'trace', log_format, role: 'all' }, destination), text: () => text };
}

const secret = 'hunter2-do-not-print';

test.each([
  ['a password', { body: { password: secret } }],
  ['a header', { headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret } }],
  ['a cookie', { headers: { cookie: `millrace.session_token=${secret}` } }],
  ['something deep', { a: { b: [{ c: { client_secret: secret } }] } }],
  ['an address with a password', { url: `postgres://user:${secret}@host/db` }],
  ['a hook address', { url: `https://flows.example.com/hooks/${secret}?x=1` }],
  ['a request', { req: { method: 'POST', url: `/hooks/${secret}`, headers: { authorization: secret } } }],
  ['the query of a request', { req: { method: 'GET', url: `/callback?code=${secret}` } }],
  [
    'an error with data',
    { err: Object.assign(new Error('no'), { detail: secret, config: { headers: { a: secret } } }) },
  ],
  ['the text of an error', { err: new Error(`cannot reach https://user:${secret}@host/`) }],
  [
    'the cause of an error',
    { err: new Error('no', { cause: new Error(`Authorization: Bearer ${secret}`) }) },
  ],
])('%s is never printed', (_what, fields) => {
  for (const format of ['json', 'pretty'] as const) {
    const { log, text } = logged(format);
    log.info(fields, 'Something happened');
    expect(text()).toContain('Something happened');
    expect(text()).not.toContain(secret);
  }
});

test('a message is cleaned too', () => {
  const { log, text } = logged();
  log.info(`Connected to postgres://user:${secret}@host/db`);
  expect(text()).not.toContain(secret);
  expect(text()).toContain('postgres://user:[hidden]@host/db');
});

test('what is not secret stays', () => {
  const { log, text } = logged();
  log.warn(
    {
      workflow_id: 'w1',
      err: new TypeError('bad'),
      req: { id: 'r1', method: 'GET', url: '/x?y=1' },
      tokens: false,
    },
    'Hm',
  );
  const line = JSON.parse(text());
  expect(line).toMatchObject({
    level: 'warn',
    msg: 'Hm',
    workflow_id: 'w1',
    err: { type: 'TypeError', message: 'bad' },
    req: { id: 'r1', method: 'GET', path: '/x' },
  });
  expect(line.err.stack).toContain('log.test.ts');
});

test('what goes wrong a thousand times fills no disk; what is only told is not counted', () => {
  const { log, text } = logged();
  for (let time = 0; time < 1_000; time += 1) log.error({ err: new Error('away') }, 'A request failed');
  for (let time = 0; time < 20; time += 1) log.info('A step began');
  const lines = text().trim().split('\n');
  expect(lines.filter((line) => line.includes('A request failed'))).toHaveLength(5);
  expect(lines.filter((line) => line.includes('A step began'))).toHaveLength(20);
});
