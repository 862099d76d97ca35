import { defineConfig } from 'vitest/config';

/**
 * One project for each kind of test. `npm test` runs all but `slow`, `npm run check:slow` runs that
 * one, and `npx vitest run --project unit` runs one kind. What packs, installs or opens a browser is
 * slow.
 *
 * Where files share a worker (`isolate: false`), modules are loaded once and not once a file: tests
 * may not leave anything behind in one. Loading cost two thirds of what `infra` took.
 */
export default defineConfig({
  test: {
    // The integration tests wait for processes of their own most of the time.
    maxWorkers: 3,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'property', include: ['test/property/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'] } },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/integration/synthesize-once.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
