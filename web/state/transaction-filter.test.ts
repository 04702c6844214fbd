import { describe, expect, it } from 'vitest';
import {
  amountFromInput,
  dateChoices,
  filterCount,
  filterFromSearch,
  registerHref,
  searchFromFilter,
  withFilter,
} from './transaction-filter.ts';

const one = '0b5ab2cb-2f73-4df5-9f8f-3d9a0f6f2f11';
const two = '9b5ab2cb-2f73-4df5-9f8f-3d9a0f6f2f22';

describe('the filter in the address', () => {
  it('comes back as it went', () => {
    const search =
      `q=corner+caf%C3%A9&flow=spending&from=2026-01-01&to=2026-02-28&min=5&max=12.50` +
      `&pending=true&deleted=true&account=${one}&account=${two}&category=FOOD_AND_DRINK`;
    expect(searchFromFilter(filterFromSearch(search))).toBe(search);
  });

  it('has one spelling whatever the order of the choices', () => {
    const there = filterFromSearch(`account=${two}&account=${one}&q=tea`);
    const back = filterFromSearch(`q=tea&account=${one}&account=${two}&account=${one}`);
    expect(searchFromFilter(there)).toBe(searchFromFilter(back));
  });

  it('drops what is malformed and keeps the rest', () => {
    const search =
      'q=%20&from=2026-02-30&to=yesterday&min=-3&max=1e9&pending=maybe&deleted=false' +
      '&account=1&category=no&flow=up&id=7&other=1';
    expect(filterFromSearch(search)).toEqual({});
  });

  it('makes the address of an open row', () => {
    expect(registerHref({})).toBe('/transactions');
    expect(registerHref({ q: 'tea' }, one)).toBe(`/transactions/${one}?q=tea`);
  });

  it('takes a part out by undefined, an empty text or an empty list', () => {
    const filter = filterFromSearch(`q=tea&from=2026-01-01&account=${one}`);
    expect(withFilter(filter, { q: '', from: undefined, account: [] })).toEqual({});
    expect(filter.q).toBe('tea');
  });

  it('counts choices: a range once, each account and category', () => {
    const filter = filterFromSearch(
      `q=tea&from=2026-01-01&to=2026-01-31&account=${one}&account=${two}&pending=true`,
    );
    expect(filterCount(filter)).toBe(4);
    expect(filterCount({})).toBe(0);
  });
});

describe('the quick date choices', () => {
  const named = (today: string, label: string) =>
    dateChoices(today).find((choice) => choice.label === label);

  it('has nothing to offer while today is not known', () => {
    expect(dateChoices('')).toEqual([]);
  });

  it('crosses years and short months', () => {
    expect(named('2026-01-31', 'Last month')).toMatchObject({
      from: '2025-12-01',
      to: '2025-12-31',
    });
    expect(named('2026-03-31', 'Last month')).toMatchObject({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(named('2026-01-15', 'Last 3 months')?.from).toBe('2025-11-01');
    expect(named('2026-03-01', 'Last 30 days')?.from).toBe('2026-01-31');
  });
});

describe('an amount as typed', () => {
  it.each([
    ['12', '12'],
    [' $1,234.50 ', '1234.50'],
    ['-3', '3'],
    ['.5', '0.5'],
    ['12.', '12'],
    ['', null],
    ['twelve', null],
    ['1.2.3', null],
  ])('%s', (typed, wire) => {
    expect(amountFromInput(typed)).toBe(wire);
  });
});
