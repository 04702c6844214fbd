import { extent } from 'd3-array';
import { line } from 'd3-shape';
import type { Margins } from './bars-shape.ts';
import { scaleLinear } from './scale.ts';

export interface LinesShape {
  rows: readonly { value: number; y: number }[];
  /** Where the columns are, across. */
  across: readonly number[];
  series: readonly {
    path: string;
    /** Null where the line has no value. */
    points: readonly ({ x: number; y: number } | null)[];
  }[];
  /** The point nearest to a place. */
  nearest(x: number, y: number): { column: number; row: number } | null;
}

/** Lines over the same columns; where a value is missing the line is interrupted. */
export function shapeLines(
  series: readonly (readonly (number | null)[])[],
  columns: number,
  size: { width: number; height: number } & Margins,
): LinesShape {
  const [low = 0, high = 0] = extent([0, ...series.flat().filter((one) => one !== null)]);
  const y = scaleLinear(
    [low, high === low ? low + 1 : high],
    [size.height - size.bottom, size.top],
  ).nice(4);
  const x = scaleLinear([0, Math.max(1, columns - 1)], [size.left, size.width - size.right]);
  const across = Array.from({ length: columns }, (_, index) => x(index));
  const draw = line<{ x: number; y: number } | null>(
    (one) => one?.x ?? 0,
    (one) => one?.y ?? 0,
  ).defined((one) => one !== null);
  const drawn = series.map((values) => {
    const points = values.map((value, index) =>
      value === null ? null : { x: x(index), y: y(value) },
    );
    return { points, path: draw(points) ?? '' };
  });
  return {
    rows: y.ticks(4).map((value) => ({ value, y: y(value) })),
    across,
    series: drawn,
    nearest: (px, py) => {
      const column = Math.max(0, Math.min(columns - 1, Math.round(x.invert(px))));
      let found: { column: number; row: number; far: number } | null = null;
      for (const [row, { points }] of drawn.entries()) {
        const point = points[column];
        if (!point) continue;
        const far = Math.abs(point.y - py);
        if (!found || far < found.far) found = { column, row, far };
      }
      return found && { column: found.column, row: found.row };
    },
  };
}

/** Moves what stands at these heights apart, each at least so far from the next. */
export function spread(heights: readonly number[], least: number, most: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  let below = -Infinity;
  for (const index of order) {
    placed[index] = Math.max(placed[index]!, below + least);
    below = placed[index];
  }
  // What was pushed out at the end comes back, and pushes the ones above it.
  let above = most;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index]!, above);
    above = placed[index] - least;
  }
  return placed;
}
