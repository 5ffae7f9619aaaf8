import { describe, expect, test } from 'vitest';
import { authFields, hostOfAddress, hostsOf } from './auth_fields.ts';

test('fields come from the schema with what is secret and what must be there', () => {
  const fields = {
    type: 'object',
    required: ['username', 'region'],
    properties: {
      username: { type: 'string', title: 'User name', placeholder: 'ada' },
      password: { type: 'string', field: 'secret', description: 'May stay empty.' },
      region: { type: 'string', default: 'eu' },
    },
  };
  expect(authFields({ fields })).toEqual([
    { name: 'username', title: 'User name', placeholder: 'ada', required: true, secret: false },
    { name: 'password', title: 'password', description: 'May stay empty.', required: false, secret: true },
    { name: 'region', title: 'region', required: false, secret: false },
  ]);
  expect(authFields({ fields: {} })).toEqual([]);
});

describe('hosts', () => {
  test.each([
    ['a.com\nb.com', ['a.com', 'b.com']],
    [' a.com, b.com;a.com ', ['a.com', 'b.com']],
    ['', []],
  ])('%j', (typed, hosts) => expect(hostsOf(typed)).toEqual(hosts));

  test.each([
    ['https://api.example.com/orders/{{ trigger.data.id }}', 'api.example.com'],
    ['https://api.example.com:8443', 'api.example.com:8443'],
    ['http://10.0.0.5:8080/x', 'http://10.0.0.5:8080'],
    ['{{ variables.base }}/x', ''],
    ['', ''],
    [undefined, ''],
  ])('the host of %s is offered as %j', (address, host) => expect(hostOfAddress(address)).toBe(host));
});
