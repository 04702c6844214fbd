import { describe, expect, it } from 'vitest';
import { leastIndex, shapeLine, since } from './line-shape.ts';

const frame = { width: 640, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const days = (count: number, value: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    value: value(index),
  }));

describe('the shape of a line', () => {
  it('spans the frame and finds the nearest day', () => {
    const shape = shapeLine(
      days(101, (index) => index * 10),
      frame,
    );
    expect(shape.points[0]).toMatchObject({ x: 40, y: 180 });
    expect(shape.points[100]).toMatchObject({ x: 630, y: 10 });
    expect(shape.nearest(40 + 5.9 * 50 + 1)).toBe(50);
    expect(shape.nearest(-5)).toBe(0);
    expect(shape.nearest(9999)).toBe(100);
    expect(shape.columns.map((one) => one.month)).toEqual([
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
    ]);
  });

  it('shows zero where the changes can be seen beside it, else looks closer', () => {
    expect(
      shapeLine(
        days(9, (index) => -900 + index * 100),
        frame,
      ).area,
    ).not.toBe('');
    const close = shapeLine(
      days(9, (index) => 20_000 + index),
      frame,
    );
    expect(close.area).toBe('');
    expect(close.rows[0]?.value).toBeGreaterThan(19_000);
  });

  it('draws one day and equal days without dividing by zero', () => {
    for (const shape of [
      shapeLine(
        days(1, () => 5),
        frame,
      ),
      shapeLine(
        days(9, () => 0),
        frame,
      ),
    ]) {
      expect(shape.line).not.toContain('NaN');
      expect(shape.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }
  });

  it('never crowds the months', () => {
    expect(
      shapeLine(
        days(3000, () => 1),
        frame,
      ).columns.length,
    ).toBeLessThanOrEqual(9);
  });

  it('cuts a range behind the last day', () => {
    const values = days(100, () => 1);
    expect(values[since(values, 30)]?.date).toBe('2026-03-11');
    expect(since(values, 1000)).toBe(0);
    expect(since([], 30)).toBe(0);
    expect(leastIndex([3, 1, 2], (a, b) => a - b)).toBe(1);
  });
});
