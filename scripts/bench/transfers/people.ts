import type { LegAccount } from '#server/domain/transfers/leg.ts';
import { banks, brokers, issuers, type Bank } from './banks.ts';
import type { Pen } from './house.ts';

/** The accounts of two partners, each with a bank of their own more often than not. */
export interface Purse {
  people: [string, string];
  checking: LegAccount[];
  savings: LegAccount[];
  joint: LegAccount;
  cards: LegAccount[];
  loans: LegAccount[];
  brokerage: LegAccount;
  wallet: LegAccount;
  bankOf: Map<string, Bank>;
}

const SAVINGS = ['Rainy Day', 'Emergency Fund', 'Vacation Savings', 'Online Savings', 'Kitchen'];
const CARDS = ['Freedom Card', 'Platinum Card', 'Everyday Visa', 'Cash Rewards', 'Travel Card'];

export function openAccounts(pen: Pen): Purse {
  const { random } = pen;
  const people: [string, string] = random.pick([
    ['Dana Whitfield', 'Luis Ortega'],
    ['Mei Tanaka', 'Sam Okafor'],
    ['Priya Nair', 'Tom Becker'],
  ]);
  const one = random.pick(banks);
  const other = random.chance(0.25) ? one : random.pick(banks);
  const bankOf = new Map<string, Bank>();
  const open = (
    account: Omit<LegAccount, 'id' | 'mask'> & { id?: string },
    bank?: Bank,
  ): LegAccount => {
    const made = { ...account, id: account.id ?? pen.next(), mask: String(random.int(1000, 9999)) };
    pen.house.accounts.push(made);
    if (bank) bankOf.set(made.id, bank);
    return made;
  };
  const held = (bank: Bank, subtype: string, name: string, owners: string[]) =>
    open({ kind: 'depository', subtype, names: [name], institution: bank.name, owners }, bank);
  const [a, b] = people;
  const card = (owner: string) => {
    const own = random.chance(0.4) ? random.pick(banks) : undefined;
    const institution = own?.name ?? random.pick(issuers).name;
    const names = [random.pick(CARDS)];
    return open({ kind: 'credit', subtype: 'credit card', names, institution, owners: [owner] });
  };
  const loan = (subtype: string, name: string, owner: string) =>
    open({ kind: 'loan', subtype, names: [name], institution: one.name, owners: [owner] }, one);
  const broker = random.pick(brokers);
  const savingsBank = random.chance(0.5) ? one : random.pick(banks);
  return {
    people,
    checking: [held(one, 'checking', 'Checking', [a]), held(other, 'checking', 'Checking', [b])],
    savings: [
      held(savingsBank, 'savings', random.pick(SAVINGS), [a]),
      held(other, 'savings', random.pick(SAVINGS), [b]),
    ],
    joint: held(one, 'checking', 'Household Checking', [a, b]),
    cards: [card(a), card(b), card(a)],
    loans: [loan('mortgage', 'Mortgage', a), loan('auto', 'Auto Loan', b)],
    brokerage: open({
      kind: 'investment',
      subtype: 'brokerage',
      names: ['Individual Brokerage'],
      institution: broker.name,
      owners: [a],
    }),
    wallet: open({
      id: 'eur',
      kind: 'depository',
      subtype: 'cash management',
      names: ['Euro balance'],
      institution: 'Wise',
      owners: [b],
    }),
    bankOf,
  };
}
