import type { Money } from '#server/contract/money.ts';
import type { Converted } from '#server/contract/rates.ts';
import { fromMinor, scaleOf, toMinor, type Minor } from './money.ts';

/** On that day one unit of `base` was worth `rate` of `quote`: EUR, USD, "1.0867". */
export interface Rate {
  day: string;
  base: string;
  quote: string;
  /** A positive decimal. */
  rate: string;
}

/** Rates found by their two currencies; made by `rateBook`. */
export interface RateBook {
  /** By `base/quote`, both ways round; of each the newest day first. */
  readonly pairs: ReadonlyMap<string, readonly Known[]>;
  readonly currencies: readonly string[];
}

interface Known {
  day: string;
  /** The rate as a fraction: exact, also turned round. */
  up: bigint;
  down: bigint;
}

/** @param rates of one day and pair the first counts */
export function rateBook(rates: readonly Rate[]): RateBook {
  const pairs = new Map<string, Known[]>();
  const currencies = new Set<string>();
  const note = (from: string, to: string, known: Known) => {
    const list = pairs.get(`${from}/${to}`) ?? [];
    if (list.length === 0) pairs.set(`${from}/${to}`, list);
    list.push(known);
    currencies.add(from);
  };
  for (const { day, base, quote, rate } of rates) {
    const [whole = '0', part = ''] = rate.split('.');
    const [up, down] = [BigInt(whole + part), 10n ** BigInt(part.length)];
    if (up <= 0n || base === quote) continue;
    note(base, quote, { day, up, down });
    note(quote, base, { day, up: down, down: up });
  }
  // Stable: of one day the first that was given stays first.
  for (const list of pairs.values()) {
    list.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  }
  return { pairs, currencies: [...currencies] };
}

/**
 * Adds amounts of several currencies up in one, by the newest rates that were known on `day`: of
 * the pair itself, or over a third currency, as a central bank tells all of them in its own. What
 * has no rate by then is left out of the total and named.
 */
export function convert(
  amounts: readonly Money[],
  to: string,
  day: string,
  book: RateBook,
): Converted {
  const rates = new Map<string, Converted['rates'][number]>();
  const missing: Money[] = [];
  let total = 0n;
  for (const money of amounts) {
    if (money.currency === to) {
      total += toMinor(money.amount, to);
      continue;
    }
    const known = findRate(book, money.currency, to, day);
    if (!known) {
      missing.push(money);
      continue;
    }
    total += times(toMinor(money.amount, money.currency), money.currency, to, known);
    const { currency } = money;
    rates.set(currency, { currency, rate: rateText(known), day: known.day });
  }
  const used = [...rates.values()];
  return {
    total: { amount: fromMinor(total as Minor, to), currency: to },
    ratesOf: used.map((one) => one.day).sort()[0] ?? null,
    rates: used,
    missing,
  };
}

/** The same where it says more than the amounts by themselves; else null. */
export function together(
  amounts: readonly Money[],
  to: string,
  day: string,
  book: RateBook,
): Converted | null {
  const sum = convert(amounts, to, day, book);
  return sum.rates.length > 0 ? sum : null;
}

function findRate(book: RateBook, from: string, to: string, day: string): Known | undefined {
  const straight = newest(book, from, to, day);
  if (straight) return straight;
  let best: Known | undefined;
  for (const over of book.currencies) {
    const [first, second] = [newest(book, from, over, day), newest(book, over, to, day)];
    if (!first || !second) continue;
    // No fresher than the older of the two.
    const known = {
      day: first.day < second.day ? first.day : second.day,
      up: first.up * second.up,
      down: first.down * second.down,
    };
    if (!best || known.day > best.day) best = known;
  }
  return best;
}

const newest = ({ pairs }: RateBook, from: string, to: string, day: string): Known | undefined =>
  pairs.get(`${from}/${to}`)?.find((known) => known.day <= day);

/** Halves go to the even neighbour, as everywhere. */
function times(minor: bigint, from: string, to: string, { up, down }: Known): bigint {
  const scale = scaleOf(to) - scaleOf(from);
  const top = minor * up * (scale > 0 ? 10n ** BigInt(scale) : 1n);
  return divide(top, down * (scale < 0 ? 10n ** BigInt(-scale) : 1n));
}

function divide(top: bigint, bottom: bigint): bigint {
  const size = top < 0n ? -top : top;
  const [whole, rest] = [size / bottom, (size % bottom) * 2n];
  const up = rest > bottom || (rest === bottom && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return top < 0n ? -rounded : rounded;
}

const DIGITS = 6;

/** A rate for people, to six digits that say something: 1.0867, 0.00652174. */
function rateText({ up, down }: Known): string {
  let scale = 0;
  while (scale < 18 && (up * 10n ** BigInt(scale)) / down < 10n ** BigInt(DIGITS - 1)) scale++;
  const digits = divide(up * 10n ** BigInt(scale), down)
    .toString()
    .padStart(scale + 1, '0');
  if (scale === 0) return digits;
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '');
}

const dayWords = (day: string) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** What a person did, for whoever wants to take it back. */
export const rateSentences = {
  said: ({ base, quote, rate, day }: Rate) =>
    `Said that 1 ${base} was ${rate} ${quote} on ${dayWords(day)}`,
  removed: ({ base, quote, day }: Rate) =>
    `Took away what 1 ${base} was in ${quote} on ${dayWords(day)}`,
};
