import { expect, test } from 'vitest';
import { addressOf, ApiError, sentenceOf } from './api.ts';
import { delayBefore } from './live.ts';
import { withQuery } from './state/address.ts';

test('parameters and the query are filled in, and nothing empty is sent', () => {
  expect(addressOf('/api/links/:id/sync', { id: 'a/b' })).toBe('/api/links/a%2Fb/sync');
  expect(
    addressOf(
      '/api/transactions',
      {},
      { q: 'Trader Joe’s', account: ['a', 'b'], from: '', to: undefined },
    ),
  ).toBe('/api/transactions?q=Trader+Joe%E2%80%99s&account=a&account=b');
});

test('an error is the server’s sentence, or ours', () => {
  expect(sentenceOf(new ApiError('conflict', 'It is linked already.'))).toBe(
    'It is linked already.',
  );
  expect(sentenceOf(new TypeError('x is undefined'))).not.toContain('undefined');
});

test('each try to reconnect waits longer, with a jitter, up to half a minute', () => {
  expect(delayBefore(0, 0)).toBe(250);
  expect(delayBefore(0, 1)).toBe(500);
  expect(delayBefore(3, 1)).toBe(4000);
  expect(delayBefore(50, 1)).toBe(30_000);
});

test('a part of the query changes and the rest stays', () => {
  const url = new URL('http://home/transactions?q=tea&account=a&account=b');
  expect(withQuery(url, { q: undefined })).toBe('/transactions?account=a&account=b');
  expect(withQuery(url, { account: ['c'], from: '2026-01-01' })).toBe(
    '/transactions?q=tea&account=c&from=2026-01-01',
  );
  expect(withQuery(url, { q: '', account: undefined })).toBe('/transactions');
});
