import { expect, test } from 'vitest';
import { createDictionary } from '#server/domain/dictionary.ts';
import { createCovers } from '#server/domain/rules/covers.ts';
import { compileRule } from '#server/domain/rules/evaluate.ts';
import { createLearner, type AskedLine, type FiledLine } from './categorise.ts';
import { createJudge, merchantKey, type JudgedRow } from './judge.ts';
import { wordsOf } from './tokens.ts';

// What the household filed before: at the same merchant, then under lines that read alike.

const COFFEE = 'FOOD_AND_DRINK_COFFEE';
const GIFTS = 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES';
const BOOKS = 'GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS';

const line = (name: string, more: Partial<AskedLine> = {}): AskedLine => ({
  merchant: name.toLowerCase(),
  name,
  merchantName: null,
  amount: '-10.00',
  category: null,
  confidence: null,
  ...more,
});
const filed = (name: string, under: string, more: Partial<AskedLine> = {}): FiledLine => ({
  ...line(name, more),
  filed: under,
});

test('one filing at a merchant is enough, most of them where there are several', () => {
  const ask = (...past: FiledLine[]) => createLearner(past).ask(line('Parcelo'));
  expect(ask()).toBeUndefined();
  expect(ask(filed('Parcelo', GIFTS))).toEqual({ category: GIFTS, by: 'history' });
  const [gift, book] = [filed('Parcelo', GIFTS), filed('Parcelo', BOOKS)];
  expect(ask(gift, gift, book, gift)?.category).toBe(GIFTS);
  expect(ask(gift, book, gift, book)).toBeUndefined();
});

test('a new habit takes the place of the old one within a few filings', () => {
  const past = Array.from({ length: 12 }, () => filed('Parcelo', GIFTS));
  for (let n = 0; n < 4; n++) past.unshift(filed('Parcelo', BOOKS));
  expect(createLearner(past).ask(line('Parcelo'))?.category).toBe(BOOKS);
});

test('money that comes back is not what was bought', () => {
  const learner = createLearner([filed('Parcelo', GIFTS)]);
  expect(learner.ask(line('Parcelo', { amount: '10.00' }))).toBeUndefined();
});

test('where a merchant stands for several things, an equal sum tells which', () => {
  const past = [
    filed('Parcelo', GIFTS, { amount: '-14.99' }),
    filed('Parcelo', BOOKS, { amount: '-30.10' }),
    filed('Parcelo', GIFTS, { amount: '-14.99' }),
    filed('Parcelo', BOOKS, { amount: '-7.00' }),
  ];
  const ask = (amount: string) => createLearner(past).ask(line('Parcelo', { amount }));
  expect(ask('-14.990')?.category).toBe(GIFTS);
  expect(ask('-8.00')).toBeUndefined();
});

test('lines that read alike go the same way, whatever payment has written around them', () => {
  const learner = createLearner([
    filed('TST* KESTREL COFFEE 4471 BURLINGTON VT', COFFEE),
    filed('PHOENIX LANE BOOKS', BOOKS),
  ]);
  const ask = (name: string, more: Partial<AskedLine> = {}) => learner.ask(line(name, more));
  const like = 'TST* KESTREL COFFEE 4471 BURLINGTON VT';
  const said = { category: COFFEE, by: 'similar', like };
  expect(ask('POS DEBIT KESTREL COFFEE #12 CARD 0123')).toEqual(said);
  expect(ask('POS DEBIT 0123 PAYMENT')).toBeUndefined();
  expect(ask('Something else')).toBeUndefined();
  // An unsure bank gives way, a sure one does not.
  const unsure = { category: 'OTHER_OTHER', confidence: 'LOW' };
  expect(ask('KESTREL COFFEE BURLINGTON', unsure)).toEqual(said);
  const sure = { category: BOOKS, confidence: 'VERY_HIGH' };
  expect(ask('KESTREL COFFEE ROASTERS OF SEATTLE', sure)).toBeUndefined();
});

