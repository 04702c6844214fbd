import { max, sum } from 'd3-array';

export interface FlowNode {
  key: string;
  /** Which column it stands in, from 0. */
  layer: number;
}

export interface FlowLink {
  from: string;
  to: string;
  /** Above zero. */
  value: number;
}

export interface PlacedNode {
  key: string;
  layer: number;
  x: number;
  y: number;
  height: number;
}

export interface PlacedLink {
  from: string;
  to: string;
  path: string;
  /** How thick the band is, and where its upper edge begins and ends. */
  thick: number;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

export interface SankeyShape {
  /** By layer, from above. */
  layers: readonly (readonly PlacedNode[])[];
  links: readonly PlacedLink[];
  /** The link whose band is at a place. */
  under(x: number, y: number): PlacedLink | undefined;
}

/** How wide a node is drawn. */
export const NODE = 12;

/**
 * Money as bands from column to column. Nodes stand in the order they are given, so whoever asks
 * puts the children of a node beside each other; nothing needs to be untangled then. A node is as
 * high as the more of what comes in and what goes out.
 * @param gap least room between nodes, in CSS pixels
 */
export function shapeSankey(
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  size: { left: number; right: number; top: number; bottom: number; gap: number },
): SankeyShape {
  const through = new Map(
    nodes.map(({ key }) => {
      const into = sum(links, ({ to, value }) => (to === key ? value : 0));
      const out = sum(links, ({ from, value }) => (from === key ? value : 0));
      return [key, Math.max(into, out)];
    }),
  );
  const count = (max(nodes, ({ layer }) => layer) ?? 0) + 1;
  const layers = Array.from({ length: count }, (_, layer) =>
    nodes.filter((one) => one.layer === layer),
  );
  const high = size.bottom - size.top;
  // Of all columns the fullest one says how high a unit is drawn.
  const scale = Math.min(
    ...layers.map((layer) => {
      const total = sum(layer, ({ key }) => through.get(key) ?? 0);
      return total > 0 ? (high - size.gap * (layer.length - 1)) / total : Infinity;
    }),
  );
  const unit = Number.isFinite(scale) ? Math.max(0, scale) : 0;
  const wide = size.right - size.left - NODE;
  const placed = layers.map((layer, column) => stack(layer, column));
  function stack(layer: readonly FlowNode[], column: number): PlacedNode[] {
    const used = sum(layer, ({ key }) => (through.get(key) ?? 0) * unit);
    const room = high - used - size.gap * (layer.length - 1);
    // A short column stands in the middle.
    let y = size.top + room / 2;
    return layer.map(({ key }) => {
      const height = (through.get(key) ?? 0) * unit;
      const at = {
        key,
        layer: column,
        x: size.left + (wide * column) / Math.max(1, count - 1),
        y,
        height,
      };
      y += height + size.gap;
      return at;
    });
  }
  const bands = band(placed.flat(), links, unit);
  return { layers: placed, links: bands, under: (x, y) => bands.find((one) => holds(one, x, y)) };
}

/** Each link from its place at one node to its place at the other, in the order of their ends. */
function band(nodes: PlacedNode[], links: readonly FlowLink[], unit: number): PlacedLink[] {
  const node = new Map(nodes.map((one) => [one.key, one]));
  const order = new Map(nodes.map(({ key }, index) => [key, index]));
  const taken = { out: new Map<string, number>(), into: new Map<string, number>() };
  const take = (side: Map<string, number>, key: string, thick: number) => {
    const from = side.get(key) ?? 0;
    side.set(key, from + thick);
    return from;
  };
  const by = (key: string) => order.get(key) ?? 0;
  const sorted = links.toSorted((a, b) => by(a.from) - by(b.from) || by(a.to) - by(b.to));
  const starts = new Map(
    sorted.map((link) => [link, take(taken.out, link.from, link.value * unit)]),
  );
  const ends = new Map(
    links
      .toSorted((a, b) => by(a.to) - by(b.to) || by(a.from) - by(b.from))
      .map((link) => [link, take(taken.into, link.to, link.value * unit)]),
  );
  return sorted.flatMap((link) => {
    const [from, to] = [node.get(link.from), node.get(link.to)];
    if (!from || !to) return [];
    const thick = link.value * unit;
    const at = {
      x0: from.x + NODE,
      x1: to.x,
      y0: from.y + (starts.get(link) ?? 0),
      y1: to.y + (ends.get(link) ?? 0),
    };
    return [{ from: link.from, to: link.to, thick, ...at, path: ribbon(at, thick) }];
  });
}

type Ends = Pick<PlacedLink, 'x0' | 'x1' | 'y0' | 'y1'>;

const ribbon = ({ x0, x1, y0, y1 }: Ends, thick: number): string => {
  const middle = (x0 + x1) / 2;
  const [a, b] = [y0 + thick, y1 + thick];
  const there = `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
  return `${there}L${x1},${b}C${middle},${b} ${middle},${a} ${x0},${a}Z`;
};

function holds({ x0, x1, y0, y1, thick }: PlacedLink, x: number, y: number): boolean {
  if (x < x0 || x > x1) return false;
  const part = (x - x0) / Math.max(1, x1 - x0);
  const edge = y0 + (y1 - y0) * part * part * (3 - 2 * part);
  // Thin bands can be pointed at too.
  return y >= edge - 2 && y <= edge + thick + 2;
}
