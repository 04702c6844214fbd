import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { isIP } from 'node:net';

/**
 * The network that a request comes from, in short: for throttles and for the list of who did what.
 * With https in front there is a proxy on this very machine: what it says of the caller counts, and
 * it says so last. Nobody else is believed, whatever they claim.
 */
export function callerNetwork(deps: { publicUrl: string }, c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const peer = incoming?.socket?.remoteAddress;
  const isProxy = deps.publicUrl.startsWith('https:') && isOfThisMachine(peer);
  const told = isProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return networkOf(told && isIP(told) !== 0 ? told : (peer ?? 'unknown'));
}

/** A Unix socket has no address at all. */
const isOfThisMachine = (peer: string | undefined) =>
  peer === undefined || /^(::ffff:)?127(\.\d+){3}$|^::1$/.test(peer);

/**
 * What a caller's address says of where they are. The IPv6 devices of a household share a /64, and
 * each of them may choose its address in there as often as it likes.
 * @param address as a socket tells it: IPv4, or IPv6 written as short as it goes
 */
export function networkOf(address: string): string {
  const [text = ''] = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .split('%');
  if (!text.includes(':')) return text;
  if (text.includes('.')) return networkOf(withoutDots(text));
  const [head = '', tail] = text.split('::');
  const groups = (part = '') => part.split(':').filter(Boolean);
  const left = 8 - groups(head).length - groups(tail).length;
  const zeros = tail === undefined ? [] : Array.from({ length: left }, () => '0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** A header may write an IPv6 address with the last two groups as IPv4. */
function withoutDots(text: string): string {
  const [, head = '', ...bytes] = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  return `${head}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
