import { arc, pie } from 'd3-shape';
import type { PieArcDatum } from 'd3-shape';

export interface DonutShape {
  slices: readonly {
    path: string;
    /** Where its share is written, beside the ring. */
    label: [x: number, y: number];
    share: number;
  }[];
  /** The slice under a point, counted from the middle; -1 beside the ring. */
  under(x: number, y: number): number;
}

/**
 * A ring of slices, clockwise from the top in the order they are given. What is not above zero has
 * no slice: its path is empty.
 * @param radius of the ring's outer edge, in CSS pixels
 */
export function shapeDonut(values: readonly number[], radius: number): DonutShape {
  const sizes = values.map((value) => Math.max(0, value));
  const sum = sizes.reduce((total, value) => total + value, 0);
  const inner = radius * 0.64;
  const cut = pie<number>()
    .sort(null)
    .value((value) => value)(sizes);
  const ring = arc<PieArcDatum<number>>()
    .innerRadius(inner)
    .outerRadius(radius)
    // Two pixels of ground between slices, at the middle of the ring.
    .padRadius(radius)
    .padAngle(cut.length > 1 ? 2 / radius : 0)
    .cornerRadius(3);
  const beside = arc<PieArcDatum<number>>()
    .innerRadius(radius + 16)
    .outerRadius(radius + 16);
  return {
    slices: cut.map((slice) => ({
      path: slice.value > 0 ? (ring(slice) ?? '') : '',
      label: beside.centroid(slice),
      share: sum > 0 ? slice.value / sum : 0,
    })),
    under: (x, y) => {
      const far = Math.hypot(x, y);
      if (far < inner - 8 || far > radius + 24) return -1;
      const angle = (Math.atan2(x, -y) + 2 * Math.PI) % (2 * Math.PI);
      return cut.findIndex(
        ({ startAngle, endAngle, value }) => value > 0 && angle >= startAngle && angle <= endAngle,
      );
    },
  };
}
