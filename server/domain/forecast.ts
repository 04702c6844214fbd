import { usualPaths, type UsualPath } from './forecastUsual.ts';

/** An account whose money is looked ahead at: checking, cash, savings. */
export interface ForecastAccount {
  id: string;
  currency: string;
  /** What stands there today, pending transactions counted: whole minor units. */
  balance: bigint;
}

/** What is to come on a day: a bill, wages, a card's payment. Whole minor units, signed. */
export interface Planned {
  account: string;
  day: number;
  amount: bigint;
  /** Eight times of ten it is between these. */
  low: bigint;
  high: bigint;
  /** The series it is one of. */
  series: string;
  name: string;
  flow: 'income' | 'spending' | 'transfer';
  /** It should have come before; it is expected tomorrow. */
  late: boolean;
}

/** A transaction that belongs to no series. */
export interface Habit {
  account: string;
  day: number;
  amount: number;
  /**
   * It is of a series that comes once or twice a year: it is planned, and still says how much comes
   * in a month that nobody thought of.
   */
  rare?: true;
}

/** What an account, or several, will probably hold at the end of a day: whole minor units. */
export interface ForecastPoint {
  day: number;
  expected: bigint;
  /** Eight times of ten it is between these. */
  low: bigint;
  high: bigint;
}

export interface Lowest {
  day: number;
  expected: bigint;
  low: bigint;
}

export interface Forecast {
  /** The first is today, as it stands. */
  points: ForecastPoint[];
  planned: Planned[];
  /** The lowest day of all but today. */
  lowest: Lowest;
  /** The next day on which wages come, and the lowest day before it. */
  payday: { day: number; amount: bigint; lowest: Lowest } | null;
  /** How many days of habits it is based on. */
  history: number;
}

/**
 * Looks ahead: what is known to come, exactly, and around it what is usually spent, from how it
 * went in the past from the same day of the week on.
 * @param accounts of one currency; `planned` and `habits` of others are left out
 * @param days how many days ahead
 */
export function forecast(input: {
  today: number;
  days: number;
  accounts: readonly ForecastAccount[];
  planned: readonly Planned[];
  habits: readonly Habit[];
  /** The first day of which everything is known. */
  since: number;
}): Forecast {
  const { today, days } = input;
  const ids = new Set(input.accounts.map(({ id }) => id));
  const planned = input.planned
    .filter((one) => ids.has(one.account) && one.day > today && one.day <= today + days)
    .toSorted((a, b) => a.day - b.day || Number(a.amount - b.amount));
  const habits = input.habits.filter((one) => ids.has(one.account));
  const usual = usualPaths({ habits, today, days, since: input.since });
  const start = input.accounts.reduce((sum, { balance }) => sum + balance, 0n);
  const points = drawPoints(start, today, days, planned, usual);
  return {
    points,
    planned,
    lowest: lowestOf(points.slice(1)),
    payday: nextPayday(points, planned, today),
    history: Math.max(0, today - input.since),
  };
}

function drawPoints(
  start: bigint,
  today: number,
  days: number,
  planned: readonly Planned[],
  usual: UsualPath,
): ForecastPoint[] {
  const points: ForecastPoint[] = [{ day: today, expected: start, low: start, high: start }];
  let certain = start;
  // Bills miss what was foretold to either side, each by itself.
  let [under, over] = [0, 0];
  let next = 0;
  for (let ahead = 1; ahead <= days; ahead++) {
    const day = today + ahead;
    for (; planned[next] && planned[next]!.day <= day; next++) {
      const { amount, low, high } = planned[next]!;
      certain += amount;
      under += Number(amount - low) ** 2;
      over += Number(high - amount) ** 2;
    }
    const { middle, low, high } = usual[ahead]!;
    const expected = certain + BigInt(Math.round(middle));
    points.push({
      day,
      expected,
      low: expected - BigInt(Math.round(Math.sqrt(under + (middle - low) ** 2))),
      high: expected + BigInt(Math.round(Math.sqrt(over + (high - middle) ** 2))),
    });
  }
  return points;
}

/** The day on which the least is expected; of several the first. */
export function lowestOf(points: readonly ForecastPoint[]): Lowest {
  let least = points[0]!;
  for (const point of points) if (point.expected < least.expected) least = point;
  return { day: least.day, expected: least.expected, low: least.low };
}

/** Wages, and no small interest: at least a fifth of what comes in. */
function nextPayday(
  points: readonly ForecastPoint[],
  planned: readonly Planned[],
  today: number,
): Forecast['payday'] {
  const wages = paydays(planned);
  const next = wages[0];
  if (!next) return null;
  const before = points.filter(({ day }) => day > today && day < next.day);
  const lowest = before.length > 0 ? lowestOf(before) : lowestOf(points.slice(0, 1));
  return { day: next.day, amount: next.amount, lowest };
}

/** The income that a household waits for, in the order of days. */
export function paydays(planned: readonly Planned[]): Planned[] {
  const income = planned.filter((one) => one.flow === 'income' && one.amount > 0n);
  const most = income.reduce((max, { amount }) => (amount > max ? amount : max), 0n);
  return income.filter(({ amount }) => amount * 5n >= most);
}

/** Whether something can be paid on a day, and what is left then. */
export interface CanPay {
  /**
   * - `yes`: even where more is spent than usual, enough is left
   * - `tight`: enough is left where all goes as usual
   * - `no`
   */
  answer: 'yes' | 'tight' | 'no';
  amount: bigint;
  on: number;
  /** Until when it was looked at: the day before the next wages after it, or a month. */
  until: number;
  /** The lowest day from then on, with it paid. */
  lowest: Lowest;
}

/** @param on one of the days that are looked ahead at */
export function canPay(ahead: Forecast, amount: bigint, on: number): CanPay {
  const next = paydays(ahead.planned).find(({ day }) => day > on);
  const end = ahead.points.at(-1)!.day;
  const until = Math.max(on, Math.min(end, next ? next.day - 1 : on + 30));
  const span = ahead.points
    .filter(({ day }) => day >= on && day <= until)
    .map((point) => ({
      ...point,
      expected: point.expected - amount,
      low: point.low - amount,
    }));
  const lowest = lowestOf(span);
  const worst = span.reduce((least, { low }) => (low < least ? low : least), span[0]!.low);
  const answer = worst >= 0n ? 'yes' : lowest.expected >= 0n ? 'tight' : 'no';
  return { answer, amount, on, until, lowest: { ...lowest, low: worst } };
}
