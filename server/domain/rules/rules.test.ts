import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleActions, RuleCondition } from '#server/contract/rules.ts';
import type { RuleRow } from './conditions.ts';
import { compileRule, evaluateRules, type TriedRule } from './evaluate.ts';
import { foldText } from './fold.ts';
import { sayRule } from './sayRule.ts';
import { createWildcard } from './wildcard.ts';

// Rules: what fits, who decides, and that no pattern is ever slow.

const row = (more: Partial<RuleRow> = {}): RuleRow => ({
  name: 'Kestrel Coffee',
  merchant: 'Kestrel Coffee',
  description: 'TST* KESTREL  COFFEE BURLINGTON VT 4471',
  account: 'a',
  amount: '-4.5000000000',
  currency: 'USD',
  day: '2026-03-14',
  category: 'FOOD_AND_DRINK_COFFEE',
  ...more,
});
const covers = (wanted: string, code: string) => code === wanted || code.startsWith(`${wanted}_`);
const rule = (
  id: string,
  conditions: RuleCondition[],
  actions: RuleActions,
  more: Partial<TriedRule> = {},
) => compileRule({ id, match: 'all', conditions, actions, stop: false, ...more }, covers);
const fits = (condition: RuleCondition, of: Partial<RuleRow> = {}) =>
  evaluateRules([rule('r', [condition], { reviewed: true })], row(of)).fitted.length === 1;
const text = (
  is: Extract<RuleCondition, { field: 'name' | 'merchant' }>['is'],
  ...values: string[]
): RuleCondition => ({ field: 'name', is, values });

test('texts are compared without case, accents and doubled spaces', () => {
  expect(foldText('  CAFÉ   Ströß\tÆther ')).toBe('cafe stross aether');
  expect(foldText('İstanbul')).toBe('istanbul');
  expect(foldText('ﬁne')).toBe('fine');
  expect(fits(text('contains', 'kestrel coffee burlington'))).toBe(true);
  expect(fits(text('equals', 'KÉSTREL COFFEE'))).toBe(true);
  expect(fits(text('starts', 'tst*'))).toBe(true);
  expect(fits(text('ends', '4471'))).toBe(true);
  expect(fits(text('ends', '447'))).toBe(false);
  expect(fits(text('equals', 'something', 'kestrel coffee'))).toBe(true);
  expect(fits(text('pattern', 'tst*kestrel*vt ????'))).toBe(true);
  expect(fits({ field: 'name', is: 'contains', values: ['kestrel'], not: true })).toBe(false);
  expect(fits({ field: 'merchant', is: 'contains', values: ['x'] }, { merchant: null })).toBe(
    false,
  );
  const not: RuleCondition = { field: 'merchant', is: 'contains', values: ['x'], not: true };
  expect(fits(not, { merchant: null })).toBe(true);
});

test('amounts are compared by size and exactly', () => {
  const amount = (is: 'equals' | 'less' | 'more' | 'between', value: string, to?: string) =>
    ({ field: 'amount', is, amount: value, ...(to ? { to } : {}) }) as RuleCondition;
  expect(fits(amount('equals', '4.5'))).toBe(true);
  expect(fits(amount('equals', '-4.50'))).toBe(true);
  expect(fits(amount('equals', '4.51'))).toBe(false);
  expect(fits(amount('less', '4.5'))).toBe(false);
  expect(fits(amount('more', '4.4999'))).toBe(true);
  expect(fits(amount('between', '4.5', '10'))).toBe(true);
  expect(fits(amount('between', '10', '4.5'))).toBe(true);
  expect(fits(amount('equals', '0.3'), { amount: '0.3000000000' })).toBe(true);
  expect(fits(amount('equals', '123456789012.0001'), { amount: '-123456789012.0001' })).toBe(true);
});

