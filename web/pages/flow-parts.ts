import type { Category } from '#server/contract/categories.ts';
import type { Merchants, MonthSums } from '#server/contract/reports.ts';
import type { Slice } from '#web/charts/slice.ts';
import { categoryWords } from '#web/state/category-choice.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { countOf, groupKey, mostAndRest, parts, pick, sum } from '#web/ui/sums.ts';
import type { Flow, Part } from '#web/ui/sums.ts';
import type { Selection } from '#web/state/selection.ts';
import { isZero, negate } from '#web/ui/decimal.ts';
import { plural } from '#web/ui/format.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-category-mark.ts';
import { html } from 'lit';

/** So many parts have a colour and a name of their own; the others are drawn together. */
const MOST = 7;

/** A part as it is shown: the same colour and name in every chart of a page. */
export interface NamedPart extends Part {
  label: string;
  color: string;
}

export interface FlowParts {
  /** What may be looked at more closely, the largest first. */
  all: readonly NamedPart[];
  /** The largest of them, and the rest as one. */
  few: readonly NamedPart[];
  /** What a part is: a group, or a category of one. */
  by: 'group' | 'category';
}

const palette = Array.from({ length: 12 }, (_, index) => `var(--cat-${index + 1})`);

/** Of each its own colour; where a larger one has it already, the next that is free. */
function colors(list: readonly Part[], by: FlowParts['by']): string[] {
  const taken = new Set<string>();
  return list.map(({ category }, index) => {
    const own = by === 'group' ? categoryColor(category) : (palette[index % 12] ?? '');
    const free = taken.has(own) ? (palette.find((one) => !taken.has(one)) ?? own) : own;
    taken.add(free);
    return free;
  });
}

/** What a page's charts divide the money into: groups, or the categories of the chosen one. */
export function flowParts(
  told: MonthSums,
  asked: { flow: Flow; currency: string; category: string | null },
  groups: readonly CategoryGroup[],
): FlowParts {
  const series = pick(told, asked);
  const by = asked.category === null ? 'group' : 'category';
  const all = parts(series, told.months.length, by);
  const shades = colors(all, by);
  const named = all.map((part, index) => ({
    ...part,
    label: nameOf(part, by, groups),
    color: shades[index] ?? 'var(--cat-12)',
  }));
  const { parts: first, rest } = mostAndRest(named, MOST);
  const few = first.map((part) => named.find(({ key }) => key === part.key) as NamedPart);
  const others = all.length - first.length;
  return {
    all: named,
    by,
    few: rest
      ? [...few, { ...rest, label: `${plural(others, 'other')}`, color: 'var(--cat-12)' }]
      : few,
  };
}

function nameOf({ key, category }: Part, by: FlowParts['by'], groups: readonly CategoryGroup[]) {
  if (key === 'NONE') return 'No category';
  return by === 'category' && category ? category.label : categoryWords(groups, key);
}

/** The parts of the chosen month, or of all, each with the way to look closer. */
export function slicesOf(
  list: readonly NamedPart[],
  at: number | null,
  currency: string,
  hrefOf: (key: string) => string | undefined,
): Slice[] {
  return list
    .map((part) => {
      const href = part.key === 'REST' ? undefined : hrefOf(part.key);
      return {
        key: part.key,
        label: part.label,
        amount: { amount: sum(part.amounts, at), currency },
        color: part.color,
        note: plural(countOf(part.counts, at), 'transaction'),
        mark: html`<lb-category-mark .category=${markOf(part)}></lb-category-mark>`,
        ...(href === undefined ? {} : { href }),
      };
    })
    .filter(({ amount, note }) => !isZero(amount.amount) || !note.startsWith('0 '))
    .toSorted((a, b) => Number(b.amount.amount) - Number(a.amount.amount));
}

const markOf = ({ key, category }: NamedPart): Category | null =>
  key === 'REST' ? null : category;

/** Whom the money went to or came from; each can be looked at by itself. */
export function merchantSlices(
  { merchants, others }: Merchants,
  { flow, currency }: { flow: Flow; currency: string },
  hrefOf: (name: string) => string,
): Slice[] {
  const upright = (amount: string) =>
    flow === 'spending' && !isZero(amount) ? negate(amount) : amount;
  const here = merchants.filter((one) => one.flow === flow && one.amount.currency === currency);
  const rest = others.find((one) => one.flow === flow && one.amount.currency === currency);
  return [
    ...here.map(({ name, category, amount, count }) => ({
      key: name,
      label: name,
      amount: { ...amount, amount: upright(amount.amount) },
      color: categoryColor(category),
      note: plural(count, 'transaction'),
      href: hrefOf(name),
      mark: html`<lb-category-mark .category=${category}></lb-category-mark>`,
    })),
    ...(rest
      ? [
          {
            key: 'REST',
            label: plural(rest.merchants, 'other'),
            amount: { ...rest.amount, amount: upright(rest.amount.amount) },
            color: 'var(--cat-12)',
            note: plural(rest.count, 'transaction'),
          },
        ]
      : []),
  ];
}

/** The code one level up: of a category its group, of a group nothing. */
export function above({ category }: Selection, told: MonthSums): string | null {
  const of = told.series.find((one) => one.category?.code === category)?.category ?? null;
  const group = of === null ? null : groupKey(of);
  return group === category ? null : group;
}
