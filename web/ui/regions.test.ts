import { expect, test } from 'vitest';
import { currencyChoices, likelyCurrency, timeZoneChoices } from './regions.ts';

test('the currency follows the region of a language, and any language has one', () => {
  expect(likelyCurrency('en-US')).toBe('USD');
  expect(likelyCurrency('en')).toBe('USD');
  expect(likelyCurrency('de')).toBe('EUR');
  expect(likelyCurrency('en-GB')).toBe('GBP');
  expect(likelyCurrency('en-US@posix')).toBe('USD');
  expect(likelyCurrency('')).toBe('USD');
});

test('zones and currencies are offered in words, with one that nobody knows', () => {
  expect(timeZoneChoices('')).toContainEqual({
    value: 'America/New_York',
    label: 'New York',
    group: 'America',
  });
  expect(timeZoneChoices('Etc/Elsewhere').map(({ value }) => value)).toContain('Etc/Elsewhere');
  expect(currencyChoices('USD')).toContainEqual({ value: 'USD', label: 'USD · US Dollar' });
});
