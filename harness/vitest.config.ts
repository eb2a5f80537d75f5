import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SkipReasons } from './quality/testing/skip-reasons.ts';

/** Our own tests: `vitest run --config harness/vitest.config.ts [folder]`. Graders run only through `grade`. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['harness/**/*.test.ts'],
    // As Node itself loads them: what runs here is what runs in production, types stripped and nothing else.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    pool: 'forks',
    // Servers are started: two files at a time are enough for two cores, and more would only make deadlines miss.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
    // Where vitest would hide a leftover behind a kill, the output says so.
    teardownTimeout: 5000,
    reporters: ['default', new SkipReasons()],
    snapshotFormat: { printBasicPrototype: false },
  },
});
