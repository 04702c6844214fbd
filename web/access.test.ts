import { expect, test } from 'vitest';
import { elsewhere } from './access.ts';
import { match } from './routes.ts';

const at = (pathname: string, search = '', hash = '') => ({ pathname, search, hash });

test('who is not signed in signs in first and is brought back', () => {
  expect(elsewhere('signed_out', 'member', at('/'))).toBe('/sign-in');
  expect(elsewhere('signed_out', 'member', at('/transactions', '?q=tea'))).toBe(
    '/sign-in?next=%2Ftransactions%3Fq%3Dtea',
  );
  expect(elsewhere('signed_out', 'out', at('/sign-in', '?next=%2Fmore'))).toBeNull();
  expect(elsewhere('signed_in', 'out', at('/sign-in', '?next=%2Fmore'))).toBe('/more');
});

test('who signs in where somebody has signed out begins at the beginning', () => {
  expect(elsewhere('signed_out', 'member', at('/more'), true)).toBe('/sign-in');
  expect(elsewhere('signed_in', 'out', at('/sign-in'), true)).toBe('/');
});

test('nobody is sent to another site', () => {
  const tricks = ['/\t/evil.example', '/\n/evil.example', '/\r\\evil.example', '\t//evil.example'];
  const paths = ['https://evil.example', '//evil.example', '/\\evil.example', 'evil', '/.//evil'];
  for (const next of [...paths, ...tricks, '/..//evil.example', '/\t', 'javascript:alert(1)']) {
    const search = `?next=${encodeURIComponent(next)}`;
    expect(elsewhere('signed_in', 'out', at('/sign-in', search))).toBe('/');
  }
});

test('the first run comes before everything and keeps its code', () => {
  expect(elsewhere('setup', 'member', at('/', '', '#code=abc'))).toBe('/setup#code=abc');
  expect(elsewhere('setup', 'out', at('/setup'))).toBeNull();
  expect(elsewhere('signed_out', 'out', at('/setup'))).toBe('/sign-in');
  expect(elsewhere('signed_in', 'out', at('/setup'))).toBe('/');
});

test('a one-time address works whoever is looking', () => {
  expect(elsewhere('signed_out', 'anyone', at('/welcome'))).toBeNull();
  expect(elsewhere('signed_in', 'anyone', at('/welcome'))).toBeNull();
});

test('addresses find their page, with what they name', () => {
  const find = (path: string) => match(new URL(path, 'http://home'));
  const id = '0189a7c2-0000-7000-8000-000000000001';
  expect(find('/')?.route.tag).toBe('lb-page-overview');
  expect(find(`/transactions/${id}?q=tea`)?.params).toEqual({ id });
  expect(find('/transactions/')?.params).toEqual({});
  expect(find('/accounts?x=1')?.query.get('x')).toBe('1');
  expect(find('/links/return')?.route.tag).toBe('lb-page-link-return');
  expect(find('/api/session')).toBeUndefined();
  expect(find('/transactions/12')).toBeUndefined();
});
