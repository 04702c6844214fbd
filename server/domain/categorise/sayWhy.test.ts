import { expect, test } from 'vitest';
import type { Why } from './judge.ts';
import { sayWhy, type WhyFacts } from './sayWhy.ts';

// Reasons in words.

const facts = (more: Partial<WhyFacts> = {}): WhyFacts => ({
  own: { name: false, category: false, note: false, tags: false, leftOut: false, reviewed: false },
  set: {
    category: true,
    tags: false,
    note: false,
    leftOut: false,
    reviewed: false,
    split: false,
  },
  why: null,
  rule: () => 'gone',
  label: 'Coffee',
  bankSays: true,
  confidence: null,
  filed: { agree: 0, of: 0 },
  like: null,
  mine: true,
  ...more,
});
const because = (category: Why, more: Partial<WhyFacts> = {}) =>
  sayWhy(facts({ why: { category }, bankSays: false, ...more })).category;

test('the bank, as sure as it is, or nobody', () => {
  const said = (more: Partial<WhyFacts>) => sayWhy(facts(more)).category.sentence;
  expect(said({ confidence: 'VERY_HIGH' })).toBe('The bank says so, and is sure.');
  expect(said({ confidence: 'MEDIUM' })).toBe('The bank says so, and is fairly sure.');
  expect(said({ confidence: 'LOW' })).toBe('The bank says so, but is not sure.');
  expect(said({})).toBe('The bank says so.');
  expect(said({ bankSays: false })).toBe('Nobody has said yet.');
});

test('what was learnt, as far as the asker sees what it was learnt from', () => {
  const history = (agree: number, of: number, mine = true) =>
    because({ by: 'history' }, { filed: { agree, of }, mine }).sentence;
  expect(history(14, 15)).toBe('You filed 14 of 15 here under Coffee.');
  expect(history(14, 15, false)).toBe('14 of 15 here were filed under Coffee.');
  expect(history(1, 1)).toBe('You filed the last one here under Coffee.');
  expect(history(0, 3)).toBe('As it was filed here before.');
  expect(because({ by: 'similar' }).sentence).toMatch(/^It reads like what was filed/);
  expect(because({ by: 'refund' })).toEqual({
    by: 'refund',
    sentence: 'It pays back a purchase, and is filed as that one is.',
    rule: null,
  });
});

test('people come before rules, and a rule is named to whoever may see it', () => {
  const rule = { by: 'rule' as const, rule: 'r' };
  const told = { id: 'r' as never, scope: 'own' as const, when: 'the name is “X”' };
  expect(because(rule, { rule: () => told }).sentence).toBe('Your rule: when the name is “X”.');
  expect(because(rule, { rule: () => 'hidden' })).toMatchObject({ by: 'rule', rule: null });
  const own = { ...facts().own, category: true };
  expect(because(rule, { rule: () => told, own }).by).toBe('person');
  const split = { ...facts().set, split: true };
  expect(because(rule, { set: split }).sentence).toMatch(/^It is split/);
});

test('what is not set has no reason', () => {
  expect(Object.keys(sayWhy(facts()))).toEqual(['name', 'category']);
  const set = { ...facts().set, tags: true, note: true, leftOut: true, reviewed: true };
  const all = sayWhy(facts({ set, own: { ...facts().own, tags: true } }));
  expect(all.tags?.by).toBe('person');
  expect(all.reviewed?.sentence).toBe('It was old already when it arrived.');
});
