import { expect, test } from 'vitest';
import type { RuleBody, RuleCondition } from '#server/contract/rules.ts';
import { bodyOf, draftOf, emptyDraft, newCondition, TRANSFER, write } from './rule-draft.ts';

// What is written in the form of a rule, and what is sent.

const conditions: RuleCondition[] = [
  { field: 'name', is: 'contains', values: ['kestrel', 'heron'], not: true },
  { field: 'merchant', is: 'pattern', values: ['tst*'] },
  { field: 'account', accounts: ['a' as never], elsewhere: true },
  { field: 'amount', is: 'between', amount: '5', to: '10.50' },
  { field: 'category', categories: ['FOOD_AND_DRINK', 'NONE'], not: true },
  { field: 'direction', direction: 'in' },
  { field: 'day', from: 28, to: 3 },
  { field: 'currency', currencies: ['EUR'] },
];
const body: RuleBody = {
  scope: 'own',
  match: 'any',
  stop: true,
  conditions,
  actions: {
    name: 'Shop',
    category: 'OTHER_OTHER',
    tags: ['x'],
    note: 'n',
    leaveOut: true,
    reviewed: true,
  },
};

test('a rule that is opened and saved is the same', () => {
  expect(bodyOf(draftOf(body))).toEqual(body);
  const transfer = { ...body, actions: { transfer: true as const } };
  expect(draftOf(transfer).category).toBe(TRANSFER);
  expect(bodyOf(draftOf(transfer))).toEqual(transfer);
});

test('what says nothing yet is not sent', () => {
  const draft = emptyDraft();
  expect(bodyOf({ ...draft, name: 'X' })).toBeNull();
  const named = { ...newCondition('name'), values: [' kestrel ', ''] };
  expect(bodyOf({ ...draft, conditions: [named] })).toBeNull();
  expect(bodyOf({ ...draft, conditions: [], name: 'X' })).toBeNull();
  expect(bodyOf({ ...draft, conditions: [named], name: ' X ' })).toMatchObject({
    conditions: [{ values: ['kestrel'] }],
    actions: { name: 'X' },
  });
});

test('amounts and days as people type them', () => {
  const amount = (typed: string) => write({ ...newCondition('amount'), amount: typed });
  expect(amount('1,200.50')).toMatchObject({ amount: '1200.50' });
  expect(amount('12,5')).toMatchObject({ amount: '12.5' });
  expect(amount('12')).toMatchObject({ amount: '12' });
  expect(amount('much')).toBeNull();
  expect(write({ ...newCondition('amount'), how: 'between', amount: '1' })).toBeNull();
  expect(write({ ...newCondition('day'), from: '32' })).toBeNull();
  expect(write({ ...newCondition('currency'), values: ['eur'] })).toEqual({
    field: 'currency',
    currencies: ['EUR'],
  });
});
