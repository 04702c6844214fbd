import type { Sync } from '#server/contract/links.ts';
import { expect, it } from 'vitest';
import { syncWords, tookWords } from './link-words.ts';

const sync = (more: Partial<Sync>): Sync =>
  ({ outcome: 'applied', added: 0, modified: 0, removed: 0, ...more }) as Sync;

it('says what a sync brought', () => {
  expect(syncWords(sync({ added: 1200, removed: 1 }))).toBe('1,200 new, 1 taken back');
  expect(syncWords(sync({ outcome: 'unchanged' }))).toBe('Nothing new');
  expect(syncWords(sync({ outcome: 'failed', added: 3 }))).toBe('Did not work');
});

it('says how long it took', () => {
  expect(tookWords(12)).toBe('0.1 s');
  expect(tookWords(840)).toBe('0.8 s');
  expect(tookWords(125_000)).toBe('2 min');
});
