import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUp, lastLine, readPlaywright, readVitest, tallyOf } from './tally.mjs';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'millrace-tally-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const report = (json: unknown): string => {
  const file = path.join(dir, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(json));
  return file;
};
const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

test('results of all runners are added up in one line', () => {
  const sum = addUp([
    { passed: 2, failed: 0, skipped: 0 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(lastLine(sum)).toBe('5 passed, 1 failed');
  expect(lastLine({ ...sum, skipped: 2 })).toBe('5 passed, 1 failed, 2 skipped');
});

test('a clean run counts as it is', async () => {
  expect(await tallyOf(report(vitest), 0, readVitest)).toEqual({ passed: 7, failed: 0, skipped: 1 });
});

test.each([
  ['a runner that fails without a failed test', vitest, 1],
  ['a runner that ran nothing', { ...vitest, numPassedTests: 0 }, 0],
  ['a runner that left no report', null, 0],
  ['a file that does not load', { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }, 1],
])('%s is a failure', async (_situation, json, code) => {
  const file = json === null ? path.join(dir, 'missing.json') : report(json);
  expect((await tallyOf(file, code, readVitest)).failed).toBe(1);
});

test('a browser test that passed on its second try passed; one that failed twice did not', async () => {
  const stats = { expected: 4, unexpected: 0, flaky: 1, skipped: 0 };
  expect(await tallyOf(report({ stats }), 0, readPlaywright)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  const worse = { ...stats, unexpected: 1 };
  expect(await tallyOf(report({ stats: worse }), 1, readPlaywright)).toEqual({
    passed: 5,
    failed: 1,
    skipped: 0,
  });
});
