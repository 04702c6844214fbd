import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { callerNetwork, networkOf } from './network.ts';

test.each([
  ['192.168.1.20', '192.168.1.20'],
  ['::ffff:192.168.1.20', '192.168.1.20'],
  ['2001:db8:1:2:a:b:c:d', '2001:db8:1:2'],
  ['2001:db8:1:2::d', '2001:db8:1:2'],
  ['2001:db8::a:b:c:d', '2001:db8:0:0'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:0:1::', '2001:db8:0:1'],
  ['fe80::a:b:c:d%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['2001:0DB8:0001:0002::0d', '2001:db8:1:2'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0'],
  ['unknown', 'unknown'],
])('%s is in %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

/** A request as the server sees it: from a socket, with what its headers claim. */
const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    env: { incoming: { socket: { remoteAddress } } },
    req: { header: (name: string) => (name === 'x-forwarded-for' ? forwarded : undefined) },
  }) as unknown as Context;
const https = { publicUrl: 'https://home.example' };
const http = { publicUrl: 'http://192.168.1.5:4180' };

test.each([
  // The proxy on this machine says it last; what came with the request stands before.
  [https, '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  [https, '::1', '198.51.100.7, 203.0.113.9', '203.0.113.9'],
  [https, '::ffff:127.0.0.1', '2001:db8:1:2:3::4', '2001:db8:1:2'],
  [https, undefined, '203.0.113.9', '203.0.113.9'],
  [https, '127.0.0.1', undefined, '127.0.0.1'],
  [https, '127.0.0.1', 'unknown', '127.0.0.1'],
  [https, '127.0.0.1', '203.0.113.9, nonsense', '127.0.0.1'],
  [https, undefined, undefined, 'unknown'],
  // Nobody else is believed.
  [https, '192.168.1.20', '203.0.113.9', '192.168.1.20'],
  [https, '203.0.113.1', '127.0.0.1', '203.0.113.1'],
  [https, '127.0.0.1.evil.example', '203.0.113.9', '127.0.0.1.evil.example'],
  [http, '127.0.0.1', '203.0.113.9', '127.0.0.1'],
  [http, '192.168.1.20', '203.0.113.9', '192.168.1.20'],
])('%j: a request from %s that says %s comes from %s', (deps, peer, forwarded, network) => {
  expect(callerNetwork(deps, from(peer, forwarded))).toBe(network);
});