test('the other conditions', () => {
  expect(fits({ field: 'account', accounts: ['a' as never] })).toBe(true);
  expect(fits({ field: 'account', accounts: [] })).toBe(false);
  expect(fits({ field: 'category', categories: ['FOOD_AND_DRINK'] })).toBe(true);
  expect(fits({ field: 'category', categories: ['FOOD_AND_DRINK'], not: true })).toBe(false);
  expect(fits({ field: 'category', categories: ['NONE'] })).toBe(false);
  expect(fits({ field: 'category', categories: ['NONE'] }, { category: null })).toBe(true);
  expect(fits({ field: 'category', categories: ['TRAVEL'], not: true }, { category: null })).toBe(
    true,
  );
  expect(fits({ field: 'direction', direction: 'out' })).toBe(true);
  expect(fits({ field: 'direction', direction: 'in' })).toBe(false);
  expect(fits({ field: 'direction', direction: 'in' }, { amount: '0.0000' })).toBe(false);
  expect(fits({ field: 'day', from: 10, to: 14 })).toBe(true);
  expect(fits({ field: 'day', from: 28, to: 3 })).toBe(false);
  expect(fits({ field: 'day', from: 28, to: 3 }, { day: '2026-03-02' })).toBe(true);
  expect(fits({ field: 'currency', currencies: ['EUR', 'USD'] })).toBe(true);
});

test('any and all; a rule without conditions fits nothing', () => {
  const two = [text('contains', 'kestrel'), text('contains', 'nowhere')];
  const tried = (match: 'all' | 'any', conditions = two) =>
    evaluateRules([rule('r', conditions, { reviewed: true }, { match })], row()).fitted;
  expect(tried('any')).toEqual(['r']);
  expect(tried('all')).toEqual([]);
  expect(tried('all', [])).toEqual([]);
  expect(tried('any', [])).toEqual([]);
});

test('the first that gives a value has said it, tags add up, and stop ends it', () => {
  const here = [text('contains', 'kestrel')];
  const outcome = evaluateRules(
    [
      rule('one', here, { category: 'TRAVEL_OTHER_TRAVEL', tags: ['Treats'] }),
      rule('two', here, { category: 'OTHER_OTHER', name: 'Kestrel', tags: ['treats', 'us'] }),
      rule('asks', [{ field: 'category', categories: ['TRAVEL'] }], { note: 'away' }),
      rule('last', here, { leaveOut: true }, { stop: true }),
      rule('never', here, { reviewed: true }),
    ],
    row(),
  );
  expect(outcome.values).toEqual({
    category: 'TRAVEL_OTHER_TRAVEL',
    name: 'Kestrel',
    tags: ['Treats', 'us'],
    note: 'away',
    leftOut: true,
  });
  expect(outcome.by).toEqual({
    category: 'one',
    tags: 'one',
    name: 'two',
    note: 'asks',
    leftOut: 'last',
  });
  expect(outcome.fitted).toEqual(['one', 'two', 'asks', 'last']);
});

test('what a person chose is what later rules see', () => {
  const rules = [
    rule('files', [text('contains', 'kestrel')], { category: 'TRAVEL_OTHER_TRAVEL' }),
    rule('asks', [{ field: 'category', categories: ['MEDICAL'] }], { tags: ['health'] }),
  ];
  const outcome = evaluateRules(rules, row(), 'MEDICAL_DENTAL_CARE');
  expect(outcome.fitted).toEqual(['files', 'asks']);
});

test('a transfer is one by the direction of the money', () => {
  const rules = [rule('r', [text('contains', 'kestrel')], { transfer: true })];
  const of = (amount: string) => evaluateRules(rules, row({ amount })).values.category;
  expect(of('-5')).toBe('TRANSFER_OUT_ACCOUNT_TRANSFER');
  expect(of('5')).toBe('TRANSFER_IN_ACCOUNT_TRANSFER');
});

test('a rule in words', () => {
  const words = {
    category: (code: string) => code.toLowerCase(),
    account: (id: string) => (id === 'a' ? 'Checking' : undefined),
  };
  const said = sayRule(
    {
      match: 'all',
      conditions: [
        { field: 'merchant', is: 'equals', values: ['Kestrel', 'Lakeside'], not: true },
        { field: 'account', accounts: ['a' as never, 'b' as never] },
        { field: 'amount', is: 'between', amount: '5', to: '10' },
        { field: 'day', from: 1, to: 23 },
      ],
      actions: { category: 'COFFEE', tags: ['x'], leaveOut: true },
    },
    words,
  );
  expect(said.when).toBe(
    'the merchant is not “Kestrel” or “Lakeside” and it is in Checking or an account you do not ' +
      'see and the amount is between 5 and 10 and it is from the 1st to the 23rd of a month',
  );
  expect(said.does).toBe('file it under coffee, tag it “x”, leave it out of totals');
});

