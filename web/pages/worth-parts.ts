import type { AccountType } from '#server/contract/accounts.ts';
import type { Course } from '#server/contract/reports.ts';
import { kindWords, typeWords } from '#web/ui/account-words.ts';
import { add, compare, isZero, negate, subtract } from '#web/ui/decimal.ts';

/** What a page of balances is of. */
export type Worth = 'net-worth' | 'assets' | 'debts';

type Held = Course['accounts'][number];
export type Balances = readonly (string | null)[];

/** Balances that are shown as one: a kind of account, or an account. */
export interface WorthPart {
  key: string;
  label: string;
  color: string;
  /** On a page of debts what is owed is above zero. */
  balances: (string | null)[];
  /** How many accounts it stands for. */
  accounts: number;
}

const owes = (type: AccountType) => type === 'credit' || type === 'loan';

/** The accounts of a page and a currency, what is owed turned round on the page of debts. */
export function accountsOf(course: Course, worth: Worth, currency: string): Held[] {
  return course.accounts
    .filter((one) => one.currency === currency)
    .filter(({ type }) => worth === 'net-worth' || owes(type) === (worth === 'debts'))
    .map((one) =>
      worth === 'debts'
        ? {
            ...one,
            balances: one.balances.map((balance) => (balance === null ? null : turn(balance))),
          }
        : one,
    );
}

const turn = (amount: string) => (isZero(amount) ? amount : negate(amount));

/** What all of them are together, day by day; null where nothing is known of any. */
export function together(accounts: readonly { balances: Balances }[], days: number) {
  const sums: (string | null)[] = Array.from({ length: days }, () => null);
  for (const { balances } of accounts) {
    for (const [day, balance] of balances.entries()) {
      if (balance !== null) sums[day] = add(sums[day] ?? '0', balance);
    }
  }
  return sums;
}

/** The kind of an account: what the bank calls its type, or what a person has by themselves. */
export function sortOf({ type, subtype }: Pick<Held, 'type' | 'subtype'>) {
  if (type !== 'other' || !subtype) return { key: type.toUpperCase(), label: typeWords[type] };
  const key = `KIND_${subtype.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
  return { key, label: kindWords({ type, subtype }) };
}

const palette = ['3', '4', '1', '2', '5', '6', '7', '8', '9', '10', '11'];
const MOST = 7;

/** By kind, or of one kind by account, the largest today first; the small ones together. */
export function worthParts(
  accounts: readonly Held[],
  days: number,
  sort: string | null,
): WorthPart[] {
  const here = sort === null ? accounts : accounts.filter((one) => sortOf(one).key === sort);
  const groups = Map.groupBy(here, (one) => (sort === null ? sortOf(one).key : (one.id as string)));
  const all = [...groups].map(([key, list]) => ({
    key,
    label: sort === null ? sortOf(list[0] as Held).label : (list[0]?.name ?? ''),
    balances: together(list, days),
    accounts: list.length,
  }));
  const sorted = all.toSorted((a, b) => compare(last(b.balances), last(a.balances)));
  const [first, others] =
    sorted.length > MOST + 1 ? [sorted.slice(0, MOST), sorted.slice(MOST)] : [sorted, []];
  const rest = others.length
    ? [
        {
          key: 'REST',
          label: `${others.length} others`,
          balances: together(others, days),
          accounts: others.reduce((sum, one) => sum + one.accounts, 0),
        },
      ]
    : [];
  return [...first, ...rest].map((part, index) => ({
    ...part,
    color: `var(--cat-${part.key === 'REST' ? '12' : palette[index % palette.length]})`,
  }));
}

export const last = (balances: Balances): string => balances.at(-1) ?? '0';

/** By how much each month changed what there was; the first month has nothing to compare with. */
export const changes = (ends: Balances): (string | null)[] =>
  ends.map((end, index) => {
    const before = index === 0 ? null : ends[index - 1];
    return end === null || before == null ? null : subtract(end, before);
  });
