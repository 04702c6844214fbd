import type { LegAccount } from '#server/domain/transfers/leg.ts';
import { banks, brokers, issuers } from './banks.ts';
import { bankDay, bankDaysLater, type Pen } from './house.ts';
import type { Purse } from './people.ts';

// Everything that is a transfer, with both of its legs.

interface Order {
  from: LegAccount;
  to: LegAccount;
  cents: number;
  day: number;
}

/** Plaid's word for a transfer's leg: mostly right, sometimes vague, sometimes none. */
const outWord = (pen: Pen, to: LegAccount): string | null =>
  to.kind === 'investment'
    ? pen.mostly('TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS', 'TRANSFER_OUT_ACCOUNT_TRANSFER')
    : to.subtype === 'savings'
      ? pen.mostly('TRANSFER_OUT_SAVINGS', 'TRANSFER_OUT_ACCOUNT_TRANSFER', null)
      : pen.mostly('TRANSFER_OUT_ACCOUNT_TRANSFER', 'TRANSFER_OUT_OTHER_TRANSFER_OUT', null);

const inWord = (pen: Pen, from: LegAccount): string | null =>
  from.subtype === 'savings'
    ? pen.mostly('TRANSFER_IN_SAVINGS', 'TRANSFER_IN_ACCOUNT_TRANSFER', 'TRANSFER_IN_DEPOSIT')
    : pen.mostly('TRANSFER_IN_ACCOUNT_TRANSFER', 'TRANSFER_IN_DEPOSIT', null, 'INCOME_OTHER');

/** Between accounts that hold money: at once inside a bank, one to three bank days across. */
export function move(pen: Pen, purse: Purse, { from, to, cents, day }: Order): void {
  const { random } = pen;
  const movement = pen.next();
  const inside = from.institution === to.institution;
  const lag = inside ? 0 : pen.mostly(1, 2, 3);
  const broker = brokers.find((one) => one.name === to.institution);
  const [source, target] = [purse.bankOf.get(from.id), purse.bankOf.get(to.id)];
  const words = (way: 'out' | 'in', of = way === 'out' ? source : target) =>
    (inside ? of?.inside : of?.across)?.[way](way === 'out' ? to : from, random) ?? 'TRANSFER';
  const leaves = random.chance(0.5) ? day : bankDay(day);
  pen.add({
    account: from,
    cents: -cents,
    day: leaves,
    books: bankDay(leaves) - leaves,
    category: outWord(pen, to),
    text: broker?.out ?? words('out'),
    movement,
  });
  const arrives = inside ? leaves : bankDaysLater(leaves, lag);
  pen.add({
    account: to,
    cents,
    day: arrives,
    category: inWord(pen, from),
    text: broker?.in ?? words('in'),
    movement,
  });
}

/** A card's payment. The card's side is filed under anything. */
export function payCard(
  pen: Pen,
  { from, to: card, cents, day }: Order,
  otherwise: { bounces?: boolean } = {},
): void {
  const { random } = pen;
  const issuer = [...issuers, ...banks].find((one) => one.name === card.institution)!;
  const movement = pen.next();
  const leaves = bankDay(day);
  pen.add({
    account: from,
    cents: -cents,
    day: leaves,
    category: pen.mostly(
      'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT',
      'LOAN_PAYMENTS_OTHER_PAYMENT',
      'TRANSFER_OUT_ACCOUNT_TRANSFER',
      null,
      'GENERAL_SERVICES_OTHER_GENERAL_SERVICES',
    ),
    text: random.pick(issuer.paid)(card, random),
    movement,
  });
  const credited = random.chance(0.3) ? leaves - 1 : bankDaysLater(leaves, random.int(0, 2));
  pen.add({
    account: card,
    cents,
    day: credited,
    books: random.int(0, 1),
    category: pen.mostly(
      'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT',
      'TRANSFER_IN_ACCOUNT_TRANSFER',
      'INCOME_SALARY',
      null,
      'GENERAL_SERVICES_INSURANCE',
    ),
    text: random.pick(issuer.thanks),
    movement,
  });
  if (!otherwise.bounces) return;
  const back = pen.next();
  const returned = bankDaysLater(leaves, 3);
  pen.add({
    account: card,
    cents: -cents,
    day: returned,
    category: null,
    text: 'RETURNED PAYMENT',
    movement: back,
  });
  pen.add({
    account: from,
    cents,
    day: returned,
    category: null,
    text: `RETURNED ITEM ${random.pick(issuer.paid)(card, random)}`,
    movement: back,
  });
}

