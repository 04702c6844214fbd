import { expect } from 'vitest';
import type { LinkSessionId } from '#server/contract/ids.ts';
import type { Caller } from './caller.ts';

/** The sandbox bank's control plane, as a test uses it. */
export interface Bank {
  url: string;
  post<Reply = Record<string, unknown>>(path: string, body?: object): Promise<Reply>;
  get<Reply = Record<string, unknown>>(path: string): Promise<Reply>;
  delete(path: string): Promise<void>;
  /** Links a login for a caller through their own Link session, without a browser. */
  link(
    caller: Caller,
    login: { institution_id: string; username?: string; password?: string } & Record<
      string,
      unknown
    >,
  ): Promise<{ session: LinkSessionId }>;
}

export function createBank(url: string): Bank {
  const send = async (method: string, path: string, body?: object) => {
    const reply = await fetch(`${url}/admin/${path}`, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      headers: { 'content-type': 'application/json' },
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 500)}`);
    return text ? (JSON.parse(text) as unknown) : {};
  };
  return {
    url,
    post: async (path, body) => (await send('POST', path, body)) as never,
    get: async (path) => (await send('GET', path)) as never,
    delete: async (path) => void (await send('DELETE', path)),
    async link(caller, login) {
      const opened = await caller.call('POST /api/link-sessions', { body: {} });
      const token = new URL(opened.url).pathname.split('/').pop();
      expect(token).toBeTruthy();
      await send('POST', 'link/complete', { link_token: token, ...login });
      return { session: opened.id };
    },
  };
}

/** Asks again until it holds; fails with the last answer. */
export async function eventually<Result>(
  look: () => Promise<Result | undefined | false>,
  seconds = 10,
): Promise<Result> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`It did not become so within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
