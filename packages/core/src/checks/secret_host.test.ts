import { expect, test } from 'vitest';
import { check, http, manual } from './check_testing.ts';

const refused =
  'would send its stored secret to a host that an expression decides; write the host into the URL, or use a variable as in {{ variables.base_url }}/orders';

function found(config: Record<string, unknown>): string[] {
  return check([manual, http(config)], 't>h')
    .filter((problem) => problem.check === 'secret_host')
    .map(({ field, severity, message }) => `${severity} ${field}: ${message.replace(/^.*?(?=would)/, '')}`);
}

const stored = { auth: 'bearer', token: 'a stored token' };

test.each([
  '{{ trigger.data.base }}/x',
  'https://{{ trigger.data.host }}/x',
  'https://api.example.com{{ trigger.data.rest }}',
  'https://api.{{ trigger.data.region }}.example.com/x',
  'https://user@{{ trigger.data.host }}',
  'https:\\\\evil.example\\{{ trigger.data.x }}',
  '{{ variables.base }}{{ trigger.data.rest }}',
  '{{ variables.base }}.evil.example/{{ trigger.data.id }}',
  '{{ variables.base ?? trigger.data.base }}/x',
])('%s with a stored token is refused', (url) => {
  expect(found({ ...stored, url })).toEqual([`error url: ${refused}`]);
});

test.each([
  'https://api.example.com/orders/{{ trigger.data.id }}',
  'https://api.example.com:8443?id={{ trigger.data.id }}',
  '{{ variables.base_url }}/orders/{{ trigger.data.id }}',
  '{{variables.base_url}}',
  'https://api.example.com/x',
])('%s with a stored token is fine', (url) => {
  expect(found({ ...stored, url })).toEqual([]);
});

test('without a stored secret an expression may decide the host', () => {
  const url = '{{ trigger.data.base }}/x';
  expect(found({ url })).toEqual([]);
  expect(found({ url, auth: 'none', token: 'left over' })).toEqual([]);
  expect(found({ url, auth: 'bearer', token: '{{ trigger.data.token }}' })).toEqual([]);
  expect(found({ url, auth: 'bearer' })).toEqual([]);
});
