import { expect, test } from 'vitest';
import { hideAddresses, seesAddresses } from './capabilities.ts';

const token = 'A'.repeat(43);

test.each([
  [{ url: `https://x.example/resume/${token}` }, { url: 'https://x.example/resume/***' }],
  [
    { body: `Approve: <a href="http://127.0.0.1:3000/approve/${token}_-9">here</a>, or not` },
    { body: 'Approve: <a href="http://127.0.0.1:3000/approve/***">here</a>, or not' },
  ],
  [{ deep: [{ a: `/resume/${token}/resume/${token}` }] }, { deep: [{ a: '/resume/***/resume/***' }] }],
  [
    { short: '/resume/later', path: '/approved/x' },
    { short: '/resume/later', path: '/approved/x' },
  ],
])('hides what would end a wait, wherever it stands, and nothing else: %j', (value, hidden) => {
  expect(JSON.parse(hideAddresses(JSON.stringify(value)))).toEqual(hidden);
});

test('who may run things sees them', () => {
  expect(['owner', 'admin', 'editor', 'viewer'].map((role) => seesAddresses(role as 'viewer'))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
