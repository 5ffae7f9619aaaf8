import type { LaunchOptions } from '@playwright/test';

/** How the Chromium of the machine is started: `npm test` and `npm run screenshots` find it and name it in CHROME_PATH. */
export const launchOptions: LaunchOptions = {
  executablePath: process.env.CHROME_PATH || undefined,
  args: [
    // Chromium's sandbox refuses root; elsewhere it stays.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
