/** What the whole of core promises: it runs in a browser, and nowhere hands text to the host's own evaluation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/(?:^|\/)testing\//.test(name),
);

/** Code without comments and texts. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'/g, '');
}

test('no file of core outside of tests imports from Node or uses what only Node has', () => {
  expect(files.length).toBeGreaterThan(40);
  for (const name of files) {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text, name).not.toMatch(/from '(?:node:|fs|path|crypto|vm|buffer|util)/);
    expect(codeOf(text), name).not.toMatch(/\b(?:Buffer|process|require|setImmediate)[.(]/);
  }
});

test('no file of core evaluates text as code', () => {
  for (const name of files) {
    const code = codeOf(readFileSync(join(root, name), 'utf8'));
    expect(code, name).not.toMatch(/\beval\s*\(|new Function|\bFunction\s*\(|node:vm/);
  }
});
