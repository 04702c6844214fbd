import type { Minor } from './money.ts';
import { addDays } from './today.ts';

/** More than a drawing can show. */
const MOST_DAYS = 370;
/** Fifty years. */
const MOST_MONTHS = 600;

/**
 * The days at whose end balances are told, oldest first, the last of them `to`: all days where they
 * are few, else every so many weeks; or the last days of months.
 */
export function courseDays(from: string, to: string, by: 'day' | 'month'): string[] {
  const days = [to];
  if (by === 'month') {
    let last = addDays(`${to.slice(0, 7)}-01`, -1);
    while (last >= from && days.length < MOST_MONTHS) {
      days.push(last);
      last = addDays(`${last.slice(0, 7)}-01`, -1);
    }
    return days.reverse();
  }
  const span = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const step = span < MOST_DAYS ? 1 : 7 * Math.ceil(span / MOST_DAYS / 7);
  for (let back = step; back <= span; back += step) days.push(addDays(to, -back));
  return days.reverse();
}

/** What is known of one account. Spans are counted by the day that ends them. */
export interface Known {
  /** In spans where the bank told something, its last word. */
  told: ReadonlyMap<number, Minor>;
  /** The bank's first word, and in which span it lies; that may be after the last day. */
  first: { span: number; balance: Minor } | null;
  /**
   * What was posted in each span, up to the day of the first word; null where nothing before it
   * may be reckoned back.
   */
  moved: ReadonlyMap<number, Minor> | null;
}

/**
 * Balances at the end of days: the bank's word, else its last one before; before its first, that
 * one less what was posted since. Null where nothing is known.
 * @param count how many days
 */
export function reckonBalances(count: number, { told, first, moved }: Known): (Minor | null)[] {
  const balances: (Minor | null)[] = Array.from({ length: count }, () => null);
  if (!first) return balances;
  let last: Minor | null = null;
  for (let day = 0; day < count; day++) {
    last = told.get(day) ?? last;
    balances[day] = last;
  }
  if (!moved) return balances;
  let before: bigint = first.balance;
  for (let day = first.span - 1; day >= 0; day--) {
    before -= moved.get(day + 1) ?? 0n;
    if (day < count) balances[day] = before as Minor;
  }
  return balances;
}
