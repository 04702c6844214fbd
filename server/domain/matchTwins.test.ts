import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchTwins, type FeedRow } from './matchTwins.ts';

// What one account does, told by two links: each thing is shown once, whatever comes first.

const row = (id: string, more: Partial<FeedRow> = {}): FeedRow => ({
  id,
  feed: id.slice(0, 1),
  amount: '-10.00',
  currency: 'USD',
  date: '2026-05-10',
  pending: false,
  name: 'Corner café',
  merchant: null,
  since: `2026-05-10T00:00:0${id.length}Z`,
  twinOf: null,
  deleted: false,
  ...more,
});

const joins = (...rows: FeedRow[]) => matchTwins(rows).joined;

test('the older of two equal rows is shown', () => {
  expect(joins(row('a1', { since: '2' }), row('b1', { since: '1' }))).toEqual([['a1', 'b1']]);
});

test('rows of one feed are never one: two coffees are two', () => {
  expect(joins(row('a1'), row('a2'))).toEqual([]);
  expect(joins(row('a1'), row('a2'), row('b1'))).toHaveLength(1);
  expect(joins(row('a1'), row('a2'), row('b1'), row('b2'))).toHaveLength(2);
});

test('the nearest day is meant, and none too far away', () => {
  const far = row('b1', { date: '2026-05-13' });
  const near = row('b2', { date: '2026-05-11' });
  expect(joins(row('a1', { since: '1' }), far, near)).toEqual([['b2', 'a1']]);
  expect(joins(row('a1'), row('b1', { date: '2026-05-16' }))).toEqual([]);
});

test('other sums and other currencies are other things', () => {
  expect(joins(row('a1'), row('b1', { amount: '-10.01' }))).toEqual([]);
  expect(joins(row('a1'), row('b1', { currency: 'EUR' }))).toEqual([]);
  expect(joins(row('a1'), row('b1', { amount: '-10' }))).toHaveLength(1);
});

test('a hold here is what it became there, unless another could be meant', () => {
  const hold = row('a1', { pending: true, amount: '-20.00', since: '1' });
  const posted = row('b1', { amount: '-23.00', date: '2026-05-12' });
  expect(joins(hold, posted)).toEqual([['b1', 'a1']]);
  expect(joins(hold, posted, row('b2', { amount: '-21.00' }))).toEqual([]);
  expect(joins(hold, { ...posted, name: 'Another shop' })).toEqual([]);
  expect(joins(hold, { ...posted, amount: '-90.00' })).toEqual([]);
});

test('what no longer fits is parted, and may find another', () => {
  const face = row('a1');
  const twin = row('b1', { twinOf: 'a1', amount: '-99.00' });
  expect(matchTwins([face, twin])).toEqual({ joined: [], parted: ['b1'] });
  const hold = row('b1', { twinOf: 'a1', amount: '-9.00', pending: true });
  expect(matchTwins([face, hold])).toEqual({ joined: [], parted: [] });
  expect(matchTwins([row('b1', { twinOf: 'gone' })]).parted).toEqual(['b1']);
});

test('what somebody deleted for standing there twice does not hide what is left', () => {
  expect(joins(row('a1', { since: '1', deleted: true }), row('b1', { since: '2' }))).toEqual([
    ['a1', 'b1'],
  ]);
});

test('a third feed joins those that have met', () => {
  const met = [row('a1', { since: '1' }), row('b1', { twinOf: 'a1' })];
  const { joined } = matchTwins([...met, row('c1')]);
  expect(joined).toEqual([['c1', 'a1']]);
});

/** One truth, told by each feed a little differently, in steps; `seen` of each is a prefix. */
const truth = fc.array(
  fc.record({
    cents: fc.constantFrom(-1000, -1000, -450, -2300, 120_000),
    day: fc.nat(25),
    name: fc.constantFrom('Café', 'Market', 'Payroll'),
    drift: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })),
  }),
  { minLength: 1, maxLength: 14 },
);

function apply(rows: Map<string, FeedRow>): void {
  const { joined, parted } = matchTwins([...rows.values()]);
  for (const id of parted) rows.set(id, { ...rows.get(id)!, twinOf: null });
  for (const [twin, face] of joined) rows.set(twin, { ...rows.get(twin)!, twinOf: face });
}

test('whatever order two feeds tell it in, everything is shown once in the end', () => {
  fc.assert(
    fc.property(truth, fc.array(fc.tuple(fc.boolean(), fc.nat(4))), (things, steps) => {
      const rows = new Map<string, FeedRow>();
      const told = { a: 0, b: 0 };
      let clock = 1000;
      const tell = (feed: 'a' | 'b', n: number) => {
        for (const thing of things.slice(told[feed], told[feed] + n)) {
          const at = told[feed]++;
          const day = 1 + thing.day + thing.drift[feed === 'a' ? 0 : 1];
          rows.set(`${feed}${at}`, {
            ...row(`${feed}${at}`),
            amount: (thing.cents / 100).toFixed(2),
            date: `2026-05-${String(day).padStart(2, '0')}`,
            name: thing.name,
            since: String(clock++),
          });
        }
        apply(rows);
        const shown = [...rows.values()].filter((one) => one.twinOf === null).length;
        expect(shown).toBeGreaterThanOrEqual(Math.max(told.a, told.b));
      };
      for (const [first, n] of steps) tell(first ? 'a' : 'b', n);
      tell('a', things.length);
      tell('b', things.length);
      const shown = [...rows.values()].filter((one) => one.twinOf === null);
      expect(shown).toHaveLength(things.length);
      const named = (name: string, cents: number) => `${name} ${cents}`;
      expect(
        shown.map((one) => named(one.name, Math.round(Number(one.amount) * 100))).toSorted(),
      ).toEqual(things.map((thing) => named(thing.name, thing.cents)).toSorted());
    }),
    { numRuns: 2000 },
  );
});
