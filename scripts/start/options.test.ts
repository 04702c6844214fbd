import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const read = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  readOptions('/house', args, environment);

test('without keys there is the demo, in a folder of its own', () => {
  expect(read([])).toMatchObject({ demo: true, ownDatabase: false, large: false, lifeMs: 20_000 });
  expect(read([])?.config.dataDir).toBe('/house/data/demo');
  expect(read(['--large'])?.config.dataDir).toBe('/house/data/large');
  expect(read(['--fast'])?.lifeMs).toBe(2_000);
  expect(read(['--help'])).toBeUndefined();
});

test('with keys there is none', () => {
  const keys = { PLAID_ENV: 'sandbox', PLAID_CLIENT_ID: 'a', PLAID_SECRET: 'b' };
  expect(read([], keys)).toMatchObject({ demo: false });
  expect(read([], keys)?.config.dataDir).toBe('/house/data');
  expect(() => read([], { PLAID_CLIENT_ID: 'a', PLAID_SECRET: 'b' })).toThrow('PLAID_ENV');
});

test('what cannot be meant is said in a sentence', () => {
  expect(() => read(['--lage'])).toThrow("Unknown option '--lage'. See npm start -- --help.");
  expect(() => read(['large'])).toThrow("Unexpected argument 'large'. See npm start -- --help.");
  expect(() => read([], { DATABASE_OWNER_URL: 'postgres://o@localhost/x' })).toThrow(
    'DATABASE_OWNER_URL goes with DATABASE_URL only.',
  );
});
