import type { Role } from '#server/contract/session.ts';
import type { Choice } from './choice.ts';

/** Each role: its name, and what it means for whoever has it. */
export const roles: readonly Choice<Role>[] = [
  {
    value: 'owner',
    title: 'Owner',
    text:
      'Looks after the Ledgerberry box: invites people, sees how every bank link is. ' +
      'Does not see what others keep private.',
  },
  {
    value: 'member',
    title: 'Member',
    text: 'Connects their own banks, and decides what the others see of them.',
  },
  {
    value: 'viewer',
    title: 'Viewer',
    text: 'Looks at what is shared with them, and changes nothing.',
  },
];

export const roleOf = (role: Role): Choice<Role> =>
  roles.find(({ value }) => value === role) ?? { value: role, title: role, text: '' };

const toYou: Record<Role, string> = {
  owner:
    'You look after the Ledgerberry box with them: you invite people, and see how every bank ' +
    'link is. What others keep private you do not see.',
  member: 'You connect your own banks, and decide what the others see of them.',
  viewer: 'You look at what is shared with you, and cannot change anything.',
};

/** What a role means, to whoever shall have it. */
export const roleToYou = (role: Role): string => toYou[role];

/** `an owner`, `a member`. */
export const aRole = (role: Role): string => `${role === 'owner' ? 'an' : 'a'} ${role}`;
