import { expect, test } from 'vitest';
import { localPath } from './local_path.ts';

test.each([
  ['/workflows?status=active', '/workflows?status=active'],
  [undefined, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in %j leads to %s', (next, path) => {
  expect(localPath(next)).toBe(path);
});