test('reading alike makes no transfer of a purchase, and no purchase of a transfer', () => {
  const learner = createLearner([
    filed('Harbor savings plan', 'TRANSFER_OUT_SAVINGS'),
    filed('Kestrel coffee', COFFEE),
  ]);
  expect(learner.ask(line('Harbor savings plan 12'))).toBeUndefined();
  const leg = { category: 'TRANSFER_OUT_ACCOUNT_TRANSFER', confidence: 'LOW' };
  expect(learner.ask(line('Kestrel coffee 77', leg))).toBeUndefined();
  expect(learner.ask(line('Harbor savings plan'))?.by).toBe('history');
});

test('words of a line', () => {
  expect(wordsOf("POS DEBIT - DOMINO'S 0123 012-012-0123 CA", null)).toEqual(['dominos']);
  expect(wordsOf('PURCHASE AUTHORIZED ON 03/14 CAFÉ NOIR SEATTLE WA', 'Café Noir')).toEqual([
    'cafe',
    'noir',
    'seattle',
  ]);
  expect(wordsOf('PAYMENT RECEIVED 6614')).toEqual([]);
});

test('a merchant is told by the bank’s id of it, else by its name', () => {
  const row = { merchantId: 'e-1', merchantName: 'Kestrel', name: 'KESTREL 1' };
  expect(merchantKey(row)).toBe('e-1');
  expect(merchantKey({ ...row, merchantId: null })).toBe('kestrel');
  expect(merchantKey({ merchantId: null, merchantName: null, name: 'KESTREL 1' })).toBe(
    'kestrel 1',
  );
});

const row = (more: Partial<JudgedRow> = {}): JudgedRow => ({
  name: 'Kestrel Coffee',
  merchantName: 'Kestrel Coffee',
  merchantId: null,
  description: null,
  account: 'a',
  amount: '-4.50',
  currency: 'USD',
  day: '2026-03-14',
  category: COFFEE,
  confidence: 'HIGH',
  settled: null,
  ...more,
});

test('a rule comes before what was filed, and that before the bank', () => {
  const covers = createCovers(createDictionary([]));
  const compile = (actions: object, category?: string) =>
    compileRule(
      {
        id: 'rule',
        match: 'all',
        conditions: [
          category
            ? { field: 'category', categories: [category] }
            : { field: 'name', is: 'contains', values: ['kestrel'] },
        ],
        actions,
        stop: false,
      },
      covers,
    );
  const past = createLearner([filed('Kestrel Coffee', GIFTS)]);
  expect(createJudge([], past)(row())).toMatchObject({
    autoCategory: GIFTS,
    autoWhy: { category: { by: 'history' } },
  });
  expect(createJudge([compile({ category: BOOKS })], past)(row())).toMatchObject({
    autoCategory: BOOKS,
    autoWhy: { category: { by: 'rule', rule: 'rule' } },
  });
  // A rule that asks for a category sees what was learnt, or what a person chose.
  const asks = createJudge([compile({ tags: ['gift'] }, 'GENERAL_MERCHANDISE')], past);
  expect(asks(row())).toMatchObject({ autoTags: ['gift'], autoCategory: GIFTS });
  expect(asks(row({ settled: COFFEE }))).toMatchObject({ autoTags: null });
  const nothing = createJudge([], createLearner([filed('Kestrel Coffee', COFFEE)]))(row());
  expect(new Set(Object.values(nothing))).toEqual(new Set([null]));
});

test('10,000 lines are looked at in well under a second, after 5,000 filings', () => {
  const word = (n: number) => ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fir'][n % 6]!;
  const name = (n: number) =>
    `${word(n)} ${word(n * 7 + 3)} ${String.fromCharCode(97 + (n % 26)).repeat(4)} ${n} market`;
  const past = Array.from({ length: 5000 }, (_, n) => filed(name(n), n % 2 ? GIFTS : BOOKS));
  const started = performance.now();
  const learner = createLearner(past);
  for (let n = 0; n < 10_000; n++) learner.ask(line(`CARD ${name(n * 3)} 0099`));
  expect(performance.now() - started).toBeLessThan(1500);
});
