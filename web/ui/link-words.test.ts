import type { BankLink, Sync } from '#server/contract/links.ts';
import { expect, it } from 'vitest';
import { byNeed, syncWords, tookWords } from './link-words.ts';

const sync = (more: Partial<Sync>): Sync =>
  ({ outcome: 'applied', added: 0, modified: 0, removed: 0, ...more }) as Sync;

it('says what a sync brought', () => {
  expect(syncWords(sync({ added: 1200, removed: 1 }))).toBe('1,200 new, 1 removed');
  expect(syncWords(sync({ outcome: 'unchanged' }))).toBe('Nothing new');
  expect(syncWords(sync({ outcome: 'failed', added: 3 }))).toBe('Did not work');
});

it('says how long it took', () => {
  expect(tookWords(12)).toBe('0.1 s');
  expect(tookWords(840)).toBe('0.8 s');
  expect(tookWords(125_000)).toBe('2 min');
});

it('puts one’s own banks first, of them what asks for the reader, and what was removed last', () => {
  const link = (name: string, state: BankLink['state'], action: BankLink['action'] = 'none') =>
    ({ institution: { name }, state, action, mine: true }) as BankLink;
  const links = [
    { ...link('Aspen', 'ok'), mine: false },
    { ...link('Box', 'needs_sign_in', 'repair'), mine: false },
    link('Archway', 'archived'),
    link('Birch', 'ok'),
    link('Cedar', 'ok', 'add_accounts'),
    link('Delta', 'needs_sign_in'),
    link('Elm', 'gone', 'relink'),
    link('Alder', 'waiting'),
    link('Dune', 'expiring', 'repair'),
  ];
  const names = links.toSorted(byNeed).map(({ institution }) => institution.name);
  expect(names).toEqual([
    'Dune',
    'Elm',
    'Delta',
    'Cedar',
    'Alder',
    'Birch',
    'Archway',
    'Box',
    'Aspen',
  ]);
});
