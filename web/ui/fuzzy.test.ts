import { expect, test } from 'vitest';
import { oneSlip, search } from './fuzzy.ts';

const labels = [
  'Groceries',
  'Restaurants',
  'Coffee shops',
  'Gas and electricity',
  'Gas stations',
  'Café',
  'Rent',
];
const find = (typed: string) => search(typed, labels, (label) => label);

test('one slip is a letter wrong, missing, added or swapped', () => {
  expect(oneSlip('rent', 'rant')).toBe(true);
  expect(oneSlip('rent', 'ren')).toBe(true);
  expect(oneSlip('rent', 'reent')).toBe(true);
  expect(oneSlip('rent', 'rnet')).toBe(true);
  expect(oneSlip('rent', 'tner')).toBe(false);
  expect(oneSlip('rent', 'rental')).toBe(false);
});

test('beginnings come before the inside of words, and slips come last', () => {
  expect(find('gas')).toEqual(['Gas and electricity', 'Gas stations']);
  expect(find('stat')).toEqual(['Gas stations']);
  expect(find('re')[0]).toBe('Restaurants');
  expect(find('grocreies')).toEqual(['Groceries']);
  expect(find('resturant')).toEqual(['Restaurants']);
});

test('accents and capitals do not matter, every word does', () => {
  expect(find('CAFE')).toContain('Café');
  expect(find('gas stat')).toEqual(['Gas stations']);
  expect(find('gas pizza')).toEqual([]);
  expect(find('  ')).toEqual(labels);
});
