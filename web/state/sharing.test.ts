import { afterEach, expect, test } from 'vitest';
import { eyesFor } from '#web/api.ts';
import { ask } from './client.ts';
import { looksOn } from './session.ts';
import { alike } from './sharing.ts';
import { onViewAs, viewAs, viewedAs } from './view-as.ts';

afterEach(() => viewAs(null));

test('accounts that are shared in one way are said in one call', () => {
  const none = { household: 'none' as const, members: [] };
  const full = { household: 'full' as const, members: [] };
  const answers = [
    { id: 'a', sharing: none },
    { id: 'b', sharing: full },
    { id: 'c', sharing: { ...none } },
  ];
  expect(alike(answers)).toEqual([
    { accounts: ['a', 'c'], sharing: none },
    { accounts: ['b'], sharing: full },
  ]);
});

test('with another’s eyes answers are kept apart, and nothing can be changed', () => {
  const own = ask([], 'GET /api/overview').queryKey;
  let told = 0;
  const leave = onViewAs(() => (told += 1));
  viewAs({ id: 'ben', name: 'Ben' });
  viewAs({ id: 'ben', name: 'Ben' });
  expect([told, viewedAs()?.name, looksOn(undefined)]).toEqual([1, 'Ben', true]);
  expect(ask([], 'GET /api/overview').queryKey).toEqual([...own, 'ben']);
  // Whatever would change something goes out so that the server refuses it; signing out does not.
  expect(eyesFor('PATCH /api/transactions/:id')).toBe('ben');
  expect(eyesFor('POST /api/sign-out')).toBeNull();
  expect(eyesFor('GET /api/session')).toBeNull();
  viewAs(null);
  leave();
  expect(ask([], 'GET /api/overview').queryKey).toEqual(own);
  expect([told, looksOn(undefined)]).toEqual([2, false]);
});
