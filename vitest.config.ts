import { defineConfig } from 'vitest/config';

// Only where no Chromium can be had: `npm test` says at its end what was left out.
const skipBrowser = process.env.LEDGERBERRY_SKIP_BROWSER === '1';

const special = ['property', 'crash', 'browser'] as const;

/**
 * Tests whose files end in `.property.test.ts` and so on can be run alone: `--project property`.
 * Projects of one order run beside each other, a higher order waits for the lower.
 */
function project(name: (typeof special)[number], groupOrder: number, testTimeout: number) {
  const include = [`{server,web,scripts}/**/*.${name}.test.ts`];
  return { extends: true as const, test: { name, include, testTimeout, sequence: { groupOrder } } };
}

export default defineConfig({
  test: {
    globalSetup: ['server/testing/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{server,web,scripts}/**/*.test.ts'],
          exclude: special.map((name) => `**/*.${name}.test.ts`),
        },
      },
      project('property', 1, 600_000),
      project('crash', 1, 600_000),
      ...(skipBrowser ? [] : [project('browser', 2, 120_000)]),
    ],
  },
});
