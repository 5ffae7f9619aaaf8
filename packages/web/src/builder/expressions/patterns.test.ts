import { RE2JS as Real } from 're2js';
import { expect, it } from 'vitest';
import { loadPatterns, RE2JS } from './patterns.ts';

it('has the flags of the real patterns', () => {
  const { CASE_INSENSITIVE, DOTALL, MULTILINE } = Real;
  expect(RE2JS).toMatchObject({ CASE_INSENSITIVE, DOTALL, MULTILINE });
});

it('says that it is too early, and reads patterns once they are there', async () => {
  expect(() => RE2JS.compile('^a+$')).toThrow('still on their way');
  await loadPatterns();
  expect(RE2JS.compile('^A+$', RE2JS.CASE_INSENSITIVE).test('aaa')).toBe(true);
  expect(() => RE2JS.compile('(')).toThrow(/missing closing/);
});
