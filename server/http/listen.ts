import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface Listening {
  /** The address it really listens on. */
  url: string;
  close(): Promise<void>;
}

const PING_MS = 30_000;
/** How long a shutdown waits for what is under way. */
const DRAIN_MS = 3_000;

/** Listens; resolves when it does. @throws the error of `listen`, such as EADDRINUSE */
export async function listen(app: Hono, at: { host: string; port: number }): Promise<Listening> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    websocket: { server: sockets as never },
    serverOptions: { requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
  });
  const stopBeat = keepAlive(sockets);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      stopBeat();
      await drain(server, sockets);
    },
  };
}

/** A phone that went out of reach says no goodbye: who misses a ping is let go. */
function keepAlive(sockets: WebSocketServer): () => void {
  const alive = new WeakSet<WebSocket>();
  sockets.on('connection', (socket: WebSocket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
  });
  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_MS);
  return () => clearInterval(beat);
}

async function drain(server: ServerType, sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets.clients) socket.close(1012, 'restart');
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const patience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, DRAIN_MS);
  await closed;
  clearTimeout(patience);
}
