import { describe, expect, test } from 'vitest';
import { MOST_CHARACTERS, MOST_TERMS, termsOf, type Query } from './ast.ts';
import { daysOf, readPoint, resolveDates } from './dates.ts';
import { fewestSlips, nearest } from './near.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

/** A query without its places in the text. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

const read = (text: string): Query => {
  const { query, fault } = parse(text);
  expect(fault).toBeNull();
  return query;
};
const again = (text: string) => print(read(text));
const faultOf = (text: string) => {
  const { fault } = parse(text);
  if (!fault) throw new Error(`nothing is wrong with ${text}`);
  return { ...fault, word: text.slice(fault.at.start, fault.at.start + fault.at.length) };
};

describe('what a search means', () => {
  test.each<[string, string]>([
    ['', ''],
    ['   ', ''],
    ['coffee', 'coffee'],
    ['coffee  tea', 'coffee tea'],
    ['coffee AND tea', 'coffee tea'],
    ['"whole foods"', '"whole foods"'],
    ['“whole foods”', '"whole foods"'],
    ['"coffee', 'coffee'],
    ['coffee OR tea', 'OR(coffee tea)'],
    ['big coffee OR tea cup', 'big OR(coffee tea) cup'],
    ['OR(coffee tea)', 'OR(coffee tea)'],
    ['or(coffee, tea)', 'OR(coffee tea)'],
    ['OR (coffee tea)', 'OR(coffee tea)'],
    ['coffee OR (tea cup)', 'OR(coffee (tea cup))'],
    ['OR(coffee AND cup tea)', 'OR((coffee cup) tea)'],
    ['OR(coffee', 'coffee'],
    ['OR(OR(a b) c)', 'OR(a b c)'],
    ['((a)) (b c)', 'a b c'],
    ['NOT(coffee)', '-coffee'],
    ['NOT coffee', '-coffee'],
    ['NOT (a b)', 'NOT(a b)'],
    ['-coffee', '-coffee'],
    ['-(a OR b)', 'NOT(OR(a b))'],
    ['not(category:travel)', '-category:travel'],
    ['a - b', 'a "-" b'],
    ['--x', '"--x"'],
    ['or and not', 'or and not'],
    ['REWE(Berlin) x', '"REWE(Berlin)" x'],
    ['100% 5,99 a_b c\\d *', '100% "5,99" a_b "c\\\\d" *'],
    ['10:30', '10:30'],
    ['Category:Groceries,"Eating out"', 'category:Groceries,"Eating out"'],
    ['-account:joint tag:kids', '-account:joint tag:kids'],
    ['pending:TRUE is:pending is:posted', 'pending:yes pending:yes pending:no'],
    ['is:expense is:left_out has:tags', 'is:spending is:left-out has:tag'],
    ['amount:>50', 'amount:>50'],
    ['amount:>=50 amount:<9.90 amount:<=9.90', 'amount:>=50 amount:<9.9 amount:<=9.9'],
    ['amount:20..10', 'amount:10..20'],
    ['amount:12,50', 'amount:=12.5'],
    ['amount:$1,234.50', 'amount:=1234.5'],
    ['amount:10..', 'amount:>=10'],
    ['amount:..20', 'amount:<=20'],
    ['amount:-20..5', 'amount:-20..+5'],
    ['amount:<0', 'amount:<+0'],
    ['date:2026-6', 'date:2026-06'],
    ['date:2026/06/01..2026/08/31', 'date:2026-06-01..2026-08-31'],
    ['date:"june 2026"', 'date:2026-06'],
    ['date:2026-jun..aug', 'date:2026-06..august'],
    ['date:30d date:last-2-years', 'date:last-30-days date:last-2-years'],
    ['date:>2025-q4', 'date:>2025-q4'],
  ])('%s', (typed, printed) => {
    expect(again(typed)).toBe(printed);
    expect(bare(read(printed))).toEqual(bare(read(typed)));
  });

  test('terms know where they stand', () => {
    const text = '  coffee -category:food,"eating out" OR(a b)';
    const places = [...termsOf(read(text))].map(({ at }) =>
      text.slice(at.start, at.start + at.length),
    );
    expect(places).toEqual(['coffee', 'category:food,"eating out"', 'a', 'b']);
    const [, field] = [...termsOf(read(text))];
    expect(field).toMatchObject({
      values: [
        { text: 'food', at: { start: 19, length: 4 } },
        { text: 'eating out', at: { start: 24, length: 12 } },
      ],
    });
  });
});

describe('what is wrong is pointed at', () => {
  test.each<[string, string, string | null, RegExp]>([
    ['coffee catgory:food', 'catgory:', 'category:', /Did you mean category:\?/],
    ['payee:rewe', 'payee:', 'merchant:', /Did you mean merchant:\?/],
    ['http://example.com', 'http://example.com', null, /quotation marks/],
    ['category:', 'category:', null, /as in category:groceries/],
    ['tag:""', 'tag:""', null, /as in tag:/],
    ['""', '""', null, /nothing between these quotation/],
    ['a OR', 'OR', null, /OR stands between/],
    ['AND a', 'AND', null, /AND stands between/],
    ['a OR OR b', 'OR', null, /OR stands between/],
    ['a NOT', 'NOT', null, /NOT needs/],
    ['OR( )', 'OR( )', null, /nothing between these brackets/],
    ['a b)', ')', '")"', /closes nothing/],
    ['amount:lots', 'lots', null, /“lots” is not an amount/],
    ['amount:>1..5', '>1..5', null, /is not an amount/],
    ['date:2026-02-30', '2026-02-30', null, /There is no day/],
    ['date:last-mouth', 'last-mouth', 'last-month', /Did you mean last-month\?/],
    ['date:2026-01..tody', '2026-01..tody', '2026-01..today', /Did you mean today/],
    ['date:whenever', 'whenever', null, /written like 2026-06/],
    ['is:spendin', 'spendin', 'spending', /Did you mean spending/],
    ['is:blue', 'blue', null, /There are income, spending/],
    ['has:x', 'x', null, /There are attachment, note and tag\./],
    ['pending:perhaps', 'perhaps', 'yes', /yes or no/],
    [`${'-('.repeat(9)}b`, '(-(b', null, /too many brackets/],
    ['w '.repeat(MOST_TERMS + 1), 'w', null, /at most 24 words/],
    ['y'.repeat(MOST_CHARACTERS + 3), 'yyy', null, /at most 500/],
  ])('%s', (text, word, suggestion, sentence) => {
    const fault = faultOf(text);
    expect(fault.sentence).toMatch(sentence);
    expect(fault.word).toBe(word);
    expect(fault.suggestion).toBe(suggestion);
  });
});

describe('dates', () => {
  const today = '2026-11-20';
  test.each<[string, string, string]>([
    ['today', '2026-11-20', '2026-11-20'],
    ['yesterday', '2026-11-19', '2026-11-19'],
    ['this-week', '2026-11-16', '2026-11-22'],
    ['last-week', '2026-11-09', '2026-11-15'],
    ['this-month', '2026-11-01', '2026-11-30'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['this-quarter', '2026-10-01', '2026-12-31'],
    ['last-quarter', '2026-07-01', '2026-09-30'],
    ['this-year', '2026-01-01', '2026-12-31'],
    ['last-year', '2025-01-01', '2025-12-31'],
    ['last-30-days', '2026-10-22', '2026-11-20'],
    ['last-2-weeks', '2026-11-07', '2026-11-20'],
    ['last-3-months', '2026-09-01', '2026-11-20'],
    ['last-2-years', '2025-01-01', '2026-11-20'],
    ['last-9999-years', '0001-01-01', '2026-11-20'],
    ['last-9999-months', '1193-09-01', '2026-11-20'],
    ['november', '2026-11-01', '2026-11-30'],
    ['december', '2025-12-01', '2025-12-31'],
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2024-q1', '2024-01-01', '2024-03-31'],
    ['2024-02-29', '2024-02-29', '2024-02-29'],
  ])('%s', (point, from, to) => {
    expect(readPoint(point)).toBe(point);
    expect(daysOf(point, today)).toEqual({ from, to });
  });

  test.each<[string, string | null, string | null]>([
    ['date:2026-06..2026-08', '2026-06-01', '2026-08-31'],
    ['date:2026-08..2026-06', '2026-06-01', '2026-08-31'],
    ['date:>2026-06', '2026-07-01', null],
    ['date:>=2026-06', '2026-06-01', null],
    ['date:<2026-06', null, '2026-05-31'],
    ['date:<=2026-06', null, '2026-06-30'],
    ['date:..yesterday', null, '2026-11-19'],
    ['date:>2999', '3000-01-01', null],
  ])('%s', (text, from, to) => {
    expect(resolveDates(read(text) as never, today)).toEqual({ from, to });
  });
});

test('a name with a slip is known by its words', () => {
  const names = ['Netflix', 'SQ *Netflix 12', 'Net Fitness', 'Whole Foods Market'];
  expect(fewestSlips('netlfix', names)).toEqual(['Netflix', 'SQ *Netflix 12']);
  expect(fewestSlips('whole fods', names)).toEqual(['Whole Foods Market']);
  expect(fewestSlips('zebra', names)).toEqual([]);
  expect(fewestSlips('netflix', [])).toEqual([]);
});

test('what was meant is the nearest, and nothing where nothing is near', () => {
  const words = ['Groceries', 'Restaurants', 'Café', 'Gas and electricity'];
  expect(nearest('grocries', words)).toBe('Groceries');
  expect(nearest('RESTARUANTS', words)).toBe('Restaurants');
  expect(nearest('cafe', words)).toBe('Café');
  expect(nearest('gas and', words)).toBe('Gas and electricity');
  expect(nearest('qwertz', words)).toBeNull();
  expect(nearest('', words)).toBeNull();
});
