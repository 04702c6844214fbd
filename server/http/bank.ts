import type { Hono } from 'hono';
import { noLonger, readBytes } from './readRequest.ts';
import { Refusal } from '#server/contract/errors.ts';

const FORM_LIMIT = 256 * 1024;

/** What passes in each direction; never a cookie of ours. */
const requestHeaders = ['accept', 'content-type', 'accept-language'];
const replyHeaders = [
  'content-type',
  'location',
  'content-security-policy',
  'cache-control',
  'x-frame-options',
  'referrer-policy',
];

/**
 * Hands the sandbox bank's Link pages on under our own address, so that a phone can use the demo.
 * Only /link: the bank's API and its control plane stay on this machine.
 */
export function mountBank(app: Hono, bankUrl: string): void {
  app.on(['GET', 'POST'], '/bank/link/*', noLonger(FORM_LIMIT), async (c) => {
    const url = new URL(c.req.url);
    const path = url.pathname.slice('/bank'.length);
    // Decoded dots or slashes could climb out of /link.
    if (/%2e|%2f|%5c|\.\./i.test(path)) return c.notFound();
    const headers = new Headers();
    for (const name of requestHeaders) {
      const value = c.req.header(name);
      if (value) headers.set(name, value);
    }
    const reply = await fetch(`${bankUrl}${path}${url.search}`, {
      method: c.req.method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      ...(c.req.method === 'POST' ? { body: await readBytes(c, FORM_LIMIT) } : {}),
    }).catch((cause: unknown) => {
      throw new Refusal('bank_refused', 'The sandbox bank is not answering.', { cause });
    });
    const kept = new Headers();
    for (const name of replyHeaders) {
      const value = reply.headers.get(name);
      if (value) kept.set(name, value);
    }
    return new Response(reply.body, { status: reply.status, headers: kept });
  });
}
