import type { Role } from '@millrace/core';
import { expect, test } from 'vitest';
import { mayDecide } from './policy.ts';

test.each<[string[], Role, string, boolean]>([
  [[], 'editor', 'key', true],
  [[], 'viewer', 'key', false],
  [['viewer'], 'viewer', 'key', true],
  [['admin'], 'owner', 'key', true],
  [['admin'], 'editor', 'key', false],
  [['m1'], 'viewer', 'm1', true],
  [['m1'], 'owner', 'm2', false],
  [['m1'], 'owner', 'key', false],
  [['m1', 'admin'], 'admin', 'm2', true],
  [['nonsense'], 'owner', 'key', false],
])('of %j a %s who is the member %s may decide: %s', (approvers, role, member, may) => {
  expect(mayDecide(approvers, { id: member, role })).toBe(may);
});
