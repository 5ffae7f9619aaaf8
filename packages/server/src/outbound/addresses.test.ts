import { describe, expect, test } from 'vitest';
import { refusedRange, sameAddress } from './addresses.ts';

describe('refusedRange', () => {
  test.each([
    ['8.8.8.8', null],
    ['2606:4700::1111', null],
    ['64:ff9b::808:808', null],
    ['127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.1.1', 'linkLocal'],
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['0.0.0.0', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['198.18.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['250.1.1.1', 'reserved'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fd00::1', 'uniqueLocal'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:a9fe:a9fe::', 'metadata'],
    // Teredo carries the client's address with its bits flipped: 127.0.0.1 is 80ff:fffe.
    ['2001:0:808:808:0:0:80ff:fffe', 'loopback'],
    ['not an address', 'invalid'],
    ['', 'invalid'],
  ])('%s is %s', (address, expected) => {
    expect(refusedRange(address)).toBe(expected);
  });
});

test('two spellings of one address are the same', () => {
  expect(sameAddress('::ffff:10.0.0.1', '10.0.0.1')).toBe(true);
  expect(sameAddress('10.0.0.1', '10.0.0.2')).toBe(false);
  expect(sameAddress('', '10.0.0.2')).toBe(false);
});
