import { describe, expect, test } from 'vitest';
import {
  headerNameProblem,
  headerValueProblem,
  partlyFixedAddressProblem,
  webAddressProblem,
} from './web_values.ts';

describe('an address', () => {
  test.each<[string, boolean]>([
    ['https://x.test/orders?a=1', true],
    ['  http://localhost:8080  ', true],
    ['HTTPS://X.test', true],
    ['https://bücher.example', true],
    ['not a url', false],
    ['ftp://x.y', false],
    ['javascript:alert(1)', false],
    ['x.test/orders', false],
    ['/orders', false],
    ['http://exa mple.com', false],
    ['http://x:99999', false],
    ['https://', false],
  ])('%s', (text, isGood) => {
    expect(webAddressProblem(text) === null).toBe(isGood);
  });

  test.each<[string[], boolean]>([
    [['https://x/', ''], true],
    [['', '/x'], true],
    [[' ', '/x'], true],
    [['', ''], true],
    [['http', '://x'], true],
    [['https://', '/x'], true],
    [['https://x:', '/y'], true],
    [['https://api.', '.example.com/a b'], true],
    [['https://999.', '/'], true],
    [['https://', ':', '@', '/'], true],
    [['ftp://x/', ''], false],
    [['/orders/', ''], false],
    [['x.test/', ''], false],
    [['http://exa mple.com/', ''], false],
  ])('with expressions between %j', (fixed, isGood) => {
    expect(partlyFixedAddressProblem(fixed) === null).toBe(isGood);
  });
});

test.each([
  ['X-Api-Key', null],
  ['bad header', 'is not a header name'],
  ['', 'is not a header name'],
  ['Größe', 'is not a header name'],
  ['Content-Length', 'is set by the connection itself and cannot be given'],
])('the name of a header: %s', (name, reason) => {
  expect(headerNameProblem(name)).toBe(reason);
});

test.each([
  ['text/plain', true],
  [' größer \n', true],
  ['', true],
  ['x\ny', false],
  ['✓', false],
])('the value of a header: %j', (value, isGood) => {
  expect(headerValueProblem(value) === null).toBe(isGood);
});
