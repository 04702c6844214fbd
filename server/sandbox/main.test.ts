import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sandboxOptions } from './main.ts';
import { startSandbox } from './sandbox.ts';

test('settings are read, and an empty one says nothing', () => {
  expect(sandboxOptions({ SANDBOX_HOST: '', SANDBOX_PORT: '0', SANDBOX_SEED: 'x' })).toEqual({
    port: 0,
    seed: 'x',
  });
  const now = sandboxOptions({ SANDBOX_NOW: '2026-03-01T12:00:00Z' }).now;
  expect(now?.toISOString()).toBe('2026-03-01T12:00:00.000Z');
});

test.each([
  [{ SANDBOX_PORT: 'ten' }, 'SANDBOX_PORT'],
  [{ SANDBOX_LIFE_MS: '-1' }, 'SANDBOX_LIFE_MS'],
  [{ SANDBOX_NOW: 'soon' }, 'SANDBOX_NOW'],
  [{ PLAID_ENV: 'production' }, 'PLAID_ENV'],
  [{ PLAID_SECRET: '0123456789abcdef0123456789abcd' }, 'PLAID_SECRET'],
])('%o is refused by its name', (env, name) => {
  expect(() => sandboxOptions(env)).toThrow(name);
});

test('it listens on this machine only', async () => {
  for (const host of ['0.0.0.0', '192.0.2.1', '::', 'example.com']) {
    await expect(startSandbox({ host })).rejects.toThrow('loopback');
  }
});

test('a refusal to start is one sentence and an exit code', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', PLAID_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(said).toBe('The sandbox bank does not start with PLAID_ENV=production.\n');
});
