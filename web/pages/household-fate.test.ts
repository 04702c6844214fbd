import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import { expect, test } from 'vitest';
import { othersFate, ownFate } from './household-fate.ts';

const ben = { id: 'ben', name: 'Ben', me: false };
const vic = { id: 'vic', name: 'Vic', me: false };

/** `Checking: ben full, vic balances`, seen by whoever linked it as well. */
const sharing = (account: string, seen: Record<string, string> = {}): OwnSharing => ({
  id: account as OwnSharing['id'],
  sharing: { household: 'none', members: [] },
  sentence: '',
  seenBy: Object.entries({ ...seen, me: 'own' }).map(([memberId, access]) => ({
    memberId,
    name: memberId === 'me' ? 'Me' : memberId.replace(/^./, (first) => first.toUpperCase()),
    access,
  })) as OwnSharing['seenBy'],
});

const link = (bank: string, accounts: string[], state = 'ok'): BankLink =>
  ({
    institution: { name: bank },
    state,
    accounts: accounts.map((name) => ({ id: name, name })),
  }) as unknown as BankLink;

const mine = {
  links: [
    link('Alder', ['Checking', 'Savings']),
    link('Birch', ['Card', 'Loan']),
    link('Cedar', ['Purse']),
    link('Dune', ['Old'], 'archived'),
  ],
  sharing: [
    sharing('Checking', { ben: 'full' }),
    sharing('Savings', { ben: 'full', vic: 'balances' }),
    sharing('Card', { ben: 'full' }),
    sharing('Loan', { ben: 'balances' }),
    sharing('Purse'),
    sharing('Old', { ben: 'full' }),
  ],
};

test('what the receiver sees in full goes on, or is kept, and the rest ends', () => {
  expect(ownFate(mine, 'me', ben)).toEqual([
    'Goes on, with new transactions: Alder.',
    'Ends, and its history is kept: Card at Birch and Dune.',
    'Ends and is deleted: Cedar and Loan at Birch.',
    'Ben loses Loan.',
  ]);
  expect(ownFate(mine, 'me', vic)).toEqual([
    'Ends and is deleted: Alder, Birch, Cedar and Dune.',
    'Ben loses Checking, Savings, Card, Loan and Old.',
    'Vic loses Savings.',
  ]);
});

test('where everything goes, whoever saw something loses it, and who has it too keeps it', () => {
  expect(ownFate(mine, 'me', null).slice(1)).toEqual([
    'Ben loses Checking, Savings, Card, Loan and Old.',
    'Vic loses Savings.',
  ]);
  const joint = {
    links: [link('Alder', ['Household', 'Purse'])],
    sharing: [sharing('Household', { ben: 'own', vic: 'full' }), sharing('Purse')],
  };
  expect(ownFate(joint, 'me', null)).toEqual([
    'Ends and is deleted: Alder.',
    'Ben, who has connected it too, keeps Household.',
  ]);
  const same = {
    links: [link('Alder', ['Checking'])],
    sharing: [sharing('Checking', { ben: 'full', vic: 'balances' })],
  };
  expect(ownFate(same, 'me', null)[1]).toBe('Ben and Vic lose Checking.');
  const secret = { links: [link('Alder', ['Purse'])], sharing: [sharing('Purse')] };
  expect(ownFate(secret, 'me', ben)).toEqual([
    'Ends and is deleted: Alder.',
    'Nobody else sees any of that.',
  ]);
});

test('of another’s accounts only what the reader sees of them is said', () => {
  const seen = [
    { name: 'Checking', access: 'full' },
    { name: 'Loan', access: 'balances' },
  ] as Account[];
  expect(othersFate(seen, null)).toEqual(['You lose Checking and Loan.']);
  expect(othersFate(seen, { id: 'me', name: 'Ana', me: true })).toEqual([
    'A bank of which you see every account in full goes on, with new transactions.',
    'Of the others, what you see in full is kept with its history. The rest is deleted.',
    'You keep Checking.',
    'You lose Loan.',
  ]);
  expect(othersFate(seen, ben)).toEqual([
    'A bank of which Ben sees every account in full goes on, with new transactions.',
    'Of the others, what Ben sees in full is kept with its history. The rest is deleted.',
  ]);
});
