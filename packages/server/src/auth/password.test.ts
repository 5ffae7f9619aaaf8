import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('a password is known again, another is not, and two hashes of one differ', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hashPassword('correct horse')).not.toBe(hash);
  expect(await verifyPassword({ hash, password: 'correct horse' })).toBe(true);
  expect(await verifyPassword({ hash, password: 'correct horsf' })).toBe(false);
});

test('the same letters typed in another Unicode form are the same password', async () => {
  const hash = await hashPassword('caf\u00e9 long enough');
  expect(await verifyPassword({ hash, password: 'cafe\u0301 long enough' })).toBe(true);
});

test('what is no argon2id hash opens nothing', async () => {
  for (const hash of ['', 'plain text', '$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAA'])
    expect(await verifyPassword({ hash, password: 'plain text' })).toBe(false);
});
