import type { Role } from '@millrace/core';
import { expect, test } from 'vitest';
import { isApprover } from './policy.ts';

test.each<[string[], Role, string | null, boolean]>([
  [[], 'editor', null, true],
  [[], 'viewer', null, false],
  [['viewer'], 'viewer', null, true],
  [['admin'], 'owner', null, true],
  [['admin'], 'editor', null, false],
  [['m1'], 'viewer', 'm1', true],
  [['m1'], 'owner', 'm2', false],
  [['m1'], 'owner', null, false],
  [['m1', 'admin'], 'admin', 'm2', true],
  [['nonsense'], 'owner', null, false],
])('of %j a %s who is the member %s may decide: %s', (approvers, role, member, may) => {
  expect(isApprover(approvers, { role }, member)).toBe(may);
});
