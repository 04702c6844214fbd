import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairAcross } from './across.ts';
import type { Leg, LegAccount, Pair } from './leg.ts';
import { pairKey, pairTransfers } from './pair.ts';

// Which two rows are the legs of one transfer: certain ones, doubtful ones, and none.

const account = (id: string, more: Partial<LegAccount> = {}): LegAccount => ({
  id,
  kind: 'depository',
  subtype: 'checking',
  mask: null,
  names: [id],
  institution: `${id} bank`,
  owners: ['Ana'],
  ...more,
});

const household = [
  account('checking', { mask: '1111', institution: 'Harborlight' }),
  account('savings', { mask: '2222', institution: 'Harborlight', subtype: 'savings' }),
  account('juniper', { mask: '3333', institution: 'Juniper', owners: ['Theo'] }),
  account('visa', { kind: 'credit', subtype: 'credit card', institution: 'Copperline' }),
  account('mortgage', { kind: 'loan', subtype: 'mortgage', institution: 'Juniper' }),
  account('broker', { kind: 'investment', subtype: 'brokerage', institution: 'Fernhill' }),
  account('wallet', { institution: 'Wise', subtype: 'cash management' }),
];

let made = 0;
const leg = (accountId: string, amount: string, more: Partial<Leg> = {}): Leg => {
  const day = more.day ?? '2025-06-10';
  return {
    id: `leg${++made}`,
    accountId,
    amount,
    currency: 'USD',
    posted: day,
    category: null,
    merchantId: null,
    text: '',
    ...more,
    day,
  };
};

const out = 'TRANSFER_OUT_ACCOUNT_TRANSFER';
const into = 'TRANSFER_IN_ACCOUNT_TRANSFER';
const says = (...legs: Leg[]) => pairTransfers(legs, household).map((pair) => pair.says);

const certain: [what: string, from: Leg, to: Leg][] = [
  [
    'both banks say so',
    leg('checking', '-50.00', { category: out }),
    leg('savings', '50.00', { category: into }),
  ],
  [
    'over a long weekend',
    leg('checking', '-50.00', { category: out, day: '2025-05-23' }),
    leg('savings', '50.00', { category: into, day: '2025-05-28' }),
  ],
  [
    'nobody files it, each names the other’s number',
    leg('checking', '-500.00', { text: 'Online transfer to SAV ...2222' }),
    leg('savings', '500.00', { text: 'Online transfer from CHK ...1111' }),
  ],
  [
    'a card’s payment that its bank takes for a salary',
    leg('checking', '-812.33', { category: 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT' }),
    leg('visa', '812.33', { category: 'INCOME_SALARY', text: 'Payment Thank You-Mobile' }),
  ],
  [
    'a loan’s payment',
    leg('checking', '-1778.83', { category: 'LOAN_PAYMENTS_MORTGAGE_PAYMENT' }),
    leg('mortgage', '1778.83', { text: 'PAYMENT RECEIVED', day: '2025-06-12' }),
  ],
  [
    'money for the broker',
    leg('checking', '-300.00', { category: 'TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS' }),
    leg('broker', '300.00', { category: into, day: '2025-06-12' }),
  ],
  [
    'to a partner, by name',
    leg('checking', '-60.00', {
      category: 'TRANSFER_OUT_TRANSFER_OUT_FROM_APPS',
      text: 'Zelle payment to Theo 8831',
    }),
    leg('juniper', '60.00', {
      category: 'TRANSFER_IN_TRANSFER_IN_FROM_APPS',
      text: 'Zelle payment from Ana 8831',
    }),
  ],
];

test.each(certain)('it is one: %s', (_what, from, to) => {
  expect(says(to, from)).toEqual(['linked']);
});

const doubtful: [what: string, from: Leg, to: Leg][] = [
  [
    'cash drawn here and paid in there',
    leg('checking', '-123.45', { category: 'TRANSFER_OUT_WITHDRAWAL', text: 'ATM withdrawal' }),
    leg('savings', '123.45', { category: 'TRANSFER_IN_DEPOSIT', text: 'ATM cash deposit' }),
  ],
  ['nothing but an odd amount on one day', leg('checking', '-417.29'), leg('savings', '417.29')],
];

test.each(doubtful)('it is asked about: %s', (_what, from, to) => {
  expect(says(from, to)).toEqual(['suggested']);
});

const none: [what: string, from: Leg, to: Leg][] = [
  ['another amount', leg('checking', '-50.00', { category: out }), leg('savings', '50.01')],
  [
    'another currency',
    leg('checking', '-50.00', { category: out }),
    leg('savings', '50.00', { currency: 'EUR', category: into }),
  ],
  [
    'the same account',
    leg('checking', '-50.00', { category: out }),
    leg('checking', '50.00', { category: into }),
  ],
  [
    'weeks between',
    leg('checking', '-50.00', { category: out }),
    leg('savings', '50.00', { category: into, day: '2025-06-24' }),
  ],
  [
    'a salary as large as the rent',
    leg('checking', '-1850.00', { category: 'RENT_AND_UTILITIES_RENT', text: 'Avalon rent' }),
    leg('juniper', '1850.00', { category: 'INCOME_SALARY', text: 'School district dir dep' }),
  ],
  [
    'money to a friend and what a shop gives back',
    leg('checking', '-50.00', { category: 'TRANSFER_OUT_TRANSFER_OUT_FROM_APPS' }),
    leg('visa', '50.00', { category: 'GENERAL_MERCHANDISE_ELECTRONICS', merchantId: 'shop' }),
  ],
  [
    'money to somebody else, and from somebody else',
    leg('checking', '-40.00', { category: out, text: 'Zelle payment to Chris' }),
    leg('savings', '40.00', { category: into, text: 'Zelle payment from Jordan' }),
  ],
  [
    'a payment of another bank’s card',
    leg('checking', '-200.00', { category: out, text: 'AMEX EPAYMENT ACH PMT' }),
    leg('juniper', '200.00', { text: 'Mobile check deposit' }),
  ],
];

test.each(none)('it is none: %s', (_what, from, to) => {
  expect(says(from, to)).toEqual([]);
});

test('where another could be meant just as well, nobody is certain; a no decides', () => {
  const from = leg('checking', '-50.00', { category: out });
  const [one, other] = ['savings', 'wallet'].map((at) => leg(at, '50.00', { category: into }));
  const legs = [from, one!, other!];
  const [asked, ...more] = pairTransfers(legs, household);
  expect([asked?.says, more.length]).toEqual(['suggested', 0]);
  const rejected = new Set([pairKey(asked!.out, asked!.in)]);
  const [left] = pairTransfers(legs, household, rejected);
  expect(left).toMatchObject({ says: 'linked', out: from.id });
  expect(left?.in).not.toBe(asked?.in);
});

test('equal transfers between several accounts find their own', () => {
  const transfer = (from: string, to: string, day: string) => {
    const names: Record<string, string> = { checking: '1111', savings: '2222', juniper: '3333' };
    return [
      leg(from, '-500.00', { category: out, text: `Transfer to ${names[to]}`, day }),
      leg(to, '500.00', { category: into, text: `Transfer from ${names[from]}`, day }),
    ] as const;
  };
  const all = [
    transfer('checking', 'savings', '2025-06-01'),
    transfer('juniper', 'savings', '2025-06-01'),
    transfer('checking', 'juniper', '2025-06-02'),
    transfer('savings', 'checking', '2025-06-02'),
  ];
  const found = pairTransfers(all.flat().toReversed(), household);
  expect(inWords(found)).toEqual(all.map(([from, to]) => `${from.id}>${to.id} linked`).toSorted());
});

const inWords = (pairs: Pair[]) =>
  pairs.map((pair) => `${pair.out}>${pair.in} ${pair.says}`).toSorted();

const some = fc.record({
  accountId: fc.constantFrom('checking', 'savings', 'juniper', 'visa', 'wallet'),
  amount: fc.constantFrom('-5.00', '5.00', '-7.25', '7.25'),
  day: fc.constantFrom('2025-06-01', '2025-06-02', '2025-06-04', '2025-06-09', '2025-06-13'),
  category: fc.constantFrom(null, out, into, 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT', 'INCOME_SALARY'),
  text: fc.constantFrom('', 'Transfer to 2222', 'Transfer from 1111', 'Payment thank you'),
});

test('a leg is in one pair at most, and the order of the legs makes no difference', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 30 }), fc.func(fc.nat()), (list, dice) => {
      const legs = list.map(({ accountId, amount, ...more }) => leg(accountId, amount, more));
      const found = pairTransfers(legs, household);
      const ids = found.flatMap((pair) => [pair.out, pair.in]);
      expect(new Set(ids).size).toBe(ids.length);
      const byId = new Map(legs.map((one) => [one.id, one]));
      for (const pair of found) {
        const [from, to] = [byId.get(pair.out)!, byId.get(pair.in)!];
        expect(from.amount).toBe(`-${to.amount}`);
        expect(from.accountId).not.toBe(to.accountId);
      }
      const mixed = legs.toSorted((a, b) => dice(a.id) - dice(b.id));
      expect(inWords(pairTransfers(mixed, household))).toEqual(inWords(found));
    }),
    { numRuns: 300 },
  );
});

