import type { Money } from '#server/contract/money.ts';
import { compare, isNegative, isZero, size, subtract } from './decimal.ts';
import { dayLong, listed, locale, monthName, percent, plural } from './format.ts';

/** The one sentence that says with numbers what a chart shows. Exact amounts stand in its table. */

const rounders = new Map<string, Intl.NumberFormat>();

/** An amount as one says it: `$3,214`; cents only where there is little else. */
export function roughly({ amount, currency }: Money): string {
  const value = Number(amount);
  const digits = Math.abs(value) >= 100 || /^-?\d+(\.0+)?$/.test(amount) ? 0 : 2;
  const key = `${currency} ${digits}`;
  let rounder = rounders.get(key);
  if (!rounder) {
    const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const real = Intl.supportedValuesOf('currency').includes(currency);
    rounder = new Intl.NumberFormat(locale, {
      ...fixed,
      ...(real ? { style: 'currency', currency } : {}),
    });
    rounders.set(key, rounder);
  }
  const text = rounder.format(value).replace('-', '\u2212');
  return rounder.resolvedOptions().style === 'currency' ? text : `${text} ${currency}`;
}

type Flow = 'income' | 'spending';

const verbs: Record<Flow, { was: string; most: string; none: string }> = {
  spending: { was: 'spent', most: 'the most was', none: 'Nothing was spent' },
  income: { was: 'came in', most: 'the most was', none: 'Nothing came in' },
};

/** How much more or less: `6% more than`, or `the same as`. */
export function moreThan(now: string, before: string): string {
  if (isZero(before)) return isZero(now) ? 'the same as' : 'more than';
  const change = Number(subtract(now, before)) / Math.abs(Number(before));
  if (Math.abs(change) < 0.005) return 'about the same as';
  return `${percent(Math.abs(change))} ${change > 0 ? 'more' : 'less'} than`;
}

export interface MonthsSeen {
  flow: Flow;
  currency: string;
  today: string;
  /** ` on Groceries`, ` at Kiosk`; empty for everything. */
  what: string;
}

/** Of a bar for each month. */
export function barsWords(
  months: readonly string[],
  amounts: readonly (string | null)[],
  chosen: number | null,
  { usual, highest }: { usual: string | null; highest: number },
  { flow, currency, today, what }: MonthsSeen,
): string {
  const at = chosen ?? months.length - 1;
  const month = months[at];
  if (month === undefined) return `${verbs[flow].none}${what}.`;
  const money = (amount: string) => roughly({ amount, currency });
  const now = amounts[at];
  const open = month === today.slice(0, 7) ? 'so far in ' : 'in ';
  const name = monthName(month, today);
  const first =
    now == null
      ? `${verbs[flow].none}${what} ${open}${name}.`
      : `${money(now)} ${verbs[flow].was}${what} ${open}${name}.`;
  const often = usual === null ? '' : ` In a usual month it is about ${money(usual)}`;
  const top = amounts[highest];
  const words = `${often ? `; ${verbs[flow].most}` : ' The most was'}`;
  const most =
    highest < 0 || highest === at || top == null
      ? ''
      : `${words} ${money(top)} in ${monthName(months[highest] ?? '', today)}`;
  return `${first}${often}${most}${often || most ? '.' : ''}`;
}

/** Of parts of a whole, the largest first. */
export function partsWords(
  parts: readonly { label: string; amount: string }[],
  total: string,
  currency: string,
): string {
  const [first] = parts;
  if (!first || compare(first.amount, '0') <= 0) return '';
  const all = roughly({ amount: total, currency });
  if (parts.length === 1) return `All of it is ${first.label}: ${all}.`;
  const money = roughly({ amount: first.amount, currency });
  const share = Number(total) > 0 ? `, ${percent(Number(first.amount) / Number(total))}` : '';
  return `${first.label} is the largest part: ${money}${share} of ${all}.`;
}

