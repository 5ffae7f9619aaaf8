import { expect, test } from 'vitest';
import { approvals } from './waiting.ts';

test.each([
  ['Refund 219 €?', 'Approve “Refund 219 €?”'],
  ['Refund 219 €', 'Approve “Refund 219 €”?'],
])('the question about %s has one question mark', (title, asked) => {
  expect(approvals.approve_title(title)).toBe(asked);
});
