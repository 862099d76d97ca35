import { defineConfig } from 'vitest/config';

const common = {
  // They only end a test that hangs: no test passes or fails by them, however busy the machine is.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 300_000 } },
  setupFiles: ['test/support/property-seed.ts'],
};

/**
 * One project for each kind of test. `npm test` runs all but `slow`, `npm run check:slow` runs that
 * one, and `npx vitest run --project unit` runs one kind. What packs, installs, opens a browser, walks
 * through a page of the docs in a copy of the repository, sends every fixture, waits for retries, or breaks a
 * gateway for `verify` to find it, is slow.
 *
 * Where files share a worker (`isolate: false`), modules are loaded once and not once a file: tests
 * may not leave anything behind in one. Loading cost two thirds of what `infra` took.
 */
export default defineConfig({
  test: {
    // The integration tests wait for processes of their own most of the time.
    maxWorkers: 3,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false, ...common } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], ...common } },
      { test: { name: 'property', include: ['test/property/**/*.test.ts'], ...common } },
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...common } },
      {
        test: { name: 'infra', include: ['test/infra/**/*.test.ts'], isolate: false, ...common },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/integration/synthesize-once.ts',
          ...common,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['package', 'browser', 'walks', 'callbacks', 'http-subscription', 'verify'].map(
            (kind) => `test/${kind}/**/*.test.ts`,
          ),
          globalSetup: ['test/package/pack-once.ts', 'test/integration/synthesize-once.ts'],
          ...common,
        },
      },
    ],
  },
});
