import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeFolder } from '#server/security/folder.ts';

/** Makes the folder of all data. @throws a sentence that names DATA_DIR, where that cannot be */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir);
    // Rights on paper say little of a disk that is full or was mounted to be read.
    rmdirSync(mkdtempSync(join(dataDir, 'try-')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' ? ': the disk is full' : '';
    throw new Error(`DATA_DIR is a folder that cannot be made or written to (${dataDir})${full}.`, {
      cause: error,
    });
  }
}

/**
 * Makes sure that nobody else runs Ledgerberry on this data. The lock is a socket in the kernel's
 * own name space, which has no file and vanishes with the process, however that ends.
 * @throws a sentence that says who runs it, and where
 */
export async function claim(dataDir: string, publicUrl: string): Promise<void> {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex');
  const address = `\0ledgerberry-${name}`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(`process ${process.pid}, at ${publicUrl}`);
  });
  if (await listens(server, { path: address })) {
    server.unref();
    return;
  }
  // Whoever holds the name may be anybody: they get two seconds, and a line of plain letters.
  const told = createConnection({ path: address, signal: AbortSignal.timeout(2_000) });
  const words = await text(told).catch(() => 'another process');
  const who = words.replace(/[^ -~]/g, '').slice(0, 200);
  throw new Error(
    `Ledgerberry is running here already (${who}). Stop it there with Ctrl-C first, or with kill.`,
  );
}

/**
 * @param other what to start instead, where the port is taken
 * @throws a sentence that names PORT or HOST, when the server could not listen there
 */
export async function checkPort(
  host: string,
  port: number,
  other = `PORT=${port + 1} npm start`,
): Promise<void> {
  if (port === 0) throw new Error('PORT must be a number from 1 to 65535.');
  const free = await isFree(host, port);
  // A browser that is sent to localhost asks at ::1 first: whoever listens there would answer it.
  if (free && (host !== '127.0.0.1' || (await isFree('::1', port).catch(() => true)))) return;
  throw new Error(
    `PORT ${port} is taken by another program: stop that one, or choose another, ` +
      `for example ${other}.`,
  );
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    return await listens(server, { host, port });
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}

/** Where a program on this machine reaches what listens there. */
export function addressHere(host: string, port: number): string {
  // Who listens everywhere listens on loopback too.
  const name = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function listens(server: Server, where: { path: string } | { host: string; port: number }) {
  return new Promise<boolean>((resolve, reject) => {
    server.once('listening', () => resolve(true));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(listenError(error));
    });
    server.listen(where);
  });
}

function listenError(error: NodeJS.ErrnoException): Error {
  if (error.code === 'EACCES') {
    return new Error('PORT is one that only root may use: choose one above 1023.');
  }
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? '')) {
    return new Error('HOST is not an address of this machine.');
  }
  return error;
}
