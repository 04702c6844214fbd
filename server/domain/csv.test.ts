import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test.each<[string, string]>([
  ['Coffee', 'Coffee'],
  ['', ''],
  ['-12.34', '-12.34'],
  ['Smith, John', '"Smith, John"'],
  ['the "Corner"', '"the ""Corner"""'],
  ['two\nlines', '"two\nlines"'],
  [' padded', '" padded"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+1 555', "'+1 555"],
  ['-x', "'-x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', '"\'\t=1"'.replace('"', '').replace(/"$/, '')],
])('%j', (value, told) => {
  expect(csvLine([value])).toBe(`${told}\r\n`);
});

test('a line has its cells in order', () => {
  expect(csvLine(['a', 'b,c', ''])).toBe('a,"b,c",\r\n');
});
