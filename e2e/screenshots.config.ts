import { defineConfig } from '@playwright/test';
import { launchOptions } from './harness/browser.ts';

/** `npm run screenshots`: the pictures of docs/images. */
export default defineConfig({
  testDir: './screenshots',
  testMatch: '**/*.shot.ts',
  outputDir: '../test-results',
  workers: 1,
  timeout: 420_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    launchOptions,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    // Nothing moves while the picture is taken.
    contextOptions: { reducedMotion: 'reduce' },
  },
});
