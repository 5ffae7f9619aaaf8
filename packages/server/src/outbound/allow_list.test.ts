import { describe, expect, test } from 'vitest';
import { createAllowList } from './allow_list.ts';

describe('the allow-list of the operator', () => {
  test.each([
    ['localhost', 'localhost', 5000, true],
    ['localhost', 'LOCALHOST.', 5000, true],
    ['localhost:80', 'localhost', 81, false],
    ['erp.internal:8080', 'erp.internal', 8080, true],
    ['erp.internal', 'notexample-erp.internal', 80, false],
    ['internal', 'erp.internal', 80, false],
    ['[::1]:9000', '::1', 9000, true],
    ['127.0.0.1', '127.0.0.2', 80, false],
  ])('%s lets %s port %i through: %s', (entry, host, port, expected) => {
    expect(createAllowList([entry]).allowsHost(host, port)).toBe(expected);
  });

  test.each([
    ['10.0.0.0/8', '10.200.1.1', true],
    ['10.0.0.0/8', '::ffff:10.200.1.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['fd00::/8', 'fd12::1', true],
    ['fd00::/8', '10.0.0.1', false],
    ['127.0.0.1:80', '127.0.0.1', true],
    ['localhost', '127.0.0.1', false],
  ])('%s holds the address %s: %s', (entry, address, expected) => {
    expect(createAllowList([entry]).allowsAddress(address, 80)).toBe(expected);
  });

  test.each(['10.0.0.0/99', 'http://x', 'a b', 'host:0', 'host:99999', '*.example.com'])(
    '%s is refused by name',
    (entry) => {
      expect(() => createAllowList([entry])).toThrow(`"${entry}"`);
    },
  );
});
