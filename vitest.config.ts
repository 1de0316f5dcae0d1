// How the tests run: in processes of their own, two at a time, on a fresh dist/.
// TEST_RESULTS=FILE also writes the results as JSON.
import { defineConfig } from 'vitest/config';

const resultsFile = process.env['TEST_RESULTS'];
const forGitHub = process.env['GITHUB_ACTIONS'] === undefined ? [] : ['github-actions'];

export default defineConfig({
  test: {
    include: ['graders/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: './scripts/repository/build.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ...forGitHub, ...(resultsFile ? ['json'] : [])],
    ...(resultsFile ? { outputFile: { json: resultsFile } } : {}),
    coverage: { provider: 'v8', include: ['graders/**/*.{ts,tsx}', 'scripts/**/*.ts'] },
  },
});