/** Of whom the money went to or came from. */
export function merchantWords(
  flow: Flow,
  first: { name: string; amount: string; count: number } | undefined,
  currency: string,
): string {
  if (!first) return '';
  const money = roughly({ amount: size(first.amount), currency });
  const times = plural(first.count, 'transaction');
  const way = flow === 'spending' ? 'went to' : 'came from';
  return `Most ${way} ${first.name}: ${money} in ${times}.`;
}

/** Of categories over months: the largest few. */
export const trendWords = (
  parts: readonly { label: string; amount: string }[],
  months: number,
  currency: string,
): string =>
  parts.length === 0
    ? ''
    : `The largest over ${plural(months, 'month')}: ${listed(
        parts.slice(0, 3).map(({ label, amount }) => `${label} ${roughly({ amount, currency })}`),
      )}.`;

/**
 * Of this year beside the last, up to the last month that is over.
 * @param years for each year twelve months, the last year last
 */
export function yearsWords(
  years: readonly { year: string; amounts: readonly (string | null)[] }[],
  today: string,
  sumOf: (amounts: readonly (string | null)[]) => string,
  currency: string,
): string {
  const [before, now] = years.slice(-2);
  if (!before || !now) return '';
  const over = now.year === today.slice(0, 4) ? Number(today.slice(5, 7)) - 1 : 12;
  if (over === 0) return '';
  const [a, b] = [sumOf(now.amounts.slice(0, over)), sumOf(before.amounts.slice(0, over))];
  const span = over === 1 ? 'January' : `January to ${nameOf(over, today)}`;
  const [money, other] = [a, b].map((amount) => roughly({ amount, currency }));
  return `${span} ${now.year}: ${money}, ${moreThan(a, b)} in ${before.year} (${other}).`;
}

const nameOf = (month: number, today: string) =>
  monthName(`${today.slice(0, 4)}-${String(month).padStart(2, '0')}`, today);

/** Of a calendar. */
export function daysWords(
  flow: Flow,
  days: readonly { date: string; amount: string; count: number }[],
  currency: string,
): string {
  const some = days.filter(({ count }) => count > 0);
  const [first] = some.toSorted((a, b) => compare(b.amount, a.amount));
  if (!first) return `${verbs[flow].none} on these days.`;
  const what = flow === 'spending' ? 'something was spent' : 'something came in';
  const most = `${roughly({ amount: first.amount, currency })} on ${dayLong(first.date)}`;
  return `On ${some.length} of ${plural(days.length, 'day')} ${what}; the most was ${most}.`;
}

/** Of balances over days: where they stand, and how far that is from where they began. */
export function courseWords(
  days: readonly string[],
  values: readonly (string | null)[],
  currency: string,
  today: string,
): string {
  const first = values.findIndex((one) => one !== null);
  const last = values.findLastIndex((one) => one !== null);
  const [from, to] = [values[first], values[last]];
  if (from == null || to == null) return '';
  const on = (at: number) => (days[at] === today ? 'today' : `on ${dayLong(days[at] ?? '')}`);
  const change = subtract(to, from);
  const now = `${roughly({ amount: to, currency })} ${on(last)}`;
  if (first === last) return `${now}.`;
  if (isZero(change)) return `${now}, the same as ${on(first)}.`;
  const by = roughly({ amount: size(change), currency });
  return `${now}, ${by} ${isNegative(change) ? 'less' : 'more'} than ${on(first)}.`;
}

/** Of money that came and went. */
export function flowWords(
  income: string,
  spending: string,
  currency: string,
  when: string,
): string {
  const left = subtract(income, spending);
  const [came, went] = [income, spending].map((amount) => roughly({ amount, currency }));
  const rest = roughly({ amount: size(left), currency });
  const rate = Number(income) > 0 ? ` (${percent(Number(left) / Number(income))})` : '';
  const end = isNegative(left) ? `${rest} more than came in` : `${rest}${rate} was left over`;
  return isNegative(left)
    ? `${came} came in and ${went} was spent ${when}: ${end}.`
    : `${came} came in and ${went} was spent ${when}; ${end}.`;
}
