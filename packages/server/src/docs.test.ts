import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { SETTING_NAMES } from './env.ts';
import { ApiError, errorCodes } from './errors.ts';
import { createMetrics } from './metrics/metrics.ts';

const read = (file: string) => readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');

test.each(errorCodes)('docs/api.md says what the error %s is', (code) => {
  const { status, message } = new ApiError(code);
  expect(read('api.md')).toContain(`| \`${code}\` | ${status} | ${message} |`);
});

test.each(SETTING_NAMES)('docs/operations.md has a row for the setting %s', (name) => {
  expect(read('operations.md')).toMatch(new RegExp(`^\\| .*\`${name}\`.* \\| .+ \\| .+ \\|$`, 'm'));
});

test('docs/operations.md has a row for each metric of ours', async () => {
  const { registry, installation } = createMetrics({
    running: () => 0,
    waiting: () => 0,
    waiting_bytes: () => 0,
    ready: async () => 0,
    installation: async () => ({ oldest_seconds: 0, waits_open: 0 }),
  });
  expect(registry).toBeInstanceOf(Registry);
  const ours = [registry, installation]
    .flatMap((each) => each.getMetricsAsArray())
    .map(({ name }) => name)
    .filter((name) => /^millrace_(execution|writer|writes|queue|waits)/.test(name));
  expect(ours.length).toBeGreaterThan(5);
  for (const name of ours) expect(read('operations.md')).toMatch(new RegExp(`^\\| \`${name}\``, 'm'));
});
