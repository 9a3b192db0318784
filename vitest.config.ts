import { defineConfig } from 'vitest/config'

// Unit tests touch no server and run within seconds; integration tests use real servers and the model.
const integration = ['test/**/*.int.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: integration } },
      {
        test: {
          name: 'integration',
          include: integration,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file starts processes of its own, and the machine that this must pass on has two cores.
          maxWorkers: 2,
          // After the unit tests, when both are run at once.
          sequence: { groupOrder: 1 },
          globalSetup: 'test/helpers/global-postgres.ts',
        },
      },
      // No tests: `npm run docs:pictures` takes the pictures of docs/ by what the tests are made of.
      {
        test: {
          name: 'pictures',
          include: ['test/docs/*.shot.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: 'test/helpers/global-postgres.ts',
        },
      },
    ],
  },
})
