import { describe, expect, it } from 'vitest';
import { approverName, approverOptions } from './approver_options.ts';

const members = [
  { id: 'm2', name: 'Zoë', email: 'zoe@example.com', role: 'viewer' as const },
  { id: 'm1', name: 'Ada', email: 'ada@example.com', role: 'owner' as const },
];
const options = approverOptions(members);

describe('who may decide', () => {
  it('offers roles, then members by name', () => {
    expect(options.map(({ value }) => value)).toEqual(['owner', 'admin', 'editor', 'viewer', 'm1', 'm2']);
    expect(options[1]!.label).toBe('Admin and above');
  });

  it.each([
    ['m1', false, 'Ada'],
    ['owner', true, 'Owners'],
    ['m9', true, '…'],
    ['m9', false, 'Somebody who left (m9)'],
    ['{{ order.manager }}', false, '{{ order.manager }}'],
  ])('%s (loading: %s) is called %s', (value, loading, name) => {
    expect(approverName(value, options, loading)).toBe(name);
  });
});
