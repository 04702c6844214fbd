import { expect, test } from 'vitest';
import { changeSentence } from './changeWords.ts';

type Before = Parameters<typeof changeSentence>[0];
type After = Parameters<typeof changeSentence>[1];

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
])('%o: %s', (after, sentence) => {
  expect(changeSentence(bakery, after)).toBe(sentence);
});

test('a note that is there is changed, not written', () => {
  expect(changeSentence({ ...bakery, note: 'rolls' }, { note: 'cake' })).toBe(
    'Changed the note on “Bakery”',
  );
});

test('several changes at once name the transaction once', () => {
  const after = { name: 'Bread', category: 'FOOD_AND_DRINK_GROCERIES', note: 'rolls' };
  expect(changeSentence(bakery, after)).toBe(
    'Renamed “Bakery” to “Bread”, filed it under Groceries and wrote a note on it',
  );
  expect(changeSentence(bakery, { deleted: true, note: 'twice' })).toBe(
    'Deleted “Bakery” and wrote a note on it',
  );
});

test('no name makes it longer than it may be', () => {
  const shown = 'x'.repeat(400);
  expect(changeSentence({ shown, note: null }, { deleted: true })).toHaveLength(300);
});
