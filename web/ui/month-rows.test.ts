import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layMonthRows } from './month-rows.ts';

const sizes = { row: 40, heading: 30 };
const months = [
  { month: '2026-03', count: 3 },
  { month: '2026-02', count: 1 },
  { month: '2025-12', count: 5 },
];

describe('month rows', () => {
  const lay = layMonthRows(months, sizes);

  it('knows the whole height at once', () => {
    expect(lay).toMatchObject({ rows: 9, slots: 12, height: 9 * 40 + 3 * 30 });
  });

  it('finds rows by height and heights by row', () => {
    expect(lay.topOfRow(0)).toBe(30);
    expect(lay.topOfRow(3)).toBe(30 + 120 + 30);
    expect(lay.rowAt(lay.topOfRow(4))).toBe(4);
    expect(lay.rowAt(0)).toBe(0);
    expect(lay.rowAt(1e9)).toBe(8);
    expect(lay.place(4)).toEqual({ month: 2, offset: 0 });
    expect(lay.monthAt(lay.topOfMonth(1) + 1)).toBe(1);
  });

  it('gives what lies between two heights', () => {
    expect(lay.between(0, 31)).toEqual({
      top: 0,
      slots: [
        { kind: 'heading', month: 0 },
        { kind: 'row', month: 0, offset: 0, row: 0 },
      ],
    });
    expect(lay.between(lay.topOfRow(3), lay.topOfRow(3) + 1)).toEqual({
      top: lay.topOfRow(3),
      slots: [{ kind: 'row', month: 1, offset: 0, row: 3 }],
    });
    expect(lay.between(lay.height, lay.height + 100).slots).toEqual([]);
  });

  it('is empty without months', () => {
    const none = layMonthRows([], sizes);
    expect(none.height).toBe(0);
    expect(none.rowAt(10)).toBe(0);
    expect(none.between(0, 100).slots).toEqual([]);
  });

  it('covers every height, in order, without gaps', () => {
    const anyMonths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        anyMonths,
        fc.nat(20_000),
        fc.integer({ min: 1, max: 900 }),
        (counts, at, size) => {
          const any = layMonthRows(
            counts.map((count, index) => ({ month: String(index), count })),
            sizes,
          );
          const top = at % any.height;
          const bottom = Math.min(any.height, top + size);
          const shown = any.between(top, bottom);
          let y = shown.top;
          expect(y).toBeLessThanOrEqual(top);
          for (const slot of shown.slots) {
            if (slot.kind === 'row') {
              expect(any.topOfRow(slot.row)).toBe(y);
              expect(any.rowAt(y)).toBe(slot.row);
              y += sizes.row;
            } else {
              expect(any.topOfMonth(slot.month)).toBe(y);
              y += sizes.heading;
            }
          }
          expect(y).toBeGreaterThanOrEqual(bottom);
          expect(y - bottom).toBeLessThan(sizes.row);
        },
      ),
    );
  });
});