/** What a wildcard means, said in the slowest way. */
function meaning(pattern: string, value: string): boolean {
  const [letters, signs] = [[...value], [...pattern]];
  let reach = new Set([0]);
  const skip = (at: Set<number>) => {
    for (const n of at) if (signs[n] === '*') at.add(n + 1);
    return at;
  };
  reach = skip(reach);
  for (const letter of letters) {
    const next = new Set<number>();
    for (const n of reach) {
      if (signs[n] === '*') next.add(n);
      else if (signs[n] === '?' || signs[n] === letter) next.add(n + 1);
    }
    reach = skip(next);
  }
  return reach.has(signs.length);
}

test('a wildcard means what it says', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '🍓'), maxLength: 12 });
  const signs = fc.string({ unit: fc.constantFrom('a', 'b', '🍓', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(signs, letters, (pattern, value) => {
      expect(createWildcard(pattern)(value)).toBe(meaning(pattern, value));
    }),
    { numRuns: 5000 },
  );
});

test('no pattern is ever slow, whatever it holds', () => {
  const long = 'a'.repeat(10_000);
  const nasty = [
    '*a'.repeat(50),
    `${'a*'.repeat(49)}b`,
    `${'*'.repeat(99)}b`,
    `*${'a'.repeat(98)}b`,
    `*${'?'.repeat(98)}b`,
    `*${'a?'.repeat(49)}b*`,
    '(a+)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '\\',
    '[a-',
  ];
  const started = performance.now();
  for (const pattern of nasty) {
    for (const value of [long, `${long}b`, `b${long}`]) createWildcard(pattern)(value);
  }
  expect(performance.now() - started).toBeLessThan(1000);
});

const conditions = fc.oneof(
  fc.record({
    field: fc.constantFrom('name' as const, 'merchant' as const),
    is: fc.constantFrom('equals', 'contains', 'starts', 'ends', 'pattern') as fc.Arbitrary<
      'equals' | 'contains' | 'starts' | 'ends' | 'pattern'
    >,
    values: fc.array(fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ field: fc.constant('direction' as const), direction: fc.constantFrom('in', 'out') }),
) as fc.Arbitrary<RuleCondition>;
const actions = fc.oneof(
  fc.record({ category: fc.constantFrom('A_B', 'C_D') }),
  fc.record({ name: fc.string({ minLength: 1, maxLength: 9 }) }),
  fc.record({ tags: fc.array(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1 }) }),
) as fc.Arbitrary<RuleActions>;
const rules = fc.array(
  fc.record({
    match: fc.constantFrom('all', 'any') as fc.Arbitrary<'all' | 'any'>,
    conditions: fc.array(conditions, { minLength: 1, maxLength: 3 }),
    actions,
    stop: fc.boolean(),
  }),
  { maxLength: 8 },
);

test('any rules over any row: each value is the first fitting rule’s', () => {
  fc.assert(
    fc.property(rules, fc.string({ maxLength: 60, unit: 'binary' }), (bodies, name) => {
      const compiled = bodies.map((body, n) => compileRule({ ...body, id: `${n}` }, covers));
      const outcome = evaluateRules(compiled, row({ name, merchant: null, description: null }));
      const stop = outcome.fitted.findIndex((id) => bodies[Number(id)]!.stop);
      expect(stop === -1 || stop === outcome.fitted.length - 1).toBe(true);
      const first = (what: 'name' | 'category' | 'tags') =>
        outcome.fitted.find((id) => bodies[Number(id)]!.actions[what] !== undefined);
      for (const what of ['name', 'category', 'tags'] as const) {
        expect(outcome.by[what]).toBe(first(what));
        if (what === 'tags') continue;
        const by = first(what);
        expect(outcome.values[what]).toBe(by && bodies[Number(by)]!.actions[what]);
      }
      // A rule that is moved behind all others changes nothing that others say.
      const again = evaluateRules(compiled, row({ name, merchant: null, description: null }));
      expect(again).toEqual(outcome);
    }),
    { numRuns: 2000 },
  );
});

test('300 rules over 10,000 rows take far less than a second', () => {
  const many = Array.from({ length: 300 }, (_, n) =>
    rule(`${n}`, [text('contains', `shop number ${n} `)], { tags: [`t${n}`] }),
  );
  const started = performance.now();
  let found = 0;
  for (let n = 0; n < 10_000; n++) {
    const name = `Shop number ${n % 600} of the street`;
    found += evaluateRules(many, row({ name, merchant: null })).fitted.length;
  }
  expect(found).toBeGreaterThan(4000);
  expect(performance.now() - started).toBeLessThan(3000);
});
