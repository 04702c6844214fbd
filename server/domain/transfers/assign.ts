/** Something to the left that may go with something to the right. */
export interface Tie {
  left: string;
  right: string;
  weight: number;
}

/** Beyond so many the weakest ties of a group are let go before the rest is weighed. */
const MOST = 80;

/** Which go together so that the sum of their weights is the largest, and what each is worth. */
export interface Match extends Tie {
  /** How much worse all would be without the one of the two that is missed less. */
  value: number;
}

/**
 * Gives each at most one partner. The same ties in the same order give the same answer.
 * @param ties with weights above zero
 */
export function matchBest(ties: Tie[]): Match[] {
  return groupTies(ties).flatMap((group) => {
    const size = new Set(group.flatMap((tie) => [tie.left, `>${tie.right}`])).size;
    if (size <= MOST) return matchGroup(group);
    const weakest = Math.min(...group.map((tie) => tie.weight));
    const rest = group.filter((tie) => tie.weight > weakest + 0.25);
    return rest.length > 0 ? matchBest(rest) : inOrder(group);
  });
}

/** So many that are all alike: one after the other, and nobody would miss one. */
function inOrder(group: Tie[]): Match[] {
  const taken = new Set<string>();
  return group.flatMap((tie) => {
    if (taken.has(tie.left) || taken.has(`>${tie.right}`)) return [];
    taken.add(tie.left).add(`>${tie.right}`);
    return [{ ...tie, value: 0 }];
  });
}

function matchGroup(group: Tie[]): Match[] {
  const [only] = group;
  if (group.length === 1 && only) return [{ ...only, value: only.weight }];
  const best = solve(group);
  const total = sum(best);
  return best.map((tie) => {
    const without = (gone: (one: Tie) => boolean) =>
      total - sum(solve(group.filter((one) => !gone(one))));
    const value = Math.min(
      without((one) => one.left === tie.left),
      without((one) => one.right === tie.right),
    );
    return { ...tie, value };
  });
}

const sum = (ties: Tie[]): number => ties.reduce((total, tie) => total + tie.weight, 0);

/** Ties that hang together, directly or through others. */
function groupTies(ties: Tie[]): Tie[][] {
  const parent = new Map<string, string>();
  const find = (one: string): string => {
    let root = one;
    while (parent.has(root)) root = parent.get(root)!;
    for (let at = one; at !== root;) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { left, right } of ties) {
    const [a, b] = [find(left), find(`>${right}`)];
    if (a !== b) parent.set(b, a);
  }
  return [...Map.groupBy(ties, (tie) => find(tie.left)).values()];
}

const filled = <One>(length: number, one: One): One[] => Array.from({ length }, () => one);

/**
 * The Hungarian method: rows come one by one, and each time the cheapest chain of changes makes
 * room. A column of its own for each row, at no gain, stands for staying alone.
 */
function solve(ties: Tie[]): Tie[] {
  const lefts = [...new Set(ties.map((tie) => tie.left))];
  const rights = [...new Set(ties.map((tie) => tie.right))];
  const columns = rights.length + lefts.length;
  const rowOf = new Map(lefts.map((id, at) => [id, at + 1]));
  const columnOf = new Map(rights.map((id, at) => [id, at + 1]));
  const tieAt = new Map<number, Tie>();
  const place = (row: number, column: number) => row * (columns + 1) + column;
  for (const tie of ties) tieAt.set(place(rowOf.get(tie.left)!, columnOf.get(tie.right)!), tie);
  const cost = (row: number, column: number): number =>
    column > rights.length ? 0 : -(tieAt.get(place(row, column))?.weight ?? -1e9);

  const rowPrice = filled(lefts.length + 1, 0);
  const columnPrice = filled(columns + 1, 0);
  /** Which row has a column; 0 none. */
  const holder = filled(columns + 1, 0);
  for (let row = 1; row <= lefts.length; row++) {
    const least = filled(columns + 1, Infinity);
    const before = filled(columns + 1, 0);
    const seen = filled(columns + 1, false);
    holder[0] = row;
    let at = 0;
    do {
      seen[at] = true;
      const current = holder[at]!;
      let next = 0;
      let step = Infinity;
      for (let column = 1; column <= columns; column++) {
        if (seen[column]) continue;
        const price = cost(current, column) - rowPrice[current]! - columnPrice[column]!;
        if (price < least[column]!) {
          least[column] = price;
          before[column] = at;
        }
        if (least[column]! < step) {
          step = least[column]!;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column++) {
        if (seen[column]) {
          rowPrice[holder[column]!]! += step;
          columnPrice[column]! -= step;
        } else least[column]! -= step;
      }
      at = next;
    } while (holder[at] !== 0);
    for (; at !== 0; at = before[at]!) holder[at] = holder[before[at]!]!;
  }
  return holder.flatMap((row, column) => (column > 0 && tieAt.get(place(row, column))) || []);
}
