import { describe, expect, it } from 'vitest';
import {
  cleared,
  daysOf,
  firstDayOf,
  isNarrow,
  lastDay,
  monthsOf,
  selectionFrom,
  selectionHref,
  withMonth,
} from './selection.ts';

const account = '0192f7a1-1111-7222-8333-444455556666';

describe('what charts look at', () => {
  it('is carried by the address, there and back', () => {
    const href =
      '/insights/spending?range=5y&month=2026-03&category=FOOD_AND_DRINK&merchant=Fern+%26+Co' +
      `&account=${account}&currency=EUR`;
    const selection = selectionFrom(new URL(href, 'http://home').searchParams);
    expect(selection).toEqual({
      range: '5y',
      month: '2026-03',
      flow: null,
      category: 'FOOD_AND_DRINK',
      merchant: 'Fern & Co',
      account,
      currency: 'EUR',
    });
    expect(selectionHref('/insights/spending', selection)).toBe(href);
    expect(selectionHref('/insights/income', selectionFrom(''))).toBe('/insights/income');
    expect(isNarrow(selection)).toBe(true);
    expect(cleared(selection)).toEqual({ ...selectionFrom(''), range: '5y', currency: 'EUR' });
    expect(isNarrow(cleared(selection))).toBe(false);
  });

  it('drops what no page of ours wrote', () => {
    const wrong =
      'range=2w&month=2026-13&flow=transfer&category=<b>&account=1&merchant=&currency=euro';
    expect(selectionFrom(wrong)).toEqual(selectionFrom(''));
  });

  it('reaches back to the month that is chosen, and lets it go again', () => {
    const today = '2026-03-31';
    const usual = selectionFrom('');
    expect(withMonth(usual, '2026-01', today)).toEqual({ ...usual, month: '2026-01' });
    expect(withMonth(usual, '2024-01', today)).toEqual({ ...usual, range: '5y', month: '2024-01' });
    expect(withMonth(usual, '2014-01', today)).toEqual({
      ...usual,
      range: 'all',
      month: '2014-01',
    });
    const chosen = { ...usual, month: '2026-01' };
    expect(withMonth(chosen, '2026-01', today)).toEqual(usual);
  });

  it('knows the months and the days of each range', () => {
    const today = '2026-03-31';
    expect(monthsOf('1m', today)).toEqual({ from: '2026-03', to: '2026-03' });
    expect(monthsOf('6m', today)).toEqual({ from: '2025-10', to: '2026-03' });
    expect(monthsOf('ytd', today)).toEqual({ from: '2026-01', to: '2026-03' });
    expect(monthsOf('1y', today)).toEqual({ from: '2025-04', to: '2026-03' });
    expect(monthsOf('all', today)).toEqual({ from: undefined, to: '2026-03' });
    expect(firstDayOf('1m', today)).toBe('2026-03-01');
    expect(firstDayOf('ytd', today)).toBe('2025-12-31');
    expect(firstDayOf('all', today)).toBe(undefined);
    expect(lastDay('2024-02')).toBe('2024-02-29');
    expect(daysOf(selectionFrom('month=2026-02'), today, undefined)).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(daysOf(selectionFrom('range=3m'), today, undefined)).toEqual({
      from: '2026-01-01',
      to: '2026-03-31',
    });
    expect(daysOf(selectionFrom('range=all'), today, '2019-05')).toEqual({
      from: '2019-05-01',
      to: '2026-03-31',
    });
  });
});
