import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Server } from 'node:net';
import { text } from 'node:stream/consumers';

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
  const who = await text(createConnection(address)).catch(() => 'another process');
  throw new Error(
    `Ledgerberry is running here already (${who}). Stop it there with Ctrl-C first, or with kill.`,
  );
}

/** @throws a sentence that names PORT or HOST, when the server could not listen there */
export async function checkPort(host: string, port: number): Promise<void> {
  if (port === 0) throw new Error('PORT must be a number from 1 to 65535.');
  const server = createServer();
  try {
    if (await listens(server, { host, port })) return;
    throw new Error(
      `PORT ${port} is taken by another program: stop that one, or choose another, ` +
        `for example PORT=${port + 1} npm start.`,
    );
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
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
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error('HOST is not an address of this machine.');
  }
  return error;
}
