import type { MonthSums } from '#server/contract/reports.ts';
import type { FlowBand, FlowPoint } from '#web/charts/lb-sankey.ts';
import { categoryWords } from '#web/state/category-choice.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { parts, pick, sum } from '#web/ui/sums.ts';
import type { Flow, Part } from '#web/ui/sums.ts';
import { add, compare, isNegative, isZero, negate, subtract } from '#web/ui/decimal.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';

/** The rows that a point stands for. */
export interface Lead {
  key: string;
  flow: Flow;
  category: string | null;
}

interface Sized {
  part: Part;
  amount: string;
}

/** So many on a side stand by themselves. */
const MOST = 9;

/**
 * Income by category, through all of it, to spending by group and what was left over. What more
 * came back than went is income for the picture; what more went than came was there before.
 * @param at one of the months, or null for all of them
 */
export function sankeyOf(
  told: MonthSums,
  at: number | null,
  currency: string,
  groups: readonly CategoryGroup[],
): { points: FlowPoint[]; bands: FlowBand[]; leads: Lead[] } {
  const sized = (flow: Flow, by: 'group' | 'category') =>
    parts(pick(told, { flow, currency }), told.months.length, by)
      .map((part) => ({ part, amount: sum(part.amounts, at) }))
      .filter(({ amount }) => !isZero(amount));
  const came = sized('income', 'category');
  const went = sized('spending', 'group');
  const positive = ({ amount }: Sized) => !isNegative(amount);
  const back = went.filter((one) => !positive(one)).map(turned);
  const lost = came.filter((one) => !positive(one)).map(turned);
  const money = (amount: string) => ({ amount, currency });
  const sides = {
    in: [...few(came.filter(positive), 'income'), ...few(back, 'spending')],
    out: [...few(went.filter(positive), 'spending'), ...few(lost, 'income')],
  };
  const sumOf = (list: readonly { amount: string }[]) =>
    list.reduce((all, { amount }) => add(all, amount), '0');
  const [into, out] = [sumOf(sides.in), sumOf(sides.out)];
  if (isZero(into) && isZero(out)) return { points: [], bands: [], leads: [] };
  const left = subtract(into, out);
  const through = compare(into, out) > 0 ? into : out;
  const point = (side: Side, layer: number): FlowPoint => ({
    key: side.key,
    label: nameOf(side, groups),
    layer,
    amount: money(side.amount),
    color: side.part ? categoryColor(side.part.category) : 'var(--cat-12)',
    ...(side.part ? { href: '' } : {}),
  });
  const extra = (key: string, label: string, layer: number, amount: string): FlowPoint => ({
    key,
    label,
    layer,
    amount: money(amount),
    color: 'var(--cat-12)',
  });
  const before = isNegative(left) ? [extra('before', 'From before', 0, negate(left))] : [];
  const over =
    isNegative(left) || isZero(left)
      ? []
      : [{ ...extra('left', 'Left over', 2, left), color: 'var(--accent)' }];
  return {
    points: [
      ...sides.in.map((one) => point(one, 0)),
      ...before,
      { ...extra('all', 'All of it', 1, through), color: 'var(--cat-9)' },
      ...over,
      ...sides.out.map((one) => point(one, 2)),
    ],
    bands: [
      ...sides.in.map(({ key, amount }) => ({ from: key, to: 'all', amount })),
      ...before.map(({ key, amount }) => ({ from: key, to: 'all', amount: amount.amount })),
      ...over.map(({ key, amount }) => ({ from: 'all', to: key, amount: amount.amount })),
      ...sides.out.map(({ key, amount }) => ({ from: 'all', to: key, amount })),
    ],
    leads: [...sides.in, ...sides.out].flatMap(({ key, flow, part }) =>
      part ? [{ key, flow, category: part.key }] : [],
    ),
  };
}

/** A point of one side; without a part it stands for the small ones. */
interface Side {
  key: string;
  flow: Flow;
  part: Part | null;
  amount: string;
}

function nameOf({ part, flow }: Side, groups: readonly CategoryGroup[]): string {
  if (part === null) return 'Others';
  return flow === 'income'
    ? (part.category?.label ?? 'No category')
    : categoryWords(groups, part.key);
}

const turned = ({ part, amount }: Sized): Sized => ({ part, amount: negate(amount) });

function few(list: readonly Sized[], flow: Flow): Side[] {
  const sorted = list.toSorted((a, b) => compare(b.amount, a.amount));
  const side = ({ part, amount }: Sized): Side => ({
    key: `${flow} ${part.key}`,
    flow,
    part,
    amount,
  });
  if (sorted.length <= MOST + 1) return sorted.map(side);
  const rest = sorted.slice(MOST).reduce((all, { amount }) => add(all, amount), '0');
  return [
    ...sorted.slice(0, MOST).map(side),
    { key: `${flow} REST`, flow, part: null, amount: rest },
  ];
}
