import { dayIn, dayOfMonth, monthOf } from './dayNumbers.ts';
import type { Habit, Planned } from './forecast.ts';
import { usualPaths, type UsualPath } from './forecastUsual.ts';
import type { Hit } from './recurringSeries.ts';

/** A credit card, as far as it says what its next payment will be. Whole minor units, signed. */
export interface CardAccount {
  id: string;
  /** What the bank says stands there; what is owed is negative. Pending rows are not in it. */
  balance: number;
  /** Its posted transactions by the day on which the bank booked them. */
  posted: { day: number; amount: number }[];
  /** What is pending. */
  pending: number;
  /** Its transactions that belong to no series. */
  habits: readonly Habit[];
  /** The first day of which everything is known. */
  since: number;
}

/** When a card's statement closes, and how long after that it is paid. */
interface Cycle {
  date: number;
  lag: number;
}

/** So many days after a statement it is paid at the latest. */
const LONGEST_LAG = 40;

type Sums = Pick<Planned, 'amount' | 'low' | 'high'>;

/**
 * What a card's next payments will be, where it is paid in full: what was owed when its statement
 * closed, to the cent; and of statements to come, what will be owed if all goes as usual.
 * @param hits the payments so far
 * @param dues the days of the next payments, in order
 * @param planned what is known to be charged to the card
 * @returns null where it is not paid in full
 */
export function cardPayments(
  card: CardAccount,
  hits: readonly Hit[],
  dues: readonly number[],
  planned: readonly Planned[],
  today: number,
): Sums[] | null {
  const balanceAt = balancesOf(card);
  const cycle = findCycle(hits, balanceAt);
  if (!cycle) return null;
  const last = dues.at(-1) ?? today;
  const usual = usualPaths({
    habits: card.habits,
    today,
    days: Math.max(1, last - today),
    since: card.since,
  });
  const paid: { day: number; amount: bigint }[] = [];
  return dues.map((due) => {
    const closes = closeBefore(due, cycle);
    const sums =
      closes < today
        ? exactly(balanceAt(closes))
        : projected(card, closes, { planned, paid, usual, today });
    paid.push({ day: due, amount: sums.amount });
    return sums;
  });
}

/** What stood at the end of a day. */
function balancesOf({ balance, posted }: CardAccount): (day: number) => number {
  const sorted = posted.toSorted((a, b) => b.day - a.day);
  const known = new Map<number, number>();
  let at = 0;
  let after = balance;
  let oldest = Infinity;
  return (day) => {
    const there = known.get(day);
    if (there !== undefined) return there;
    if (day > oldest) {
      // Asked out of order: counted once more.
      return balance - sorted.reduce((sum, row) => sum + (row.day > day ? row.amount : 0), 0);
    }
    while (sorted[at] && sorted[at]!.day > day) after -= sorted[at++]!.amount;
    oldest = day;
    known.set(day, after);
    return after;
  };
}

/** The date on which just what was paid later stood there, in most months. */
function findCycle(hits: readonly Hit[], balanceAt: (day: number) => number): Cycle | null {
  const lately = hits.slice(-8);
  const votes = new Map<number, number[]>();
  for (const { day, size } of lately.toReversed()) {
    const dates = new Map<number, number>();
    for (let before = day - 1; before >= day - LONGEST_LAG; before--) {
      if (balanceAt(before) === -size) dates.set(dayOfMonth(before), day - before);
    }
    for (const [date, lag] of dates) votes.set(date, [...(votes.get(date) ?? []), lag]);
  }
  const best = [...votes].toSorted(([, a], [, b]) => b.length - a.length)[0];
  if (!best || best[1].length < Math.max(2, lately.length / 2)) return null;
  const lags = best[1].toSorted((a, b) => a - b);
  return { date: best[0], lag: lags[lags.length >> 1]! };
}

/** The day of the statement that is paid on a day. */
function closeBefore(due: number, { date, lag }: Cycle): number {
  const month = monthOf(due - lag);
  const days = [month - 1, month, month + 1].map((one) => dayIn(one, date));
  const off = (day: number) => Math.abs(day - (due - lag));
  return days.reduce((best, day) => (off(day) < off(best) ? day : best));
}

const exactly = (balance: number): Sums => {
  const amount = BigInt(Math.min(0, balance));
  return { amount, low: amount, high: amount };
};

function projected(
  card: CardAccount,
  closes: number,
  known: {
    planned: readonly Planned[];
    paid: readonly { day: number; amount: bigint }[];
    usual: UsualPath;
    today: number;
  },
): Sums {
  const { planned, paid, usual, today } = known;
  const until = <T extends { day: number; amount: bigint }>(list: readonly T[]) =>
    list.reduce((sum, { day, amount }) => sum + (day <= closes ? Number(amount) : 0), 0);
  // Paying takes from what is owed.
  const owed = card.balance + card.pending + until(planned) - until(paid);
  const { middle, low, high } = usual[Math.min(usual.length - 1, closes - today)]!;
  const debt = (more: number) => BigInt(Math.round(Math.min(0, owed + more)));
  return { amount: debt(middle), low: debt(low), high: debt(high) };
}
