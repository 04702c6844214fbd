import { expect, test } from 'vitest';
import type { Account } from '#server/contract/accounts.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { complete, typingAt } from './complete.ts';
import { faultOf, nobody, type Known } from './known.ts';
import { asChoices, asText, partOf, withPart } from './parts.ts';

const category = (code: string, label: string) => ({
  code,
  label,
  primary: code.split('_')[0]!,
  icon: null,
  own: false,
  hidden: false,
});
const groups: CategoryGroup[] = [
  {
    ...category('FOOD', 'Food and drink'),
    categories: [category('FOOD_GROCERIES', 'Groceries'), category('FOOD_COFFEE', 'Coffee')],
  },
  { ...category('TRAVEL', 'Travel'), categories: [category('TRAVEL_OTHER', 'Other')] },
  { ...category('OTHER', 'Other'), categories: [] },
];
const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const account = (n: number, name: string) => ({ id: id(n), name, mask: `000${n}` }) as Account;
const known: Known = {
  groups,
  accounts: [account(1, 'Joint Checking'), account(2, 'Visa')],
  members: ['Nora', 'Theo'],
  tags: ['holiday', 'to share'],
};
const more = { today: '2026-03-09', merchants: ['Aldi', 'Whole Foods'] };
const offers = (text: string, caret = text.length) =>
  complete(text, caret, known, more).map(({ insert }) => insert);

test('the piece at the caret is what is being typed', () => {
  expect(typingAt('coffee tea', 3)).toMatchObject({ key: null, text: 'coffee' });
  expect(typingAt('a category:gro b', 14)).toMatchObject({ key: 'category', text: 'gro' });
  expect(typingAt('category:food,gro', 17)).toMatchObject({ text: 'gro', at: { start: 14 } });
  expect(typingAt('category:', 9)).toMatchObject({ key: 'category', text: '' });
  expect(typingAt('category:x', 4)).toBeNull();
  expect(typingAt('nokey:x', 7)).toBeNull();
  expect(typingAt('coffee ', 7)).toBeNull();
});

test.each<[string, string[]]>([
  ['category:gro', ['Groceries ']],
  ['category:foo', ['"Food and drink" ']],
  ['category:food,cof', ['Coffee ']],
  ['subcategory:food', []],
  ['account:vi', ['Visa ']],
  ['account:check', ['"Joint Checking" ']],
  ['tag:', ['holiday ', '"to share" ']],
  ['member:t', ['Theo ']],
  ['is:re', ['refund ', 'reviewed ']],
  ['has:n', ['note ']],
  ['pending:', ['yes ', 'no ']],
  ['date:last-m', ['last-month ']],
  ['date:2026', ['2026-03 ', '2026-02 ', '2026-01 ']],
  ['date:2025-1', ['2025-12 ', '2025-11 ', '2025-10 ']],
  ['merchant:wh', ['Aldi ', '"Whole Foods" ']],
  ['m', ['merchant:', 'member:']],
  ['cof', ['category:Coffee ', 'merchant:Aldi ', 'merchant:"Whole Foods" ']],
  ['note:x', []],
])('%s offers %j', (text, inserts) => {
  expect(offers(text)).toEqual(inserts);
});

test('an empty search offers nothing by itself', () => {
  expect(offers('')).toEqual([]);
});

test('a category that is none is pointed at, once categories are known', () => {
  expect(faultOf('category:groseries', known)).toMatchObject({
    at: { start: 9, length: 9 },
    suggestion: 'Groceries',
  });
  expect(faultOf('category:none subcategory:coffee', known)).toBeNull();
  expect(faultOf('category:groseries', nobody)).toBeNull();
  expect(faultOf('catgory:x', known)).toMatchObject({ suggestion: 'category:' });
});

test('parts of a search are read and written in its text', () => {
  const q = 'coffee tag:holiday OR(a b)';
  expect(partOf(q, 'tag')).toEqual(['holiday']);
  expect(partOf('tag:a tag:b', 'tag')).toEqual([]);
  expect(withPart(q, 'tag', ['holiday', 'to share'])).toBe('coffee OR(a b) tag:holiday,"to share"');
  expect(withPart(q, 'tag', [])).toBe('coffee OR(a b)');
  expect(withPart('a OR b', 'is', ['split'])).toBe('OR(a b) is:split');
  expect(withPart('', 'is', [])).toBe('');
  expect(withPart('is:nonsense', 'tag', ['x'])).toBeNull();
});

test.each<[string, Filter]>([
  ['coffee', { q: 'coffee' }],
  ['category:groceries,travel', { category: ['FOOD_GROCERIES', 'TRAVEL'] }],
  ['account:visa', { account: [id(2)] as never }],
  ['amount:10..20 date:2026-02', { min: '10', max: '20', from: '2026-02-01', to: '2026-02-28' }],
  ['date:last-month', { from: '2026-02-01', to: '2026-02-28' }],
  ['is:income is:unreviewed pending:no', { flow: 'income', reviewed: 'false', pending: 'false' }],
  ['amount:>10 -category:travel', { q: 'amount:>10 -category:travel' }],
  ['OR(category:travel x)', { q: 'OR(category:travel x)' }],
  ['is:income is:spending', { flow: 'income', q: 'is:spending' }],
  ['category:nonsense', { q: 'category:nonsense' }],
  ['a OR', { q: 'a OR' }],
])('%s as choices', (q, filter) => {
  expect(asChoices({ q }, known, more.today)).toEqual(filter);
});

test('a filter is written as text that means the same', () => {
  const filter: Filter = {
    q: 'coffee',
    category: ['FOOD', 'TRAVEL_OTHER'],
    account: [id(1)] as never,
    from: '2026-01-01',
    to: '2026-02-28',
    min: '10',
    flow: 'spending',
    pending: 'false',
    reviewed: 'true',
  };
  const text = asText(filter, known);
  expect(text).toBe(
    'coffee category:"Food and drink",TRAVEL_OTHER account:"Joint Checking" ' +
      'date:2026-01-01..2026-02-28 amount:>=10 is:spending pending:no is:reviewed',
  );
  expect(asChoices({ q: text }, known, more.today)).toEqual(filter);
});
