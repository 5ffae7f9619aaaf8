import { describe, expect, test } from 'vitest';
import { allowsAddress, asciiEntry, readAllowedHost, shownHost } from './connection_hosts.ts';

describe('an entry', () => {
  test.each([
    ['api.example.com', { scheme: 'https', host: 'api.example.com', below: false, port: 443 }],
    [' API.Example.com ', { scheme: 'https', host: 'api.example.com', below: false, port: 443 }],
    ['*.example.com', { scheme: 'https', host: 'example.com', below: true, port: 443 }],
    ['api.example.com:8443', { scheme: 'https', host: 'api.example.com', below: false, port: 8443 }],
    ['http://10.0.0.5:8080', { scheme: 'http', host: '10.0.0.5', below: false, port: 8080 }],
    ['münchen.example', { scheme: 'https', host: 'xn--mnchen-3ya.example', below: false, port: 443 }],
    ['*.BÜCHER.example', { scheme: 'https', host: 'xn--bcher-kva.example', below: true, port: 443 }],
    ['http://[::1]:8080', { scheme: 'http', host: '[::1]', below: false, port: 8080 }],
  ])('%s', (text, meaning) => expect(readAllowedHost(text)).toEqual(meaning));

  test.each([
    ['', /empty/],
    ['*', /every host/],
    ['*.com', /too much/],
    ['*.10.0.0.5', /too much/],
    ['a*.example.com', /not a host/],
    ['api.example.com/orders', /without a path/],
    ['https://api.example.com/', /without a path/],
    ['me@example.com', /without a user name/],
    ['ftp://example.com', /not a host/],
    ['exa mple.com', /not a host/],
    ['example..com', /not a host/],
    ['example.com:99999', /port/],
    ['{{ variables.host }}', /not a host/],
    ['exam\u00adple.com', /not seen/],
    ['exam\u200bple.com', /not seen/],
    ['moc.elpmaxe\u202e', /not seen/],
    ['*.рф', /too much/],
    ['*.１２７.0.0.1', /too much/],
    ['example。com', /not a host/],
    ['x'.repeat(300), /too long/],
  ])('%s is refused in words', (text, words) => expect(readAllowedHost(text)).toMatch(words));
});

describe('an address', () => {
  test.each([
    ['api.example.com', 'https://api.example.com/a?b=c', true],
    ['api.example.com', 'https://API.example.com:443/', true],
    ['api.example.com', 'http://api.example.com/', false],
    ['api.example.com', 'https://api.example.com:8443/', false],
    ['api.example.com', 'https://api.example.com.evil.com/', false],
    ['*.example.com', 'https://evilexample.com/', false],
    ['münchen.example', 'https://xn--mnchen-3ya.example/', true],
    ['xn--mnchen-3ya.example', 'https://MÜNCHEN.example/', true],
    // The first letter is Cyrillic: another host, however it looks.
    ['apple.example', 'https://аpple.example/', false],
    ['*.münchen.example', 'https://api.xn--mnchen-3ya.example/', true],
    ['*.example.com', 'https://a.b.example.com/', true],
    ['*.example.com', 'https://example.com/', false],
    ['example.com', 'https://example.com./', true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/x', true],
    ['http://127.0.0.1:8080', 'http://0x7f.1:8080/x', true],
    ['example.com', 'https://user@evil.com/example.com', false],
    ['example.com', 'not an address', false],
    ['nonsense entry', 'https://nonsense/', false],
  ])('%s allows %s: %s', (entry, address, allowed) => expect(allowsAddress([entry], address)).toBe(allowed));
});

test.each([
  ['münchen.example', 'xn--mnchen-3ya.example', 'münchen.example (xn--mnchen-3ya.example)'],
  [
    'http://*.münchen.example:8080',
    'http://*.xn--mnchen-3ya.example:8080',
    'http://*.münchen.example:8080 (xn--mnchen-3ya.example)',
  ],
  ['аррӏе.example', 'xn--80ak6aa92e.example', 'xn--80ak6aa92e.example'],
  ['api.example.com', 'api.example.com', 'api.example.com'],
  ['ünfinished host', 'ünfinished host', 'ünfinished host'],
])('%s is kept as %s and shown as %s', (typed, kept, shown) => {
  expect(asciiEntry(typed)).toBe(kept);
  expect(shownHost(typed)).toBe(shown);
  expect(shownHost(kept)).toBe(shown);
});
