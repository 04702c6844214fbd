import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { connectDatabase, sql, type Database } from './connect.ts';

// How a transaction counts: income, spending, or a transfer that is neither.

let cloned: ClonedDatabase;
let db: Database;
beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl);
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
});

interface Row {
  kind?: string;
  own?: string | null;
  bank?: string | null;
  amount: number;
  paired?: boolean;
}

async function flow({ kind = 'depository', own = null, bank = null, amount, paired = false }: Row) {
  const row = await db.first<{ flow: string }>(sql`
    select flow_of(${kind}, ${own}, ${bank}, ${amount}, ${paired}, false) as flow`);
  return row?.flow;
}

const table: [what: string, row: Row, expected: string][] = [
  ['a purchase', { bank: 'FOOD_AND_DRINK_GROCERIES', amount: -20 }, 'spending'],
  [
    'a refund reduces spending',
    { bank: 'GENERAL_MERCHANDISE_ELECTRONICS', amount: 20 },
    'spending',
  ],
  ['a card purchase', { kind: 'credit', bank: 'TRAVEL_FLIGHTS', amount: -300 }, 'spending'],
  ['a card refund', { kind: 'credit', bank: 'TRAVEL_FLIGHTS', amount: 300 }, 'spending'],
  ['a fee', { bank: 'BANK_FEES_ATM_FEES', amount: -3 }, 'spending'],
  ['rent', { bank: 'RENT_AND_UTILITIES_RENT', amount: -1500 }, 'spending'],
  ['salary', { bank: 'INCOME_SALARY', amount: 3000 }, 'income'],
  ['salary taken back', { bank: 'INCOME_SALARY', amount: -3000 }, 'income'],
  ['interest earned', { bank: 'INCOME_INTEREST_EARNED', amount: 1 }, 'income'],
  ['money out that nobody explains', { amount: -10 }, 'spending'],
  ['money in that nobody explains', { amount: 10 }, 'income'],
  ['other money in', { bank: 'OTHER_OTHER', amount: 10 }, 'income'],
  ['cash taken out', { bank: 'TRANSFER_OUT_WITHDRAWAL', amount: -100 }, 'spending'],
  ['a deposit', { bank: 'TRANSFER_IN_DEPOSIT', amount: 100 }, 'income'],
  ['money to a friend', { bank: 'TRANSFER_OUT_TRANSFER_OUT_FROM_APPS', amount: -25 }, 'spending'],
  ['money from a friend', { bank: 'TRANSFER_IN_TRANSFER_IN_FROM_APPS', amount: 25 }, 'income'],

  ['a transfer out', { bank: 'TRANSFER_OUT_ACCOUNT_TRANSFER', amount: -500 }, 'transfer'],
  ['a transfer in', { bank: 'TRANSFER_IN_ACCOUNT_TRANSFER', amount: 500 }, 'transfer'],
  ['to savings', { bank: 'TRANSFER_OUT_SAVINGS', amount: -200 }, 'transfer'],
  ['from savings', { bank: 'TRANSFER_IN_SAVINGS', amount: 200 }, 'transfer'],
  [
    'into a fund',
    { bank: 'TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS', amount: -200 },
    'transfer',
  ],
  ['a bare primary', { bank: 'TRANSFER_OUT', amount: -5 }, 'transfer'],
  ['paying the card', { bank: 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT', amount: -400 }, 'transfer'],
  ['the card being paid', { kind: 'credit', bank: 'LOAN_PAYMENTS', amount: 400 }, 'transfer'],
  ['its payment without a category', { kind: 'credit', amount: 400 }, 'transfer'],
  [
    'its payment taken for salary',
    { kind: 'credit', bank: 'INCOME_SALARY', amount: 400 },
    'transfer',
  ],
  ['cash back on a card', { kind: 'credit', bank: 'GENERAL_SERVICES', amount: 4 }, 'spending'],
  ['a mortgage payment', { bank: 'LOAN_PAYMENTS_MORTGAGE_PAYMENT', amount: -900 }, 'spending'],
  [
    'one whose loan is linked too',
    { bank: 'LOAN_PAYMENTS_MORTGAGE_PAYMENT', amount: -900, paired: true },
    'transfer',
  ],
  ['the loan’s side of it', { kind: 'loan', amount: 900 }, 'transfer'],
  ['a loan paid out', { bank: 'LOAN_DISBURSEMENTS_AUTO', amount: 9000 }, 'transfer'],
  ['one that the household files', { own: 'LOAN_DISBURSEMENTS', amount: 9000 }, 'transfer'],
  ['crypto bought', { bank: 'TRANSFER_OUT_CRYPTO', amount: -50 }, 'transfer'],
  ['at a broker', { kind: 'investment', bank: 'INCOME_DIVIDENDS', amount: 5 }, 'transfer'],
  ['whatever has its other leg', { bank: 'OTHER_OTHER', amount: -70, paired: true }, 'transfer'],

  [
    'filed as a purchase after all',
    { own: 'TRAVEL_LODGING', bank: 'TRANSFER_OUT_SAVINGS', amount: -5 },
    'spending',
  ],
  [
    'a pair that the household files',
    { own: 'MEDICAL_DENTAL_CARE', amount: -5, paired: true },
    'spending',
  ],
  [
    'filed as a transfer',
    { own: 'TRANSFER_OUT_ACCOUNT_TRANSFER', bank: 'TRAVEL_LODGING', amount: -5 },
    'transfer',
  ],
  [
    'filed as income',
    { own: 'INCOME_GIG_ECONOMY', bank: 'TRANSFER_IN_DEPOSIT', amount: 80 },
    'income',
  ],
  ['a card payment filed as a refund', { kind: 'credit', own: 'TRAVEL', amount: 80 }, 'spending'],
  [
    'a dividend filed as income',
    { kind: 'investment', own: 'INCOME_DIVIDENDS', amount: 5 },
    'income',
  ],
  ['a code from the future', { bank: 'FOOD_AND_DRINK_MOON_CHEESE', amount: -5 }, 'spending'],
  ['a future way to transfer', { bank: 'TRANSFER_OUT_TELEPATHY', amount: -5 }, 'spending'],
  ['nothing at all', { amount: 0 }, 'spending'],
];

test.each(table)('%s', async (_what, row, expected) => {
  expect(await flow(row)).toBe(expected);
});
