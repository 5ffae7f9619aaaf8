import { expect, test } from 'vitest';
import { nestsTooDeep } from './json_depth.ts';

const long = JSON.stringify('x'.repeat(70_000));
const nested = (levels: number) => `${'['.repeat(levels)}${long}${']'.repeat(levels)}`;

test.each<[string, string, boolean]>([
  ['as deep as the limit', nested(100), false],
  ['one deeper', nested(101), true],
  ['objects one deeper', `${'{"a":'.repeat(101)}${long}${'}'.repeat(101)}`, true],
  ['a million levels that never close', '['.repeat(1_000_000), true],
  ['a wide list', `[${'[{}],'.repeat(20_000)}0]`, false],
  ['brackets in a text', JSON.stringify('['.repeat(70_000)), false],
  ['brackets after quotes in a text', JSON.stringify('"[\\"['.repeat(20_000)), false],
  ['brackets after a text that ends in a backslash', `[${long},"\\\\",${'['.repeat(100)}`, true],
  ['a text that never ends', `"${'['.repeat(70_000)}`, false],
  ['a small text, whatever it holds', '['.repeat(60_000), false],
])('%s: %#', (_what, text, answer) => expect(nestsTooDeep(Buffer.from(text), 100)).toBe(answer));