test('hundreds of equal transfers in a row end, and quickly', () => {
  const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  const legs = Array.from({ length: 700 }, (_, n) => [
    leg('checking', '-5.00', { category: out, day: day(n) }),
    leg('savings', '5.00', { category: into, day: day(n) }),
  ]).flat();
  const sameDay = Array.from({ length: 60 }, () => [
    leg('checking', '-9.00', { category: out }),
    leg('savings', '9.00', { category: into }),
  ]).flat();
  const started = performance.now();
  expect(pairTransfers(legs, household).filter((pair) => pair.says === 'linked')).toHaveLength(700);
  expect(pairTransfers(sameDay, household)).toHaveLength(60);
  expect(performance.now() - started).toBeLessThan(20_000);
});

const across = (from: Leg, to: Leg) => pairAcross([to, from], household);
const wise = (amount: string, currency = 'EUR') =>
  leg('wallet', amount, { currency, category: into, text: 'Added money from USD' });

test('into another currency, or less a fee, a transfer is asked about', () => {
  const sent = leg('checking', '-500.00', { category: out, text: 'WISE US INC' });
  expect(across(sent, wise('461.30'))).toMatchObject([{ says: 'suggested' }]);
  expect(across(sent, wise('46.13'))).toEqual([]);
  expect(across(sent, wise('461.30', 'XTS'))).toEqual([]);
  const wired = leg('checking', '-4025.00', {
    category: 'TRANSFER_OUT_WIRE',
    text: 'Wire to Juniper',
  });
  const came = (amount: string) =>
    leg('juniper', amount, { category: 'TRANSFER_IN_WIRE', text: 'Wire from Harborlight' });
  expect(across(wired, came('4000.00'))).toMatchObject([{ says: 'suggested' }]);
  expect(across(wired, came('3000.00'))).toEqual([]);
  expect(across(wired, came('4050.00'))).toEqual([]);
});
