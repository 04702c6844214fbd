import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevice } from '#server/testing/device.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// Whoever administers the machine lets somebody in who has lost everything they signed in with.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'let-in.ts'), ...args], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: home.config.databaseUrl,
      DATABASE_OWNER_URL: home.ownerUrl,
      DATA_DIR: join(home.config.dataDir, 'let-in'),
      PUBLIC_URL: home.url,
      PORT: String(home.config.port),
      PLAID_ENV: 'sandbox',
      PLAID_CLIENT_ID: 'client',
      PLAID_SECRET: 'secret',
      PLAID_BASE_URL: home.config.plaid.baseUrl,
    },
  });

test('an address signs its member in, once, and they read of it', async () => {
  const { stdout } = await run('Ben@Home.example');
  const code = /\/welcome#code=([\w-]{43})\n/.exec(stdout)?.[1] ?? '';
  const body = { code };
  const ben = createDevice(home.url);
  await ben.call('POST /api/sign-in/code', { body });
  expect(await ben.call('GET /api/session')).toMatchObject({ member: { name: 'Ben' } });
  expect((await home.stranger.attempt('POST /api/sign-in/code', { body })).status).toBe(410);
  const { entries } = await home.ben.call('GET /api/audit', { query: {} });
  expect(entries[0]?.sentence).toBe('You signed in with a one-time address: Firefox on Android.');
  // They come in to set a password: nothing else is asked of them first.
  await ben.call('POST /api/credentials/password', { body: { password: 'violet otter lantern' } });
});

test('for nobody it makes none, and says so', async () => {
  const failed = await run('nobody@home.example').catch((error: { stderr: string }) => error);
  expect(failed.stderr).toContain('Nobody in this household has the e-mail address nobody@');
  const { stdout } = await run();
  expect(stdout).toContain('npm run let-in -- <e-mail address>');
});
