import { defineConfig } from 'vitest/config';

/** What every project shares. A test that needs longer is an integration test. */
const common = { clearMocks: true, restoreMocks: true, unstubGlobals: true } as const;

/** Renderer tests run with a DOM; everything else runs in plain Node. */
const rendererTests = ['test/unit/renderer/**/*.test.ts', 'test/unit/renderer/**/*.test.tsx'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          environment: 'node',
          testTimeout: 20_000,
          include: ['test/unit/**/*.test.ts'],
          exclude: rendererTests,
        },
      },
      { test: { ...common, name: 'renderer', environment: 'happy-dom', testTimeout: 60_000, include: rendererTests, css: false } },
      {
        test: {
          ...common,
          name: 'contract',
          environment: 'node',
          include: ['test/contract/**/*.test.ts', 'test/golden/**/*.test.ts', 'test/migration/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { ...common, name: 'house', environment: 'node', include: ['test/house/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...common,
          name: 'simulation',
          environment: 'node',
          include: ['test/simulation/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'integration',
          environment: 'node',
          include: ['test/integration/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
