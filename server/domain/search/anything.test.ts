import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasWords, isWords, MOST_CHARACTERS, termsOf, wordKeys, type Node } from './ast.ts';
import { datePoints } from './dates.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

/** A query without its places in the text. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

/** Letters that mean something here more often than not. */
const words = ['OR', 'AND', 'NOT', 'OR(', 'category:', 'amount:', 'date:', 'is:', 'last-month'];
const pieces = ['..', '🙂', ...words].concat('aB7  ()"“\\:,->=.'.split(''));
const soup = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 60 });

test('nothing that can be typed throws, and faults point into the text', () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 600 })), (text) => {
      const { query, fault } = parse(text);
      if (fault) {
        expect(fault.at.start).toBeGreaterThanOrEqual(0);
        expect(fault.at.length).toBeGreaterThan(0);
        expect(fault.at.start + fault.at.length).toBeLessThanOrEqual(text.length);
        expect(fault.sentence).toMatch(/^[A-Z“].*[.?]$/su);
        return;
      }
      const printed = print(query);
      if (printed.length > MOST_CHARACTERS) return;
      expect(bare(parse(printed))).toEqual({ query: bare(query), fault: null });
      for (const { at } of termsOf(query)) {
        expect(text.slice(at.start, at.start + at.length)).not.toBe('');
      }
    }),
    { numRuns: 5000 },
  );
});

const at = { start: 0, length: 0 };
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((s) => s.trim() !== '');
const values = (one: fc.Arbitrary<string>) =>
  fc.array(
    one.map((text) => ({ text, at })),
    { minLength: 1, maxLength: 2 },
  );
const edge = (value: fc.Arbitrary<string>) => value.map((one) => ({ value: one, open: false }));
const cents = fc.integer({ min: 1, max: 99 }).map(String);
const term: fc.Arbitrary<Node> = fc.oneof(
  word.map((text) => ({ kind: 'text' as const, text, at })),
  fc.record({
    kind: fc.constant('field' as const),
    key: fc.constantFrom(...wordKeys),
    values: values(word),
    at: fc.constant(at),
  }),
  fc
    .oneof(
      values(fc.constantFrom(...isWords)).map((list) => ({ key: 'is' as const, values: list })),
      values(fc.constantFrom(...hasWords)).map((list) => ({ key: 'has' as const, values: list })),
      values(fc.constantFrom('yes', 'no')).map((list) => ({
        key: 'pending' as const,
        values: list,
      })),
    )
    .map((one) => ({ kind: 'field' as const, ...one, at })),
  fc.tuple(edge(cents), edge(cents)).map(([a, b]) => {
    const [low, high] = Number(a.value) <= Number(b.value) ? [a, b] : [b, a];
    return { kind: 'amount' as const, low, high, signed: false, at };
  }),
  fc.tuple(edge(fc.constantFrom(...datePoints)), fc.boolean()).map(([low, alone]) => ({
    kind: 'date' as const,
    low: alone ? { ...low, open: true } : low,
    high: alone ? null : low,
    at,
  })),
);
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    term,
    tie('node').map((of) => ({ kind: 'not' as const, of, at })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, of]) => ({
        kind,
        of: of.flatMap((one) => (one.kind === kind ? one.of : [one])),
        at,
      })),
  ),
}));

test('printing a search and reading it again gives the same search', () => {
  let compared = 0;
  fc.assert(
    fc.property(node, (query) => {
      const printed = print(query);
      const { query: back, fault } = parse(printed);
      if (fault && /at most|too many/.test(fault.sentence)) return;
      expect(fault, printed).toBeNull();
      expect(bare(back), printed).toEqual(bare(query));
      compared++;
    }),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(1500);
});
