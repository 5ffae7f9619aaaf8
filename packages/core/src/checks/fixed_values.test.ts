import { describe, expect, it, test } from 'vitest';
import { check, http, lines, manual, node } from './check_testing.ts';

const told = (config: object) => lines(check([manual, http(config as Record<string, unknown>)], 't>h'));
const notAnAddress =
  'error h url: HTTP Request: URL is not a web address; one begins with https:// or http://';
const noHost = 'error h url: HTTP Request: URL is not a web address; its host cannot be';

describe('a fixed value that can never work', () => {
  test.each<[string, object, string[]]>([
    ['no address', { url: 'not a url' }, [notAnAddress]],
    ['another scheme', { url: 'ftp://x.y' }, [notAnAddress]],
    ['a blank in the host', { url: 'http://exa mple.com' }, [noHost]],
    ['a path alone, with an expression', { url: '/orders/{{ trigger.data.id }}' }, [notAnAddress]],
    ['another scheme, with an expression', { url: 'ftp://x/{{ trigger.data.id }}' }, [notAnAddress]],
    [
      'a header name',
      { headers: { 'bad header': 'x' } },
      ['error h headers["bad header"]: HTTP Request: header “bad header” is not a header name'],
    ],
    [
      'a header value',
      { headers: { A: 'x\ny', B: 'x\ny {{ trigger.data.b }}' } },
      ['A', 'B'].map(
        (name) =>
          `error h headers.${name}: HTTP Request: header ${name} holds a line break or another character that headers cannot carry`,
      ),
    ],
    [
      'a header twice',
      { headers: { Accept: 'a', accept: 'b' } },
      ['error h headers.accept: HTTP Request: header accept is given twice'],
    ],
    [
      'a header of the connection',
      { headers: { Host: 'x' } },
      ['error h headers.Host: HTTP Request: header Host is set by the connection itself and cannot be given'],
    ],
  ])('is told: %s', (_, config, expected) => {
    expect(told(config)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['an address', { url: ' https://x.test/a?b=c ' }],
    ['an expression alone', { url: '{{ trigger.data.url }}' }],
    ['an expression first', { url: '{{ trigger.data.base }}/x' }],
    ['an expression in the path', { url: 'https://x/{{ trigger.data.id }}' }],
    ['an expression as host', { url: 'https://{{ trigger.data.host }}:{{ trigger.data.port }}/x' }],
    ['an expression in a header', { headers: { A: '{{ trigger.data.a }}' } }],
    ['headers that an expression gives', { headers: '{{ trigger.data.headers }}' }],
    ['headers that are mapped', { headers: { $mappings: [] } }],
  ])('is nothing of: %s', (_, config) => {
    expect(told(config)).toEqual([]);
  });

  it('is told of triggers, and not of fields that are not there', () => {
    const webhook = (config: object) => [node('t', 'webhook', { ...config }), http()];
    expect(lines(check(webhook({ dedupe_header: 'x id' }), 't>h'))).toEqual([
      'error t dedupe_header: Webhook Trigger: Delivery id header is not a header name',
    ]);
    expect(lines(check(webhook({ auth: 'header', secret: 's', header_name: 'x id' }), 't>h'))).toEqual([
      'error t header_name: Webhook Trigger: Header is not a header name',
    ]);
    expect(lines(check(webhook({ auth: 'none', header_name: 'x id' }), 't>h'))).toEqual([]);
    expect(lines(check(webhook({ path: '/a b' }), 't>h'))).toEqual([
      'error t path: Webhook Trigger: Path may contain letters, digits, - and _, with / between parts',
    ]);
  });
});
