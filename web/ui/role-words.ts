import type { Role } from '#server/contract/session.ts';
import type { Choice } from './choice.ts';

/** Each role: its name, and what it means for whoever has it. */
export const roles: readonly Choice<Role>[] = [
  {
    value: 'owner',
    title: 'Owner',
    text:
      'Runs the appliance: invites people, sees how every bank link is. ' +
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

/** `an owner`, `a member`. */
export const aRole = (role: Role): string => `${role === 'owner' ? 'an' : 'a'} ${role}`;
