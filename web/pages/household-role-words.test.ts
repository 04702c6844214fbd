import type { Account } from '#server/contract/accounts.ts';
import type { LinkHealth } from '#web/state/admin.ts';
import type { Housemate } from '#web/state/members.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import { expect, test } from 'vitest';
import { roleWords } from './household-role-words.ts';

const theo = { id: 'theo', name: 'Theo', role: 'member' } as unknown as Housemate;
const shared = (id: string, household: string, named: string[] = []) =>
  ({
    id,
    sharing: { household, members: named.map((memberId) => ({ memberId, level: 'full' })) },
  }) as unknown as OwnSharing;
const asked = {
  member: theo,
  mine: false,
  onlyOwner: true,
  banks: [] as LinkHealth[],
  accounts: ['Kitchen', 'Purse', 'Given', 'Own'].map((name) => ({ id: name, name })) as Account[],
  sharing: [
    shared('Kitchen', 'full'),
    shared('Purse', 'balances'),
    shared('Given', 'full', ['theo']),
    shared('Own', 'none'),
  ],
};

test('who becomes a viewer, or is one no more, sees other things: they are named', () => {
  expect(roleWords({ ...asked, chosen: 'viewer' })[0]).toBe(
    'Theo no longer sees what is shared with the household, only what is for them by name. ' +
      'Of yours that is Kitchen and Purse.',
  );
  const viewer = { ...theo, role: 'viewer' as const };
  expect(roleWords({ ...asked, member: viewer, chosen: 'member' })[0]).toBe(
    'Theo then sees what is shared with the household. Of yours that is Kitchen and Purse.',
  );
});

test('who has bank links is not made a viewer, and the only owner nothing else', () => {
  const banks = ['Alder', 'Birch', 'Alder'].map((institution) => ({
    institution,
    member: { id: 'theo', name: 'Theo' },
  })) as LinkHealth[];
  expect(roleWords({ ...asked, banks, chosen: 'viewer' })).toEqual([
    'Theo has connected Alder and Birch. A viewer has no bank links: Theo must remove them ' +
      'first, with their history, under Banks.',
  ]);
  const owner = { ...theo, role: 'owner' as const };
  expect(roleWords({ ...asked, member: owner, chosen: 'member' })[0]).toContain('the only owner');
  expect(roleWords({ ...asked, member: owner, chosen: 'owner' })).toEqual([]);
  const two = { ...asked, member: owner, onlyOwner: false, chosen: 'member' as const };
  expect(roleWords(two)).toEqual([
    'It holds at once, also on pages that Theo has open. Invitations by Theo that are open end.',
  ]);
  expect(roleWords({ ...two, mine: true })).toEqual([
    'You could not take this back yourself: another owner would have to.',
  ]);
});
