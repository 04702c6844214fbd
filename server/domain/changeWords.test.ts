import { expect, test } from 'vitest';
import { bulkSentence, changeSentence } from './changeWords.ts';
import { createDictionary } from './dictionary.ts';

type Before = Parameters<typeof changeSentence>[0];
type After = Parameters<typeof changeSentence>[1];

const dictionary = createDictionary([]);
const said = (before: Before, after: After) => changeSentence(before, after, dictionary);
const bakery: Before = { shown: 'Bakery', note: null };

test.each<[After, string]>([
  [{ name: 'Bread' }, 'Renamed “Bakery” to “Bread”'],
  [{ name: null }, 'Gave “Bakery” the bank’s name again'],
  [{ category: 'FOOD_AND_DRINK_GROCERIES' }, 'Filed “Bakery” under Groceries'],
  [{ category: null }, 'Gave “Bakery” the bank’s category again'],
  [{ date: '2026-11-20' }, 'Moved “Bakery” to November 20, 2026'],
  [{ date: null }, 'Gave “Bakery” the bank’s date again'],
  [{ note: 'for the party' }, 'Wrote a note on “Bakery”'],
  [{ note: null }, 'Removed the note on “Bakery”'],
  [{ deleted: true }, 'Deleted “Bakery”'],
  [{ deleted: false }, 'Brought “Bakery” back'],
  [{ tags: ['holiday'] }, 'Tagged “Bakery” holiday'],
  [{ split: [{}, {}] }, 'Split “Bakery” into 2 parts'],
  [{ split: null }, 'Made “Bakery” one again'],
  [{ leftOut: true }, 'Left “Bakery” out of the totals'],
  [{ reviewed: true }, 'Reviewed “Bakery”'],
])('%o: %s', (after, sentence) => {
  expect(said(bakery, after)).toBe(sentence);
});

test('a note that is there is changed, not written', () => {
  expect(said({ ...bakery, note: 'rolls' }, { note: 'cake' })).toBe('Changed the note on “Bakery”');
});

test('several changes at once name the transaction once', () => {
  const after = { name: 'Bread', category: 'FOOD_AND_DRINK_GROCERIES', note: 'rolls' };
  expect(said(bakery, after)).toBe(
    'Renamed “Bakery” to “Bread”, filed it under Groceries and wrote a note on it',
  );
  expect(said(bakery, { deleted: true, note: 'twice' })).toBe(
    'Deleted “Bakery” and wrote a note on it',
  );
});

test('no name makes it longer than it may be', () => {
  const shown = 'x'.repeat(400);
  expect(said({ shown, note: null }, { deleted: true })).toHaveLength(300);
});

test('of many it says how many', () => {
  const patch = { category: 'FOOD_AND_DRINK_GROCERIES', reviewed: true };
  expect(bulkSentence(1200, patch, dictionary)).toBe(
    'Filed 1,200 transactions under Groceries and reviewed them',
  );
  expect(bulkSentence(1, { addTags: ['a', 'b'] }, dictionary)).toBe('Tagged one transaction a, b');
});
