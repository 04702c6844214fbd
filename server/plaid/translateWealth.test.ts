import { expect, test } from 'vitest';
import { plainNumber } from './fields.ts';
import { Untranslatable } from './translate.ts';
import { translateDebts } from './translateDebts.ts';
import { translateHolding, translateSecurity, translateTrade } from './translateHeld.ts';

// What banks tell of debts and holdings, in every shape that it may come in.

const usd = () => 'USD';

test.each([
  [0.1 + 0.2, '0.3'],
  [187.76377200000002, '187.763772'],
  [12.345678, '12.345678'],
  [1 / 3, '0.333333333333333'],
  [1e-8, '0.00000001'],
  [33.33330000000001, '33.3333'],
  [123456789.12345678, '123456789.123457'],
  [-0, '0'],
  [-2.5, '-2.5'],
  [1e14, '100000000000000'],
])('%d is meant as %s', (told, meant) => {
  expect(plainNumber(told, 'it')).toBe(meant);
});

test.each([Number.NaN, Infinity, 1e15, '12', null, undefined, {}])('%s is no number', (told) => {
  expect(() => plainNumber(told, 'it')).toThrow(Untranslatable);
});

const debts = (told: object) => translateDebts(told as never, usd);

test('a bank that tells of no debts, or of some kinds only, tells none of the others', () => {
  expect(debts({ credit: null, mortgage: null, student: null })).toEqual([]);
  expect(debts({})).toEqual([]);
  expect(translateDebts(undefined as never, usd)).toEqual([]);
  expect(debts({ credit: [{ account_id: null, aprs: [] }] })).toEqual([]);
});

test('whatever a bank leaves out or says wrongly is not known, and the rest is', () => {
  const [card] = debts({
    credit: [
      {
        account_id: 'a',
        aprs: [
          { apr_type: 'cash_apr', apr_percentage: 29.99 },
          { apr_type: 'purchase_apr', apr_percentage: 'much' },
          null,
        ],
        is_overdue: 'no',
        last_payment_date: '2026-02-31',
        minimum_payment_amount: 35.005,
        next_payment_due_date: '2026-12-03',
        surprise: { field: 1 },
      },
    ],
  });
  expect(card).toEqual({
    plaidAccountId: 'a',
    kind: 'card',
    rate: '29.99',
    nextDue: '2026-12-03',
    nextAmount: null,
    minimum: '35.00',
    overdue: null,
    pastDue: null,
    statementOn: null,
    statementBalance: null,
    paidOn: null,
    paidAmount: null,
    details: { aprs: [{ kind: 'cash_apr', percent: '29.99', on: null, charged: null }] },
  });
});

test('amounts take the decimals of the account’s own currency', () => {
  const told = { account_id: 'yen', interest_rate: null, next_monthly_payment: 1234.5 };
  const [mortgage] = translateDebts({ mortgage: [told] } as never, () => 'JPY');
  expect(mortgage).toMatchObject({ nextAmount: '1234', overdue: null, rate: null });
});

test('newer kinds of debt are read too', () => {
  const [loan, line] = debts({
    loan: [
      {
        account_id: 'car',
        interest_rate: { percentage: 4.5, type: 'fixed' },
        loan_term_months: 60,
        maturity_date: '2030-01-01',
        next_payment_amount: 310.2,
        payoff_amount: 8000.01,
      },
    ],
    line_of_credit: [
      {
        account_id: 'line',
        interest_rate: null,
        aprs: [{ apr_type: 'purchase_apr', apr_percentage: 9.1 }],
        past_due_amount: 12,
        draw_period_end_date: '2031-05-01',
      },
    ],
  });
  expect(loan).toMatchObject({
    kind: 'loan',
    rate: '4.5',
    nextAmount: '310.20',
    details: { term: '60 months', endsOn: '2030-01-01', payoff: '8000.01', rateKind: 'fixed' },
  });
  expect(line).toMatchObject({ kind: 'line', rate: '9.1', overdue: true, pastDue: '12.00' });
});

test('an amount beyond all money falsifies its product whole', () => {
  expect(() => debts({ credit: [{ account_id: 'a', last_payment_amount: 1e13 }] })).toThrow(
    Untranslatable,
  );
});

const held = {
  account_id: 'a',
  security_id: 's',
  quantity: 3,
  institution_price: 10.1,
  institution_value: 30.299999999999997,
  cost_basis: null,
  iso_currency_code: 'USD',
};

test('a holding is worth what the bank says, to the cent, and costs what it says, or nothing known', () => {
  expect(translateHolding(held as never)).toMatchObject({
    quantity: '3',
    price: '10.1',
    worth: '30.30',
    cost: null,
    priceOn: null,
  });
  expect(translateHolding({ ...held, cost_basis: 0 } as never).cost).toBe('0.00');
  for (const wrong of [
    { institution_value: null },
    { quantity: null },
    { security_id: '' },
    { account_id: null },
  ]) {
    expect(() => translateHolding({ ...held, ...wrong } as never)).toThrow(Untranslatable);
  }
});

test('a security has a name, were it only its ticker', () => {
  const told = { security_id: 's', name: null, ticker_symbol: 'ABC', type: 'derivative' };
  expect(translateSecurity(told as never)).toMatchObject({ name: 'ABC', currency: 'USD' });
  expect(translateSecurity({ security_id: 's' } as never).name).toBe('Unnamed');
  const cash = { security_id: 's', type: 'cash', unofficial_currency_code: 'BTC' };
  expect(translateSecurity(cash as never)).toMatchObject({ isCash: true, currency: 'BTC' });
});

test('what is bought leaves the cash: Plaid’s sign is turned round', () => {
  const told = {
    investment_transaction_id: 't',
    account_id: 'a',
    security_id: null,
    date: '2026-11-02',
    name: ' Buy ',
    quantity: 1.5,
    amount: 15.15,
    price: 10.1,
    fees: null,
    type: 'buy',
    subtype: 'buy',
  };
  expect(translateTrade(told as never)).toEqual({
    plaidId: 't',
    plaidAccountId: 'a',
    plaidSecurityId: null,
    day: '2026-11-02',
    name: 'Buy',
    amount: '-15.15',
    currency: 'USD',
    quantity: '1.5',
    price: '10.1',
    fees: null,
    kind: 'buy',
    subtype: 'buy',
  });
  expect(translateTrade({ ...told, amount: -3, type: 'cash' } as never).amount).toBe('3.00');
  for (const wrong of [{ date: 'soon' }, { amount: 'much' }, { quantity: Number.NaN }]) {
    expect(() => translateTrade({ ...told, ...wrong } as never)).toThrow(Untranslatable);
  }
});
