import type {
  Cadence,
  Occurrence,
  RecurringNotice,
  RecurringSeries,
} from '#server/contract/recurring.ts';
import type { Money } from '#server/contract/money.ts';
import { isNegative, size, subtract } from './decimal.ts';
import { dayShort, moneyParts, moneyText, monthName } from './format.ts';

export const cadenceWords: Record<Cadence, string> = {
  weekly: 'every week',
  two_weeks: 'every two weeks',
  four_weeks: 'every four weeks',
  twice_a_month: 'twice a month',
  monthly: 'every month',
  two_months: 'every two months',
  quarterly: 'every three months',
  half_yearly: 'every half year',
  yearly: 'every year',
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Without its sign: the words around it say which way it goes. */
export const plain = ({ amount, currency }: Money): Money => ({ amount: size(amount), currency });

const text = (money: Money) => moneyText(plain(money));

/** `in March`, or in `March 2025` if it is not of this year. */
const inMonth = (date: string, today: string) => `in ${monthName(date.slice(0, 7), today)}`;

/** `The trial of Herald is over: it costs $17.00 since Sep 6.` */
export function noticeWords(name: string, notice: RecurringNotice, today: string): string {
  const day = dayShort(notice.date, today);
  switch (notice.kind) {
    case 'price': {
      const { from, to, aYear } = notice;
      const rose = !isNegative(subtract(size(to.amount), size(from.amount)));
      const change = `${name} ${rose ? 'rose' : 'fell'} from ${text(from)} to ${text(to)}`;
      return `${change} ${inMonth(notice.date, today)}: ${text(aYear)} ${rose ? 'more' : 'less'} a year.`;
    }
    case 'trial':
      return `The trial of ${name} is over: it costs ${text(notice.price)} since ${day}.`;
    case 'double':
      return `${name} was charged twice: ${text(notice.amount)} once more on ${day}.`;
    case 'differs':
      return `${name} was ${text(notice.amount)} on ${day}; about ${text(notice.usual)} was to be expected.`;
    case 'late':
      return `${name} was expected on ${day} and is not here yet.`;
    case 'missed':
      return `${name} did not come on ${day}.`;
    case 'ended':
      return `${name} has not come since ${day}: it seems to be over.`;
  }
}

/** Whether a notice asks for somebody's attention rather than telling what has happened. */
export const isPressing = ({ kind }: RecurringNotice): boolean =>
  kind === 'double' || kind === 'price' || kind === 'late';

/** `Every month, next Dec 14`. */
export function seriesWords(series: RecurringSeries, today: string): string {
  const { cadence, next, state } = series;
  const when =
    state === 'ended'
      ? `last on ${dayShort(series.last[0]?.date ?? series.since, today)}`
      : state === 'late'
        ? `expected on ${dayShort(next ?? '', today)}`
        : `next ${dayShort(next ?? '', today)}`;
  return `${capital(cadenceWords[cadence])}, ${when}`;
}

/** What happened on a day of the calendar, in a word or two. */
export function occurrenceWords({ state, flow, usual, pending }: Occurrence): string {
  const came = flow === 'income' ? 'came' : 'paid';
  switch (state) {
    case 'paid':
      return pending ? `${came}, pending` : came;
    case 'differs':
      return usual ? `${came}, about ${text(usual)} was expected` : `${came}, not as usual`;
    case 'double':
      return 'charged once more';
    case 'expected':
      return 'expected';
    case 'late':
      return 'late';
    case 'missed':
      return 'did not come';
  }
}

/** `between $161.76 and $183.97`, the smaller first whichever way it goes. */
export function betweenWords({ low, high }: { low: Money; high: Money }): string {
  const [a, b] = [plain(low), plain(high)];
  const [less, more] = isNegative(subtract(b.amount, a.amount)) ? [b, a] : [a, b];
  return `between ${moneyText(less)} and ${moneyText(more)}`;
}

/** An amount that is a guess: `$1,240`, without cents. */
export function roughly(money: Money): string {
  const { sign, lead, units, cents, tail } = moneyParts(money);
  // Below a hundred the cents are the amount.
  return sign + lead + units + (units.length < 2 ? cents : '') + tail;
}
