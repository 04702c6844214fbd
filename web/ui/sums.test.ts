import { describe, expect, it } from 'vitest';
import { currenciesOf, highest, mostAndRest, parts, pick, sum, total, usual } from './sums.ts';

const category = (primary: string, detail: string) => ({
  code: `${primary}_${detail}`,
  primary,
  label: detail,
  icon: null,
});
const series = (
  detail: ReturnType<typeof category> | null,
  amounts: (string | null)[],
  more: object = {},
) => ({
  flow: 'spending' as const,
  category: detail,
  currency: 'USD',
  amounts,
  counts: amounts.map((one) => (one === null ? 0 : 1)),
  ...more,
});

const told = {
  series: [
    series(category('FOOD', 'GROCERIES'), ['-10.10', '-20.20', null]),
    series(category('FOOD', 'COFFEE'), ['-0.10', null, '-3.00']),
    series(category('HOME', 'RENT'), ['-1000.00', '-1000.00', '-1000.00']),
    series(category('SHOPS', 'SHOES'), [null, '25.00', null]),
    series(null, [null, null, '-7.00']),
    series(category('FOOD', 'COFFEE'), ['-4.00', null, null], { currency: 'EUR' }),
    series(category('INCOME', 'SALARY'), ['3000.00', null, null], { flow: 'income' }),
  ],
};
const asked = { flow: 'spending' as const, currency: 'USD' };

describe('sums of sums', () => {
  it('are exact, month by month, and what was spent is above zero', () => {
    expect(total(pick(told, asked), 3)).toEqual(['1010.20', '995.20', '1010.00']);
    expect(total(pick(told, { ...asked, category: 'FOOD' }), 3)).toEqual([
      '10.20',
      '20.20',
      '3.00',
    ]);
    expect(total(pick(told, { ...asked, category: 'FOOD_COFFEE' }), 3)).toEqual([
      '0.10',
      null,
      '3.00',
    ]);
    expect(total(pick(told, { ...asked, category: 'NONE' }), 3)).toEqual([null, null, '7.00']);
    expect(total(pick(told, { flow: 'income', currency: 'USD' }), 3)).toEqual([
      '3000.00',
      null,
      null,
    ]);
    expect(total(pick(told, { ...asked, currency: 'EUR' }), 3)).toEqual(['4.00', null, null]);
  });

  it('stand by group or by category, the largest first, what came back last', () => {
    const groups = parts(pick(told, asked), 3, 'group');
    expect(groups.map(({ key, amounts }) => [key, sum(amounts)])).toEqual([
      ['HOME', '3000.00'],
      ['FOOD', '33.40'],
      ['NONE', '7.00'],
      ['SHOPS', '-25.00'],
    ]);
    expect(groups[1]?.counts).toEqual([2, 1, 1]);
    const food = parts(pick(told, { ...asked, category: 'FOOD' }), 3, 'category');
    expect(food.map(({ key }) => key)).toEqual(['FOOD_GROCERIES', 'FOOD_COFFEE']);
    expect(sum(food[0]!.amounts, 1)).toBe('20.20');
    expect(sum(food[0]!.amounts, 2)).toBe('0');
  });

  it('add up to the same with the smaller ones together', () => {
    const groups = parts(pick(told, asked), 3, 'group');
    const { parts: most, rest } = mostAndRest(groups, 2);
    expect(most.map(({ key }) => key)).toEqual(['HOME', 'FOOD']);
    expect(rest).toMatchObject({
      key: 'REST',
      amounts: [null, '-25.00', '7.00'],
      counts: [0, 1, 1],
    });
    // One alone is not worth a name of its own.
    expect(mostAndRest(groups, 3).rest).toBe(null);
  });

  it('know what is usual, and what was most', () => {
    const months = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];
    expect(usual(['10', '90', '30', null, '7'], months, '2026-11')).toBe('20.00');
    expect(usual(['10', '90', '30', '7'], months, '2026-10')).toBe('30.00');
    expect(usual(['10', '90'], months, '2026-11')).toBe(null);
    expect(highest([null, '3', '12', '7'])).toBe(2);
    expect(highest([null, null])).toBe(-1);
    expect(currenciesOf(told.series, 'GBP')).toEqual(['GBP', 'EUR', 'USD']);
  });
});