export function payLoan(pen: Pen, purse: Purse, { from, to: loan, cents, day }: Order): void {
  const bank = purse.bankOf.get(loan.id)!;
  const movement = pen.next();
  const leaves = bankDay(day);
  pen.add({
    account: from,
    cents: -cents,
    day: leaves,
    category:
      loan.subtype === 'mortgage'
        ? pen.mostly('LOAN_PAYMENTS_MORTGAGE_PAYMENT', 'LOAN_PAYMENTS_OTHER_PAYMENT')
        : pen.mostly('LOAN_PAYMENTS_CAR_PAYMENT', 'LOAN_PAYMENTS_OTHER_PAYMENT', null),
    text: pen.random.pick(bank.loanPaid)(loan, pen.random),
    movement,
  });
  pen.add({
    account: loan,
    cents,
    day: bankDaysLater(leaves, pen.random.int(0, 1)),
    category: pen.mostly('LOAN_PAYMENTS_OTHER_PAYMENT', null, 'TRANSFER_IN_DEPOSIT'),
    text: pen.random.pick(['PAYMENT RECEIVED', 'Payment', 'REGULAR PAYMENT']),
    movement,
  });
}

/** Between partners by a payment app: names, and nothing of accounts. */
export function payPartner(pen: Pen, purse: Purse, order: Order): void {
  const { from, to, cents, day } = order;
  const movement = pen.next();
  const first = (account: LegAccount) => account.owners[0] ?? purse.people[0];
  const id = Array.from({ length: 8 }, () => pen.random.int(0, 9)).join('');
  const app = pen.mostly('Zelle', 'VENMO');
  pen.add({
    account: from,
    cents: -cents,
    day,
    category: pen.mostly('TRANSFER_OUT_TRANSFER_OUT_FROM_APPS', 'TRANSFER_OUT_ACCOUNT_TRANSFER'),
    text: app === 'Zelle' ? `Zelle payment to ${first(to)} ${id}` : 'VENMO PAYMENT',
    movement,
  });
  pen.add({
    account: to,
    cents,
    day: app === 'Zelle' ? day : bankDaysLater(day, pen.random.int(1, 2)),
    category: pen.mostly('TRANSFER_IN_TRANSFER_IN_FROM_APPS', 'TRANSFER_IN_ACCOUNT_TRANSFER'),
    text: app === 'Zelle' ? `Zelle payment from ${first(from)} ${id}` : 'VENMO CASHOUT',
    movement,
  });
}

/** Into the euro wallet: another currency, or the same with a fee taken on the way. */
export function payAbroad(pen: Pen, order: Order): void {
  const { from, to, cents, day } = order;
  const movement = pen.next();
  const rate = 0.86 + pen.random.next() * 0.1;
  pen.add({
    account: from,
    cents: -cents,
    day: bankDay(day),
    category: pen.mostly('TRANSFER_OUT_ACCOUNT_TRANSFER', 'TRANSFER_OUT_WIRE'),
    text: 'WISE US INC WISE TRNWISE',
    movement,
  });
  pen.add({
    account: to,
    cents: Math.round(cents * rate * 0.994),
    day: bankDaysLater(day, pen.random.int(0, 2)),
    category: pen.mostly('TRANSFER_IN_ACCOUNT_TRANSFER', null),
    text: 'Added money from USD',
    movement,
  });
}

/** A wire that costs something on its way. */
export function wire(pen: Pen, order: Order): void {
  const { from, to, cents, day } = order;
  const movement = pen.next();
  pen.add({
    account: from,
    cents: -cents - 2500,
    day: bankDay(day),
    category: 'TRANSFER_OUT_WIRE',
    text: `WIRE TRANSFER OUT TO ${to.institution.toUpperCase()}`,
    movement,
  });
  pen.add({
    account: to,
    cents,
    day: bankDaysLater(day, pen.random.int(0, 1)),
    category: 'TRANSFER_IN_WIRE',
    text: `WIRE TRANSFER IN FROM ${from.institution.toUpperCase()}`,
    movement,
  });
}
