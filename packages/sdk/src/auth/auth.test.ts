import { expect, test } from 'vitest';
import type { HttpRequest } from '../http.ts';
import { headerKey, queryKey } from './api_key.ts';
import { type AuthKind, secretFieldsOf } from './auth_kind.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';

const request: HttpRequest = {
  method: 'GET',
  url: 'https://api.example.com/a?b=1',
  headers: { Authorization: 'old', accept: '*/*' },
};

function signed(kind: AuthKind, fields: unknown): HttpRequest {
  return kind.sign(request, kind.fields.parse(fields));
}

test.each<[string, AuthKind, unknown, Partial<HttpRequest>]>([
  ['bearer', bearer(), { token: ' t-1 ' }, { headers: { accept: '*/*', authorization: 'Bearer t-1' } }],
  [
    'bearer with its word',
    bearer(),
    { token: 'Bearer t-1' },
    { headers: { accept: '*/*', authorization: 'Bearer t-1' } },
  ],
  [
    'basic',
    basic(),
    { username: 'ada', password: 'ä:b' },
    { headers: { accept: '*/*', authorization: 'Basic YWRhOsOkOmI=' } },
  ],
  [
    'basic without password',
    basic(),
    { username: 'key' },
    { headers: { accept: '*/*', authorization: 'Basic a2V5Og==' } },
  ],
  [
    'a header',
    headerKey(),
    { name: 'X-Api-Key', value: 'k' },
    { headers: { ...request.headers, 'x-api-key': 'k' } },
  ],
  [
    'the query',
    queryKey(),
    { name: 'key', value: 'a b&c' },
    { url: 'https://api.example.com/a?b=1&key=a+b%26c' },
  ],
])('%s signs a request', (_name, kind, fields, expected) => {
  expect(signed(kind, fields)).toMatchObject(expected);
  expect(Object.keys(signed(kind, fields).headers ?? {}).length).toBe(
    Object.keys(expected.headers ?? request.headers!).length,
  );
  expect(request.headers).toEqual({ Authorization: 'old', accept: '*/*' });
});

test.each<[AuthKind, unknown, RegExp]>([
  [bearer(), { token: '  ' }, /missing/],
  [bearer(), {}, /missing/],
  [bearer(), { token: 'a\nb' }, /line break/],
  [bearer(), { token: 't', more: 1 }, /more/],
  [basic(), { username: 'a:b', password: 'x' }, /colon/],
  [headerKey(), { name: 'X Key', value: 'v' }, /not a header name/],
  [headerKey(), { name: 'Host', value: 'v' }, /cannot be given/],
  [queryKey(), { name: '', value: 'v' }, /missing/],
])('%o refuses %j in words', (kind, fields, words) => {
  expect(
    kind.fields
      .safeParse(fields)
      .error?.issues.map(({ message }) => message)
      .join(),
  ).toMatch(words);
});

test('secrets are known by name', () => {
  expect([bearer(), basic(), headerKey(), queryKey()].map(secretFieldsOf)).toEqual([
    ['token'],
    ['password'],
    ['value'],
    ['value'],
  ]);
});
