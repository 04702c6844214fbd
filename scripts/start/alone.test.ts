import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressHere, checkPort, claim, makeDataFolder } from './alone.ts';
import { runProgram } from './program.ts';

// What stands in the way of a start, and what must not.

let home: string;
const servers: Server[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ledgerberry-alone-'));
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(home, { recursive: true, force: true });
});

test('a data folder that cannot be had is named with its setting', () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'below'), '/proc', '/proc/below/that']) {
    expect(() => makeDataFolder(folder)).toThrow(/^DATA_DIR is a folder that cannot be made/);
  }
  makeDataFolder(join(home, 'made', 'twice'));
  makeDataFolder(join(home, 'made', 'twice'));
});

test('somebody else who took our name neither holds us up nor writes on the terminal', async () => {
  const folder = join(home, 'claimed');
  makeDataFolder(folder);
  const name = createHash('sha256').update(folder).digest('hex');
  const rude = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('\u001b[2Jgone');
  });
  servers.push(rude);
  await new Promise<void>((resolve) => rude.listen(`\0ledgerberry-${name}`, resolve));
  await expect(claim(folder, 'http://localhost:4180')).rejects.toThrow(
    'Ledgerberry is running here already (another process).',
  );
});

test('a host that no name server knows is not an address of this machine', async () => {
  const sentence = 'HOST is not an address of this machine.';
  await expect(checkPort('nobody.invalid', 41_800)).rejects.toThrow(sentence);
});

test('a port that somebody has on the other loopback address is taken too', async () => {
  const other = createServer();
  servers.push(other);
  const listening = new Promise<boolean>((resolve) => {
    other.once('listening', () => resolve(true)).once('error', () => resolve(false));
  });
  other.listen(0, '::1');
  // A machine may have no IPv6.
  if (!(await listening)) return;
  const { port } = other.address() as AddressInfo;
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(`PORT ${port} is taken`);
});

test('who needs more than one port says what else to try', async () => {
  const other = createServer();
  servers.push(other);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(`PORT=${port + 1} npm start.`);
  await expect(checkPort('127.0.0.1', port, 'something else')).rejects.toThrow(
    'or choose another, for example something else.',
  );
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4180'],
  ['0.0.0.0', 'http://127.0.0.1:4180'],
  ['::', 'http://[::1]:4180'],
  ['::1', 'http://[::1]:4180'],
  ['pi.home', 'http://pi.home:4180'],
])('what listens on %s is reached here at %s', (host, address) => {
  expect(addressHere(host, 4180)).toBe(address);
});

test('a log that cannot be written costs its lines and nothing more', async () => {
  const logFile = join(home, 'full', 'log');
  makeDataFolder(logFile);
  const lines: string[] = [];
  const program = runProgram({
    name: 'The program',
    args: ['-e', 'console.log("still heard")'],
    env: { PATH: process.env.PATH },
    logFile,
    isReady: () => true,
    onLine: (line) => lines.push(line),
  });
  await program.died;
  expect(lines).toEqual(['still heard']);
});
