import type { Role } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { addressKey, makeToken } from '../../signals/token.ts';
import { hideAddresses, seesAddresses } from './capabilities.ts';

const of = { org_id: uuidv7(), execution_id: uuidv7(), path: 'each[3]/ask' };
const key = addressKey(Buffer.alloc(32, 7));
const resume = makeToken(key, 'callback', of);
const approve = makeToken(key, 'approval', of);
const roles: readonly Role[] = ['viewer', 'editor', 'admin', 'owner'];

const shown = (value: unknown, role: Role): string => hideAddresses(JSON.stringify(value), role);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what would end a wait or decide an approval', () => {
  test.each([
    [`https://x.example/resume/${resume}`, 'https://x.example/resume/***'],
    [
      `Approve: <a href="http://x/approve/${approve}">here</a>, or not`,
      'Approve: <a href="http://x/approve/***">here</a>, or not',
    ],
    [`/resume/${resume}/resume/${resume}`, '/resume/***/resume/***'],
    [`?u=${encodeURIComponent(`http://x/resume/${resume}`)}&a=1`, '?u=http%3A%2F%2Fx%2Fresume%2F***&a=1'],
    [encodeURIComponent(encodeURIComponent(`/resume/${resume}`)), '%252Fresume%252F***'],
    [`token ${resume}.`, 'token ***.'],
    [`[link](${resume})`, '[link](***)'],
  ])('is hidden from viewers however it stands there: %s', (text, hidden) => {
    expect(JSON.parse(shown({ deep: [{ text }] }, 'viewer'))).toEqual({ deep: [{ text: hidden }] });
  });

  test.each([0, 1, 2])('is hidden from viewers in a mail as it is sent, at any place: %i', (offset) => {
    for (const [kind, token] of [
      ['resume', resume],
      ['approve', approve],
    ]) {
      const mail = base64(`${'x'.repeat(offset)}https://x.example/${kind}/${token} bye`);
      const [, signature] = [token, base64(token!.slice(22))];
      expect(shown(mail, 'viewer')).toContain('***');
      expect(Buffer.from(shown(mail, 'viewer'), 'base64').toString()).not.toContain(token!.slice(22, 40));
      expect(shown(mail, 'viewer')).not.toContain(signature!.slice(4, 20));
    }
  });

  test('is hidden where a preview cuts it, before what it signs can be read', () => {
    for (let length = 24; length < resume.length; length++)
      expect(shown({ text: `/resume/${resume.slice(0, length)}` }, 'viewer')).toBe('{"text":"/resume/***"}');
  });

  test('of an approval is hidden from everybody: who may decide has the address from the approval', () => {
    for (const role of roles) {
      expect(shown(`http://x/approve/${approve}`, role)).toBe('"http://x/approve/***"');
      expect(shown(encodeURIComponent(`http://x/approve/${approve}`), role)).toContain('approve%2F***');
      expect(shown(base64(`http://x/approve/${approve}`), role)).toContain('***');
    }
  });

  test('of a call is shown to those who may run things', () => {
    for (const role of ['editor', 'admin', 'owner'] as const)
      expect(shown([`/resume/${resume}`, resume], role)).toBe(JSON.stringify([`/resume/${resume}`, resume]));
    expect(roles.map(seesAddresses)).toEqual([false, true, true, true]);
  });
});

test.each([
  '/resume/later',
  '/approved/x',
  '/approve/0198f0b2-6f0e-7cc3-98c4-dc0c0c07398f',
  '/resume/the-meeting-of-the-whole-department',
  '0198f0b2-6f0e-7cc3-98c4-dc0c0c07398f',
  'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  'Please approve/reject the order',
])('other text is left as it is: %s', (text) => {
  for (const role of roles) expect(shown({ text }, role)).toBe(JSON.stringify({ text }));
});
