import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import type { LinkHealth } from '#web/state/admin.ts';
import type { Housemate } from '#web/state/members.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import type { Choice } from '#web/ui/choice.ts';
import { listed } from '#web/ui/format.ts';
import { othersFate, ownFate } from './household-fate.ts';
import type { Receiver } from './household-fate.ts';

/**
 * What somebody who leaves has connected: all of it to themselves, to others what they may know.
 */
export type Connected =
  | { of: 'me'; links: readonly BankLink[]; sharing: readonly OwnSharing[] }
  | { of: 'another'; banks: readonly LinkHealth[]; seen: readonly Account[] };

export const firstWords = (name: string, mine: boolean): string => {
  const ended = mine
    ? 'You are signed out everywhere at once, and your API tokens end.'
    : `${name} is signed out everywhere at once, and their API tokens end.`;
  return `${ended} This cannot be taken back.`;
};

/** What there is that something must become of, where the reader does not see all of it. */
export const connectedWords = (name: string, banks: readonly LinkHealth[]): string => {
  const names = [...new Set(banks.map(({ institution }) => institution))];
  return names.length > 0
    ? `${name} has connected ${listed(names)}.`
    : `${name} has no bank connected now.`;
};

export const questionWords = (name: string, mine: boolean): string =>
  `What shall become of ${mine ? 'your' : `${name}’s`} bank links?`;

/**
 * The ways to choose from, each with the banks that go on, those that end, and who loses what:
 * `remove`, or the id of whoever goes on with what they see in full.
 * `able` are those who may go on with bank links; `me` is the reader's id.
 */
export function leaveWays(
  member: Housemate,
  me: string,
  able: readonly Housemate[],
  connected: Connected | undefined,
): Choice<string>[] {
  const fate = (to: Receiver): string[] => {
    if (!connected) return [];
    return connected.of === 'me' ? ownFate(connected, me, to) : othersFate(connected.seen, to);
  };
  const who = member.id === me ? 'you' : member.name;
  return [
    {
      value: 'remove',
      title: 'End them, and delete everything',
      text: 'They are ended at Plaid. Their accounts and all history are deleted here.',
      lines: fate(null),
    },
    ...able.map(({ id, name }) => {
      const mine = id === me;
      return {
        value: id,
        title: `Hand over to ${mine ? 'you' : name}`,
        text: mine
          ? `You go on with what ${who} shared with you in full.`
          : `${name} goes on with what ${who} shared with them in full.`,
        lines: fate({ id, name, me: mine }),
      };
    }),
  ];
}
