import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldPages, type Page } from './foldPages.ts';

interface Row {
  plaidId: string;
  version: number;
}

const row = fc.record({
  plaidId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  version: fc.nat(),
});
const page: fc.Arbitrary<Page<Row>> = fc.record({
  added: fc.array(row, { maxLength: 5 }),
  modified: fc.array(row, { maxLength: 5 }),
  removed: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }),
});

/** What somebody who applied every page in turn would have in the end. */
function applied(pages: Page<Row>[]): { live: Map<string, Row>; gone: Set<string> } {
  const live = new Map<string, Row>();
  const gone = new Set<string>();
  for (const { added, modified, removed } of pages) {
    for (const one of [...added, ...modified]) {
      live.set(one.plaidId, one);
      gone.delete(one.plaidId);
    }
    for (const id of removed) {
      live.delete(id);
      gone.add(id);
    }
  }
  return { live, gone };
}

test('the fold is where applying page after page would have led', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 6 }), (pages) => {
      const { upserts, removals } = foldPages(pages);
      const { live, gone } = applied(pages);
      expect(new Map(upserts.map((one) => [one.plaidId, one]))).toEqual(live);
      expect(new Set(removals)).toEqual(gone);
    }),
  );
});

test('each id is named once: in the upserts or in the removals', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 6 }), (pages) => {
      const { upserts, removals } = foldPages(pages);
      const ids = [...upserts.map((one) => one.plaidId), ...removals];
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('where the pages are cut makes no difference', () => {
  fc.assert(
    fc.property(page, page, (one, two) => {
      const empty = { added: [], modified: [], removed: [] };
      const whole = foldPages([one, two]);
      expect(foldPages([one, empty, two, empty])).toEqual(whole);
    }),
  );
});

test('nothing is folded into nothing', () => {
  expect(foldPages([])).toEqual({ upserts: [], removals: [] });
});
