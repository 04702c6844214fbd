import { describe, expect, it } from 'vitest';
import { shapeBars } from './bars-shape.ts';
import { shapeDonut } from './donut-shape.ts';
import { shadeBounds, shadeOf, shapeCalendar } from './heat-shape.ts';
import { shapeHistory } from './history-shape.ts';
import { shapeLines, spread } from './lines-shape.ts';
import { shapeSankey } from './sankey-shape.ts';
import { namedMonths } from './ticks.ts';
import { step } from './walk.ts';

const size = { width: 640, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const days = (count: number, from = '2026-01-01') =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
  );
const months = (count: number, year = 2016) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 7),
  );

describe('bars', () => {
  it('stand on zero, one up and one down, and touch where they are stacked', () => {
    const shape = shapeBars(
      [
        [100, -50],
        [20, -20],
      ],
      size,
      { stacked: true },
    );
    const [first] = shape.columns;
    expect(first?.bars[0]).toMatchObject({ y: shape.y(100) });
    expect((first?.bars[0]?.y ?? 0) + (first?.bars[0]?.height ?? 0)).toBeCloseTo(shape.zero);
    expect(first?.bars[1]?.y).toBeCloseTo(shape.zero);
    const piled = shapeBars([[10, 20, 30]], size, { stacked: true }).columns[0]?.bars ?? [];
    expect(piled[1]!.y + piled[1]!.height).toBeCloseTo(piled[0]!.y);
    expect(piled[2]!.y + piled[2]!.height).toBeCloseTo(piled[1]!.y);
  });

  it('find the column under a place, and never one that is not there', () => {
    const shape = shapeBars(
      Array.from({ length: 12 }, (_, n) => [n + 1]),
      size,
    );
    for (const [index, { x, width }] of shape.columns.entries()) {
      expect(shape.nearest(x + width / 2)).toBe(index);
    }
    expect(shape.nearest(-100)).toBe(0);
    expect(shape.nearest(9999)).toBe(11);
  });

  it('draw nothing, and only zeros, without dividing by zero', () => {
    for (const columns of [[], [[0], [0]]]) {
      const { zero, rows } = shapeBars(columns, size);
      expect(Number.isFinite(zero)).toBe(true);
      expect(rows.every(({ y }) => Number.isFinite(y))).toBe(true);
    }
  });
});

describe('a ring', () => {
  it('has a slice for each part above zero, and finds it again', () => {
    const { slices, under } = shapeDonut([50, 25, -5, 25], 100);
    expect(slices.map(({ share }) => share)).toEqual([0.5, 0.25, 0, 0.25]);
    expect(slices[2]?.path).toBe('');
    expect(under(80, 0)).toBe(0);
    expect(under(-60, 60)).toBe(1);
    expect(under(-60, -60)).toBe(3);
    expect(under(0, 0)).toBe(-1);
    expect(shapeDonut([0], 100).slices[0]).toMatchObject({ path: '', share: 0 });
  });
});

describe('lines', () => {
  it('are interrupted where nothing is known, and the nearest point is found', () => {
    const { series, nearest } = shapeLines(
      [
        [1, null, 3],
        [9, 9, 9],
      ],
      3,
      size,
    );
    expect(series[0]?.path.match(/M/g)).toHaveLength(2);
    expect(nearest(40, 190)).toEqual({ column: 0, row: 0 });
    expect(nearest(335, 190)).toEqual({ column: 1, row: 1 });
    expect(shapeLines([], 0, size).nearest(1, 1)).toBe(null);
  });

  it('have names that do not touch', () => {
    const placed = spread([10, 11, 12, 100], 14, 200);
    expect(placed).toEqual([10, 24, 38, 100]);
    expect(spread([199, 198], 14, 200)).toEqual([200, 186]);
  });
});

describe('a calendar', () => {
  it('has a column for each week, and finds its days again', () => {
    // 2026-01-01 was a Thursday.
    const shape = shapeCalendar(days(365), 1);
    expect(shape.place(0)).toEqual({ column: 0, row: 3 });
    expect(shape.place(4)).toEqual({ column: 1, row: 0 });
    for (const day of [0, 1, 100, 364]) {
      const { column, row } = shape.place(day);
      expect(shape.day(column, row)).toBe(day);
    }
    expect(shape.day(0, 0)).toBe(-1);
    expect(shape.weeks).toBe(53);
    expect(shape.months.map(({ month }) => month)).toHaveLength(12);
    expect(shapeCalendar(days(7), 0).place(0)).toEqual({ column: 0, row: 4 });
  });

  it('is shaded so that one large day does not make the others pale', () => {
    const values = [...Array.from({ length: 99 }, (_, n) => n + 1), 100_000];
    const bounds = shadeBounds(values);
    const shades = values.map((value) => shadeOf(value, bounds));
    expect(Math.max(...shades)).toBe(5);
    expect(shades.filter((shade) => shade === 5)).toHaveLength(20);
    expect(shadeOf(0, bounds)).toBe(0);
    expect(shadeOf(5, shadeBounds([5]))).toBe(1);
  });
});

