import type { Account } from '#server/contract/accounts.ts';
import type { Sharing } from '#server/contract/sharing.ts';
import { expect, test } from 'vitest';
import {
  accessWords,
  exceptionWords,
  levelOf,
  onlyMe,
  whoseBy,
  withLevel,
} from './sharing-words.ts';
import type { Person } from './sharing-words.ts';

const theo: Person = { id: 'theo', name: 'Theo', role: 'member' };
const mia: Person = { id: 'mia', name: 'Mia', role: 'owner' };
const vic: Person = { id: 'vic', name: 'Vic', role: 'viewer' };
const all = [theo, mia, vic];

test('somebody sees what is set for them, else what the household sees, viewers nothing', () => {
  const house: Sharing = { household: 'balances', members: [] };
  expect(all.map((one) => levelOf(house, one))).toEqual(['balances', 'balances', 'none']);
  const named = withLevel(withLevel(house, theo, 'none'), vic, 'full');
  expect(all.map((one) => levelOf(named, one))).toEqual(['none', 'balances', 'full']);
  expect(withLevel(withLevel(named, theo, null), vic, null)).toEqual(house);
});

test('whoever sees something else than the household is named', () => {
  expect(exceptionWords(onlyMe, all)).toBe('');
  const some = withLevel(withLevel(onlyMe, theo, 'full'), vic, 'balances');
  expect(exceptionWords(some, all)).toBe('But Theo sees everything and Vic sees its balance only.');
  const same = withLevel({ household: 'full', members: [] }, theo, 'full');
  expect(exceptionWords(same, all)).toBe('');
  expect(exceptionWords(withLevel(same, mia, 'none'), all)).toBe('But Mia sees nothing.');
});

test('a viewer who is given what the household has is no exception to it', () => {
  const given = withLevel({ household: 'balances', members: [] }, vic, 'balances');
  expect(exceptionWords(given, all)).toBe('Vic sees its balance only, too.');
});

test('whose an account is stands with it where that needs saying', () => {
  const own = { access: 'own', owner: { id: 'mia', name: 'Mia' }, shared: false, joint: [] };
  const words = (more: object) => accessWords({ ...own, ...more } as unknown as Account, 'Mia');
  expect(words({})).toEqual([]);
  expect(words({ shared: true })).toEqual(['shared']);
  expect(words({ joint: ['Mia', 'Theo'], shared: true })).toEqual(['joint with Theo', 'shared']);
  const theirs = { owner: { id: 'theo', name: 'Theo' } };
  expect(words({ ...theirs, access: 'full' })).toEqual(['Theo’s']);
  expect(words({ ...theirs, access: 'balances' })).toEqual(['Theo’s', 'balance only']);
  expect(words({ ...theirs, access: 'full', joint: ['Ana', 'Theo'] })).toEqual(['Ana and Theo’s']);
});

test('whose a transaction is stands with its account, where it is not the reader’s', () => {
  const account = (id: string, more: object) => ({ id, joint: [], ...more }) as unknown as Account;
  const whose = whoseBy([
    account('mine', { access: 'own', owner: { name: 'Mia' } }),
    account('his', { access: 'full', owner: { name: 'Theo' } }),
    account('theirs', { access: 'full', owner: { name: 'Theo' }, joint: ['Ana', 'Theo'] }),
  ]);
  expect(['mine', 'his', 'theirs', 'unknown'].map(whose)).toEqual([
    '',
    'Theo’s',
    'Ana and Theo’s',
    '',
  ]);
  expect(whoseBy(undefined)('mine')).toBe('');
});
