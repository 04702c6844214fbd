import { WebSocket } from 'ws';
import type { LiveHint } from '#server/contract/live.ts';
import { eventually } from './bank.ts';
import type { Caller } from './caller.ts';
import type { TestHome } from './home.ts';

/** A member's open page, as far as the websocket of hints goes. */
export interface Watcher {
  /** The raw text of every message so far. */
  messages: string[];
  hints(): LiveHint[];
  /** Null while it is open. */
  closed(): { code: number; reason: string } | null;
  close(): void;
}

/** Opens the websocket as a page of ours would, and waits until hints come through it. */
export async function watch(home: TestHome, member: Caller): Promise<Watcher> {
  const socket = new WebSocket(`${home.url.replace('http', 'ws')}/api/live`, {
    headers: { origin: home.url, cookie: member.cookie ?? '' },
  });
  const messages: string[] = [];
  let closed: { code: number; reason: string } | null = null;
  socket.on('message', (data: Buffer) => messages.push(data.toString('utf8')));
  socket.on('close', (code, reason) => (closed = { code, reason: reason.toString('utf8') }));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    messages,
    hints: () => messages.map((text) => JSON.parse(text) as LiveHint),
    closed: () => closed,
    close: () => socket.terminate(),
  };
}

/** What the server answers to somebody who asks for the websocket: 101 where it opens. */
export async function knock(home: TestHome, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${home.url.replace('http', 'ws')}/api/live`, { headers });
  let status = 0;
  socket.on('open', () => (status = 101));
  socket.on('unexpected-response', (_request, reply) => {
    status = reply.statusCode ?? 0;
    reply.resume();
  });
  socket.on('error', () => {});
  await eventually(async () => status > 0);
  socket.terminate();
  return status;
}
