/**
 * Money that only moves: between own accounts, to a card, to a loan. Both legs carry the same
 * movement, and are the same amount with opposite signs.
 */
import { DAY } from './days.ts';
import type { Engine } from './engine.ts';
import { BANK_NAMES, bankOf } from './household.ts';
import { party } from './payees.ts';
import { createRow, postingTime } from './purchases.ts';
import { createRandom } from './random.ts';
import type { Payee, WorldAccount } from './types.ts';

const known = new WeakMap<Engine, Map<string, Payee>>();

/** One payee object for each wording, so that its rows share it. */
export function sharedParty(engine: Engine, key: string, create: () => Payee): Payee {
  const payees = known.get(engine) ?? new Map<string, Payee>();
  known.set(engine, payees);
  const payee = payees.get(key) ?? create();
  payees.set(key, payee);
  return payee;
}

type Wording = { category: string | null; code: string; name: string; raw: string };

function leg(
  engine: Engine,
  account: string,
  wording: Wording,
  entry: { minor: number; at: number; movement: string; happenedAt: number; bank: string },
): void {
  const key = `${wording.name}|${wording.category}|${wording.raw}`;
  const payee = sharedParty(engine, key, () => ({
    ...party(wording.name, wording.category, wording.code, wording.raw, null),
    counterparties: [
      {
        name: entry.bank,
        type: 'financial_institution',
        website: null,
        entityId: `entity-${entry.bank.toLowerCase().replaceAll(' ', '')}`,
      },
    ],
  }));
  const row = createRow(engine, {
    account,
    payee,
    minor: entry.minor,
    happenedAt: entry.happenedAt,
    postedAt: entry.at,
    movement: entry.movement,
    confidence: 'HIGH',
  });
  engine.plan(entry.at, { kind: 'add', row });
}

const bankName = (account: string): string => BANK_NAMES[bankOf(account)] ?? 'Bank';

/** Moves money between two bank accounts: at once within a bank, a business day later across. */
export function transfer(
  engine: Engine,
  order: { from: string; to: string; minor: number; at: number },
): void {
  if (order.minor <= 0) return;
  const { from, to, minor, at } = order;
  const movement = `transfer/${engine.nextId()}`;
  const source = engine.account(from);
  const target = engine.account(to);
  const inside = bankOf(from) === bankOf(to);
  const random = createRandom(engine.seed, movement);
  const arrives = inside ? at + 60_000 : postingTime(at, 1, random);
  const saving = target.subtype === 'savings';
  const drawing = source.subtype === 'savings';
  leg(
    engine,
    from,
    {
      category: saving ? 'TRANSFER_OUT_SAVINGS' : 'TRANSFER_OUT_ACCOUNT_TRANSFER',
      code: 'transfer',
      name: `Transfer to ${inside ? target.name : bankName(to)}`,
      raw: inside
        ? `ONLINE TRANSFER TO ${short(target)}`
        : `ACH TRANSFER TO ${bankName(to).toUpperCase()} ${target.mask}`,
    },
    { minor, at, movement, happenedAt: at, bank: bankName(to) },
  );
  leg(
    engine,
    to,
    {
      category: drawing ? 'TRANSFER_IN_SAVINGS' : 'TRANSFER_IN_ACCOUNT_TRANSFER',
      code: 'transfer',
      name: `Transfer from ${inside ? source.name : bankName(from)}`,
      raw: inside
        ? `ONLINE TRANSFER FROM ${short(source)}`
        : `ACH CREDIT ${bankName(from).toUpperCase()} ${source.mask}`,
    },
    { minor: -minor, at: arrives, movement, happenedAt: arrives, bank: bankName(from) },
  );
}

const short = (account: WorldAccount): string => `${account.name.toUpperCase()} ${account.mask}`;

/** Pays a card or a loan from a bank account: a debit here, a credit there. */
export function pay(
  engine: Engine,
  order: { from: string; to: string; minor: number; at: number },
): void {
  if (order.minor <= 0) return;
  const { from, to, minor, at } = order;
  const target = engine.account(to);
  const card = target.type === 'credit';
  const movement = `${card ? 'payment' : 'loan'}/${engine.nextId()}`;
  const random = createRandom(engine.seed, movement);
  const inside = bankOf(from) === bankOf(to);
  const arrives = inside ? at + 60_000 : postingTime(at, random.int(0, 1), random) + DAY / 24;
  const bank = bankName(to);
  leg(
    engine,
    from,
    {
      category: loanCategory(target),
      code: 'bill payment',
      name: `${bank} ${card ? 'Card Payment' : 'Loan Payment'}`,
      raw: `${bank.toUpperCase()} ${card ? 'CRCARDPMT' : 'LOAN PMT'} ${target.mask} WEB ID: 91000`,
    },
    { minor, at, movement, happenedAt: at, bank },
  );
  leg(
    engine,
    to,
    {
      category: creditCategory(target),
      code: 'payment',
      name: card ? 'Payment Thank You' : 'Payment Received',
      raw: card ? 'AUTOMATIC PAYMENT - THANK YOU' : `PAYMENT RECEIVED ${target.mask}`,
    },
    { minor: -minor, at: Math.max(arrives, at), movement, happenedAt: at, bank: bankName(from) },
  );
}

function loanCategory(target: WorldAccount): string {
  if (target.type === 'credit') return 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT';
  return target.subtype === 'mortgage'
    ? 'LOAN_PAYMENTS_MORTGAGE_PAYMENT'
    : 'LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT';
}

/** What Plaid says of the credit on a card is often wrong; some of it is wrong here too. */
function creditCategory(target: WorldAccount): string {
  if (target.key === 'nora-card') return 'INCOME_SALARY';
  if (target.key === 'family-card') return 'TRANSFER_IN_ACCOUNT_TRANSFER';
  return loanCategory(target);
}
