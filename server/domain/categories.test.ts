import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { categoryGroups, describeCategory, isKnownCategory } from './categories.ts';

test('there are 18 primaries, and no label stands twice under one of them', () => {
  expect(categoryGroups).toHaveLength(18);
  for (const { categories } of categoryGroups) {
    const labels = categories.map((category) => category.label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).toMatch(/^[A-Z][^_]+$/);
  }
});

test('a code is told in words, with its primary', () => {
  expect(describeCategory('FOOD_AND_DRINK_GROCERIES')).toEqual({
    code: 'FOOD_AND_DRINK_GROCERIES',
    primary: 'FOOD_AND_DRINK',
    label: 'Groceries',
  });
  expect(describeCategory('TRANSFER_OUT')).toMatchObject({ primary: 'TRANSFER_OUT' });
});

test.each([
  ['FOOD_AND_DRINK_MOON_CHEESE', null, 'FOOD_AND_DRINK', 'Moon cheese'],
  ['LOAN_PAYMENTS_NEW_KIND', null, 'LOAN_PAYMENTS', 'New kind'],
  ['LOAN_DISBURSEMENTS_NEW_KIND', 'LOAN_PAYMENTS', 'LOAN_DISBURSEMENTS', 'New kind'],
  ['HOVERING_BOARDS', 'TRAVEL', 'TRAVEL', 'Hovering boards'],
  ['HOVERING_BOARDS', 'HOVERING', 'OTHER', 'Hovering boards'],
  ['HOVERING_BOARDS', null, 'OTHER', 'Hovering boards'],
  ['OTHER_SOMETHING', null, 'OTHER', 'Something'],
])('the unknown code %s (sent under %s) belongs to %s', (code, sent, primary, label) => {
  expect(describeCategory(code, sent)).toEqual({ code, primary, label });
  expect(isKnownCategory(code)).toBe(false);
});

const table = join(import.meta.dirname, '../../../shared/plaid/pfc.csv');

test('every code of Plaid’s published taxonomy is known', () => {
  if (!existsSync(table)) {
    process.stdout.write('Skipped: Plaid’s taxonomy (../shared/plaid/pfc.csv) is not here.\n');
    return;
  }
  const [head = '', ...lines] = readFileSync(table, 'utf8').trim().split('\n');
  const column = head.split(',').findIndex((name) => /v2.*detailed|detailed.*v2/i.test(name));
  expect(column, head).toBeGreaterThanOrEqual(0);
  const codes = lines.map((line) => line.split(',')[column] ?? '').filter(Boolean);
  expect(codes.length).toBeGreaterThan(120);
  expect(codes.filter((code) => !isKnownCategory(code))).toEqual([]);
});
