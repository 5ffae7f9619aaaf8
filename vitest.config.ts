import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'server',
          include: ['packages/server/src/**/*.test.ts'],
          // One PostgreSQL for all files of a run; only where there is something to run.
          globalSetup: ['packages/server/src/testing/database_server.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'units',
          include: [
            'packages/{core,sdk,apps,engine}/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        test: { ...common, name: 'web', include: ['packages/web/src/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
