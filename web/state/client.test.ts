import { QueryObserver } from '@tanstack/query-core';
import { afterEach, expect, test } from 'vitest';
import { changed, onChanged, optimistic, queries } from './client.ts';

afterEach(() => queries.clear());

const watched = (key: string, topics: string[]) => {
  let asked = 0;
  const observer = new QueryObserver(queries, {
    queryKey: [key],
    queryFn: () => ++asked,
    meta: { topics },
  });
  const stop = observer.subscribe(() => {});
  return { stop, asked: () => asked, settled: () => observer.refetch({ cancelRefetch: false }) };
};

test('a hint asks again for what is watched and touched by it, and for nothing else', async () => {
  const rows = watched('rows', ['transactions']);
  const banks = watched('banks', ['links']);
  await Promise.all([rows.settled(), banks.settled()]);
  let told = 0;
  const leave = onChanged(['transactions', 'accounts'], () => (told += 1));
  await changed(['transactions']);
  leave();
  await changed(['transactions']);
  expect([rows.asked(), banks.asked(), told]).toEqual([3, 1, 1]);
  rows.stop();
  banks.stop();
});

test('where it is what one may see that changed, nothing out of sight is kept', async () => {
  const rows = watched('rows', ['transactions']);
  await rows.settled();
  queries.setQueryData(['account', 'unshared'], { name: 'Kitchen' });
  queries.setQueryData(['draft', 'row', 'note'], { typed: 'for Theo' });
  await changed(['accounts']);
  expect(queries.getQueryData(['account', 'unshared'])).toEqual({ name: 'Kitchen' });
  await changed(['sharing', 'transactions']);
  expect(queries.getQueryData(['account', 'unshared'])).toBe(undefined);
  expect(queries.getQueryData(['draft', 'row', 'note'])).toEqual({ typed: 'for Theo' });
  expect(rows.asked()).toBe(2);
  rows.stop();
});

test('a change is on the screen at once and goes back where it is refused', () => {
  queries.setQueryData(['names', 1], { name: 'old' });
  queries.setQueryData(['names', 2], { name: 'other' });
  const back = optimistic<{ name: string }>(['names'], (answer) =>
    answer.name === 'old' ? { name: 'new' } : answer,
  );
  expect(queries.getQueryData(['names', 1])).toEqual({ name: 'new' });
  expect(queries.getQueryData(['names', 2])).toEqual({ name: 'other' });
  back();
  expect(queries.getQueryData(['names', 1])).toEqual({ name: 'old' });
});
