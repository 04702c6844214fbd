import type { Account } from '#server/contract/accounts.ts';
import type { Role } from '#server/contract/session.ts';
import type { LinkHealth } from '#web/state/admin.ts';
import type { Housemate } from '#web/state/members.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import { listed } from '#web/ui/format.ts';

interface Asked {
  member: Housemate;
  chosen: Role;
  /** They are who asks. */
  mine: boolean;
  /** Nobody else is an owner. */
  onlyOwner: boolean;
  /** Every bank link of the household, and how the reader shares their own accounts. */
  banks: readonly LinkHealth[];
  accounts: readonly Account[];
  sharing: readonly OwnSharing[];
}

/** What another role means for whoever gets it and for who gives it, before it is given. */
export function roleWords(asked: Asked): string[] {
  const { member, chosen, mine, onlyOwner } = asked;
  if (chosen === member.role) return [];
  if (member.role === 'owner' && onlyOwner) {
    const who = mine ? 'You are' : `${member.name} is`;
    return [`${who} the only owner, and a household needs one. Make somebody else an owner first.`];
  }
  const connected = banksOf(asked);
  if (chosen === 'viewer' && connected.length > 0) {
    const has = mine ? 'You have' : `${member.name} has`;
    const first = mine ? 'Remove them' : `${member.name} must remove them`;
    return [
      `${has} connected ${listed(connected)}. A viewer has no bank links: ` +
        `${first} first, with their history, under Banks.`,
    ];
  }
  return [...seen(asked), ...power(asked)];
}

const banksOf = ({ banks, member }: Asked): string[] => [
  ...new Set(banks.filter((one) => one.member.id === member.id).map((one) => one.institution)),
];

/** What the household is shown, viewers are not, where it was not said for them by name. */
function seen({ member, chosen, mine, accounts, sharing }: Asked): string[] {
  const leaves = chosen === 'viewer';
  if (!leaves && member.role !== 'viewer') return [];
  if (mine)
    return ['You no longer see what is shared with the household, only what is for you by name.'];
  const names = new Map<string, string>(accounts.map(({ id, name }) => [id, name]));
  const ours = sharing
    .filter((one) => one.sharing.household !== 'none')
    .filter((one) => one.sharing.members.every(({ memberId }) => memberId !== member.id))
    .map(({ id }) => names.get(id) ?? '');
  const yours = ours.length > 0 ? ` Of yours that is ${listed(ours.filter(Boolean))}.` : '';
  return [
    leaves
      ? `${member.name} no longer sees what is shared with the household, only what is for them by name.` +
        yours
      : `${member.name} then sees what is shared with the household.${yours}`,
  ];
}

function power({ member, chosen, mine }: Asked): string[] {
  if (mine) return ['You could not take this back yourself: another owner would have to.'];
  if (chosen === 'owner') {
    return [`${member.name} could then invite and remove people, you among them.`];
  }
  const invited =
    member.role === 'owner' ? ` Invitations by ${member.name} that are open end.` : '';
  return [`It holds at once, also on pages that ${member.name} has open.${invited}`];
}