describe('balances over days', () => {
  it('span the frame, and the nearest day is found', () => {
    const shape = shapeHistory(days(101), [days(101).map((_, index) => index * 10)], size);
    expect(shape.series[0]?.points[0]).toMatchObject({ x: 40, y: 180 });
    expect(shape.series[0]?.points[100]).toMatchObject({ x: 630, y: 10 });
    expect(shape.nearest(40 + 5.9 * 50 + 1)).toBe(50);
    expect(shape.nearest(-5)).toBe(0);
    expect(shape.nearest(9999)).toBe(100);
    expect(shape.columns.map(({ month }) => month)).toEqual(months(4, 2026));
  });

  it('show zero where the changes can be seen beside it, else look closer', () => {
    const low = days(9).map((_, index) => -900 + index * 100);
    expect(shapeHistory(days(9), [low], size).series[0]?.area).not.toBe('');
    const high = days(9).map((_, index) => 20_000 + index);
    const close = shapeHistory(days(9), [high], size);
    expect(close.series[0]?.area).toBe('');
    expect(close.rows[0]?.value).toBeGreaterThan(19_000);
  });

  it('pile up what is held, and what is owed downwards', () => {
    const shape = shapeHistory(
      days(2),
      [
        [10, 10],
        [5, null],
        [-3, -3],
      ],
      size,
      true,
    );
    const [held, more, owed] = shape.series;
    expect(more!.points[0]!.y).toBeLessThan(held!.points[0]!.y);
    expect(more!.points[1]!.y).toBe(held!.points[1]!.y);
    expect(owed!.points[0]!.y).toBeGreaterThan(held!.points[0]!.y);
  });

  it('are drawn for one day, equal days and none without dividing by zero', () => {
    for (const [on, values] of [
      [days(1), [5]],
      [days(9), days(9).map(() => 0)],
      [[], []],
    ] as const) {
      const shape = shapeHistory(on, [values], size);
      expect(shape.series[0]?.line).not.toContain('NaN');
      expect(shape.rows.every(({ y }) => Number.isFinite(y))).toBe(true);
    }
  });

  it('never crowd the months', () => {
    const shape = shapeHistory(days(3000), [days(3000).map(() => 1)], size);
    expect(shape.columns.length).toBeLessThanOrEqual(10);
    expect(namedMonths(months(120), 300, 44).size).toBeLessThanOrEqual(6);
    expect(namedMonths(months(12), 900, 44).size).toBe(12);
  });
});

describe('bands of money', () => {
  const nodes = [
    { key: 'pay', layer: 0 },
    { key: 'all', layer: 1 },
    { key: 'home', layer: 2 },
    { key: 'food', layer: 2 },
  ];
  const links = [
    { from: 'pay', to: 'all', value: 100 },
    { from: 'all', to: 'home', value: 70 },
    { from: 'all', to: 'food', value: 30 },
  ];
  const paper = { left: 0, right: 600, top: 0, bottom: 300, gap: 10 };

  it('are as thick as what flows, fill the height, and do not cross', () => {
    const { layers, links: bands } = shapeSankey(nodes, links, paper);
    const [home, food] = layers[2] ?? [];
    expect(home!.height / food!.height).toBeCloseTo(7 / 3);
    expect(home!.height + food!.height + 10).toBeCloseTo(300);
    expect(food!.y).toBeCloseTo(home!.y + home!.height + 10);
    const [, first, second] = bands;
    expect(second!.y0).toBeCloseTo(first!.y0 + first!.thick);
    expect(bands.map(({ path }) => path).join()).not.toContain('NaN');
  });

  it('are found under a place', () => {
    const { links: bands, under } = shapeSankey(nodes, links, paper);
    const band = bands[1]!;
    expect(under(band.x0 + 1, band.y0 + 5)?.to).toBe('home');
    expect(under(band.x1 - 1, band.y1 + 5)?.to).toBe('home');
    expect(under(-5, 5)).toBe(undefined);
    expect(shapeSankey([], [], paper).layers).toEqual([[]]);
  });
});

describe('walking', () => {
  const way = { columns: 30, rows: 3, page: 12 };
  it.each([
    ['ArrowRight', { column: 6, row: 1 }],
    ['ArrowLeft', { column: 4, row: 1 }],
    ['ArrowUp', { column: 5, row: 0 }],
    ['ArrowDown', { column: 5, row: 2 }],
    ['PageDown', { column: 17, row: 1 }],
    ['PageUp', { column: 0, row: 1 }],
    ['Home', { column: 0, row: 1 }],
    ['End', { column: 29, row: 1 }],
    ['a', undefined],
  ])('%s leads where it says, and never out of the chart', (key, to) => {
    expect(step({ column: 5, row: 1 }, key, way)).toEqual(to);
    const far = step({ column: 29, row: 2 }, key, way);
    expect(far === undefined || (far.column < 30 && far.row < 3)).toBe(true);
  });
});
