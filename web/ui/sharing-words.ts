import type { Account } from '#server/contract/accounts.ts';
import type { Role } from '#server/contract/session.ts';
import type { ShareLevel, Sharing } from '#server/contract/sharing.ts';
import { listed } from './format.ts';

/** Somebody else in the household. */
export interface Person {
  id: string;
  name: string;
  role: Role;
}

/** What the household sees of an account. */
export const levelWords: Record<ShareLevel, string> = {
  none: 'Only me',
  balances: 'Balance only',
  full: 'Everything',
};

/** What somebody sees of it, after their name. */
export const seesWords: Record<ShareLevel, string> = {
  none: 'nothing',
  balances: 'its balance only',
  full: 'everything',
};

/** Private: nobody but whoever linked it. */
export const onlyMe: Sharing = { household: 'none', members: [] };

/** What is set for somebody by name; viewers have nothing else. */
export const namedLevel = ({ members }: Sharing, { id }: Person): ShareLevel | null =>
  members.find(({ memberId }) => memberId === id)?.level ?? null;

/** What somebody sees of it. */
export const levelOf = (sharing: Sharing, person: Person): ShareLevel =>
  namedLevel(sharing, person) ?? (person.role === 'viewer' ? 'none' : sharing.household);

/** The same with one person's level set; null makes it what holds for the household. */
export const withLevel = (
  { household, members }: Sharing,
  { id }: Person,
  level: ShareLevel | null,
): Sharing => {
  const memberId = id as Sharing['members'][number]['memberId'];
  const rest = members.filter((one) => one.memberId !== id);
  return { household, members: level === null ? rest : [...rest, { memberId, level }] };
};

/** Who sees something else than the household, in words; empty where nobody does. */
export const exceptionWords = (sharing: Sharing, others: readonly Person[]): string => {
  const different = others.filter((one) => {
    const usual = one.role === 'viewer' ? 'none' : sharing.household;
    return levelOf(sharing, one) !== usual;
  });
  if (different.length === 0) return '';
  const words = listed(
    different.map((one) => `${one.name} sees ${seesWords[levelOf(sharing, one)]}`),
  );
  // To a viewer it is given by name what the household has anyway: that is no "but".
  return different.every((one) => levelOf(sharing, one) === sharing.household)
    ? `${words}, too.`
    : `But ${words}.`;
};

type Seen = Pick<Account, 'access' | 'owner' | 'shared' | 'joint'>;

/** Whose an account is, where it is not the reader's: `Theo’s`, of a joint one `Mia and Theo’s`. */
const whoseWords = ({ access, owner, joint }: Omit<Seen, 'shared'>): string =>
  access === 'own' ? '' : `${joint.length > 0 ? listed(joint) : owner.name}’s`;

/** The same by an account's id, for lists of transactions. */
export const whoseBy = (accounts: readonly Account[] | undefined) => {
  const others = new Map(
    accounts?.flatMap((one): [string, string][] => {
      const words = whoseWords(one);
      return words ? [[one.id, words]] : [];
    }),
  );
  return (id: string): string => others.get(id) ?? '';
};

/**
 * Whose an account is and how much of it one sees, where that needs saying: `Theo’s`, `balance
 * only`; of one's own `shared` and `joint with Theo`. `me` is the reader's name.
 */
export const accessWords = ({ access, owner, shared, joint }: Seen, me: string): string[] => {
  if (access === 'own') {
    const others = joint.filter((name) => name !== me);
    return [
      ...(others.length > 0 ? [`joint with ${listed(others)}`] : []),
      ...(shared ? ['shared'] : []),
    ];
  }
  const whose = whoseWords({ access, owner, joint });
  return access === 'balances' ? [whose, 'balance only'] : [whose];
};
