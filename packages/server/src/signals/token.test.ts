import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { addressKey, isSigned, makeToken, readToken } from './token.ts';

const key = addressKey(randomBytes(32));
const [org_id, execution_id] = [newId(), newId()];
const path = 'outer[3]/inner[2]/wait-für_alle';

describe('the address of a wait', () => {
  const token = makeToken(key, 'callback', { org_id, execution_id, path });

  test('says which step of which execution, and is always the same', () => {
    const address = readToken(token)!;
    expect(address).toMatchObject({ execution_id, path });
    expect(isSigned(key, 'callback', org_id, address)).toBe(true);
    expect(makeToken(key, 'callback', { org_id, execution_id, path })).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test.each([
    ['of another kind', () => isSigned(key, 'approval', org_id, readToken(token)!)],
    ['of another organization', () => isSigned(key, 'callback', newId(), readToken(token)!)],
    ['of another key', () => isSigned(addressKey(randomBytes(32)), 'callback', org_id, readToken(token)!)],
    [
      'for another execution',
      () => isSigned(key, 'callback', org_id, { ...readToken(token)!, execution_id: newId() }),
    ],
    [
      'for another path',
      () => isSigned(key, 'callback', org_id, { ...readToken(token)!, path: 'outer[4]/inner[2]/wait' }),
    ],
  ])('does not fit one %s', (_what, fits) => expect(fits()).toBe(false));

  test.each([
    '',
    'x',
    'abc def',
    `${token}=`,
    `${token} `,
    'A'.repeat(5_000),
    token.slice(0, 42),
    '../../etc/passwd',
  ])('is none: %j', (text) => {
    const address = readToken(text);
    expect(address === null || !isSigned(key, 'callback', org_id, address)).toBe(true);
  });

  test('of which any byte was changed is none of ours', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes);
      forged[at]! ^= 1;
      const address = readToken(forged.toString('base64url'));
      expect(address !== null && isSigned(key, 'callback', org_id, address)).toBe(false);
    }
  });
});
