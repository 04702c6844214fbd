import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { LIVE_PATH } from './liveSocket.ts';

export interface Listening {
  /** The address it really listens on. */
  url: string;
  close(): Promise<void>;
}

const PING_MS = 30_000;
/** How long it may take from asking for a websocket to having one. */
const UPGRADE_MS = 5_000;
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
    serverOptions: {
      requestTimeout: 60_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 65_000,
      shouldUpgradeCallback: upgradeGate(sockets),
    },
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

/**
 * Only a websocket of hints leaves plain HTTP: whoever offers any other protocol is answered as if
 * they had not. The HTTP server forgets a connection that it hands over, so a clock of ours runs
 * until the websocket is open: who is refused and never hangs up would hold it for ever.
 */
function upgradeGate(sockets: WebSocketServer): (request: IncomingMessage) => boolean {
  const clocks = new WeakMap<Socket, NodeJS.Timeout>();
  sockets.on('connection', (_socket, { socket }: IncomingMessage) => {
    clearTimeout(clocks.get(socket));
  });
  return ({ url, headers, socket }) => {
    if (headers.upgrade?.toLowerCase() !== 'websocket') return false;
    if (url?.split('?')[0] !== LIVE_PATH) return false;
    if (!URL.canParse(`http://${headers.host ?? ''}`)) return false;
    const clock = setTimeout(() => socket.destroy(), UPGRADE_MS);
    clocks.set(socket, clock);
    socket.once('close', () => clearTimeout(clock));
    return true;
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
