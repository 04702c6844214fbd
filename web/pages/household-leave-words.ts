import type { Removal } from '#web/state/members.ts';
import type { Choice } from '#web/ui/choice.ts';

/** What is said before somebody is taken out of the household, or leaves it. */
export interface LeaveWords {
  first: string;
  question: string;
  ways: readonly Choice<Removal['links']>[];
  /** What it means where everything goes. */
  removed: readonly string[];
  /** What it means where `to` goes on with what they see in full; `you` for the reader. */
  handedOver: (to: string) => readonly string[];
}

export const leaveWords = (name: string, mine: boolean): LeaveWords => {
  const who = mine ? 'you' : name;
  const whose = mine ? 'your' : `${name}’s`;
  const ended = mine
    ? 'You are signed out everywhere at once, and your API tokens end.'
    : `${name} is signed out everywhere at once, and their API tokens end.`;
  const forgood = 'This cannot be taken back.';
  return {
    first: `${ended} ${forgood}`,
    question: `What shall become of ${whose} bank links?`,
    ways: [
      {
        value: 'remove',
        title: 'End them, and delete everything',
        text: 'They are ended at Plaid. Their accounts and all history are deleted here.',
      },
      {
        value: 'hand_over',
        title: 'Hand over what is shared',
        text: `Somebody goes on with what ${who} shared with them in full. The rest is deleted.`,
      },
    ],
    removed: [
      `Whatever ${who} shared is gone for the others too. Each of them is told which accounts.`,
      'Totals and charts change by what is gone, also for the past.',
    ],
    handedOver: (to) => {
      const sees = to === 'you' ? 'you see' : `${to} sees`;
      const goes = to === 'you' ? 'you' : to;
      return [
        `A bank link of which ${sees} every account with its transactions goes on with ${goes}, ` +
          'and keeps bringing news.',
        `Any other link is ended at Plaid. Of it, the accounts that ${sees} with their ` +
          'transactions are kept with their history; nothing new arrives in them.',
        `What ${sees} only the balance of, or nothing, is deleted, for everybody.`,
        'What goes on stays shared with the others as it is. Each of them is told what changes.',
      ];
    },
  };
};
