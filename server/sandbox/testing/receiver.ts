import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookFaults } from './contract.ts';

export interface Received {
  readonly code: string;
  readonly type: string;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

/** What the receiver answers with; null never answers. */
export interface HookReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

export interface Receiver {
  readonly url: string;
  readonly got: Received[];
  readonly faults: string[];
  /** Decides the replies; 200 by default. */
  answer: (hook: Received) => HookReply | null;
  /** Waits until there are so many, at most two seconds. */
  until(count: number): Promise<Received[]>;
  codes(): string[];
  close(): Promise<void>;
}

/** Where webhooks go in tests. Every one of them is checked against the contract. */
export async function openReceiver(): Promise<Receiver> {
  const got: Received[] = [];
  const faults: string[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const body = JSON.parse(text) as Record<string, string>;
      const { webhook_code: code = '', webhook_type: type = '' } = body;
      const hook = { body, code, headers: request.headers, text, type };
      faults.push(...webhookFaults(text));
      got.push(hook);
      const reply = receiver.answer(hook);
      if (reply) response.writeHead(reply.status, reply.headers).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    answer: () => ({ status: 200 }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    codes: () => got.map(({ code }) => code),
    faults,
    got,
    async until(count) {
      for (let wait = 0; wait < 200 && got.length < count; wait += 1) {
        await new Promise((done) => setTimeout(done, 10));
      }
      return got;
    },
    url: `http://127.0.0.1:${port}/hook`,
  };
  return receiver;
}
