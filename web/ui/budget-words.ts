import type { Budget, BudgetPace } from '#server/contract/budgets.ts';
import type { Money } from '#server/contract/money.ts';
import { isNegative, isZero, size, subtract } from './decimal.ts';
import { listed, moneyText, monthName, plural } from './format.ts';

// What is said of budgets: how it stands and why, and never that somebody did wrong.

export const budgetName = ({ category }: Pick<Budget, 'category'>): string =>
  category?.label ?? 'Everything else';

const sized = (money: Money): string => moneyText({ ...money, amount: size(money.amount) });

/** `$12.00 left`, `$30.00 over`. */
export function leftWords({ left, available }: Pick<Budget, 'left' | 'available'>): string {
  if (isNegative(left.amount)) return `${sized(left)} over`;
  if (isZero(left.amount) && !isZero(available.amount)) return 'All of it is spent';
  return `${moneyText(left)} left`;
}

/** `$138.00 of $150.00`; what came back and made it less than nothing is said so. */
export function spentWords({ spent, available }: Pick<Budget, 'spent' | 'available'>): string {
  const of = `of ${moneyText(available)}`;
  return isNegative(spent.amount)
    ? `${sized(spent)} came back, ${of}`
    : `${moneyText(spent)} ${of}`;
}

/** Why it stands so: what came along, what was moved, what is usual where it is over. */
export function whyWords(budget: Budget): string[] {
  const { carried, moved, onlyThisMonth, state, usual, without, elsewhere } = budget;
  const words: string[] = [];
  if (without.length > 0) words.push(`Without ${listed(without)}.`);
  if (carried && !isZero(carried.amount)) {
    const way = isNegative(carried.amount) ? 'less, from' : 'more, left from';
    words.push(`${sized(carried)} ${way} the months before.`);
  }
  if (!isZero(moved.amount)) {
    words.push(`${sized(moved)} moved ${isNegative(moved.amount) ? 'away' : 'here'}.`);
  }
  if (onlyThisMonth) words.push('Planned for this month alone.');
  if (state === 'over' && usual) {
    words.push(`It varies: most months take ${moneyText(usual.low)} to ${moneyText(usual.high)}.`);
  }
  if (elsewhere) words.push(`${elsewhereWords(elsewhere)}.`);
  return words;
}

/** `And 20,00 € in another currency, about $22.10`: it is in no other sum. */
export function elsewhereWords({ sums, about }: NonNullable<Budget['elsewhere']>): string {
  const what = listed(sums.map((one) => moneyText(one)));
  const rest = about?.missing.length ? ' and more' : '';
  return `And ${what} beside it${about ? `, about ${moneyText(about.total)}${rest}` : ''}`;
}

/** How many days of a month are still to come, today not among them. */
export function daysToGo(month: string, today: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate() - Number(today.slice(8));
}

type Pace = BudgetPace['all'];

/** One sentence with the numbers: `Bills apart, $412.00 of $1,300.00 is spent: …`. */
export function paceWords(pace: Pace, month: string, today: string): string {
  const { flexible, spent, even, billsToCome } = pace;
  const now = today.slice(0, 7);
  const of = moneyText(flexible);
  if (month > now) {
    return isZero(billsToCome.amount)
      ? `${of} to plan with.`
      : `Bills of ${moneyText(billsToCome)} are to be expected; ${of} is left to plan with.`;
  }
  const so = `Bills apart, ${moneyText(spent)} of ${of}`;
  if (month < now) return `${so} was spent.`;
  const bills = isZero(billsToCome.amount)
    ? ''
    : ` Bills of ${moneyText(billsToCome)} are still to come.`;
  const days = daysToGo(month, today);
  const left = days === 0 ? 'on the last day' : `with ${plural(days, 'day')} to go`;
  return `${so} is spent ${left}: ${evenWords(spent, even)}.${bills}`;
}

/** The same in short: what is ahead of one, and whether it is fast. */
export function paceShort(pace: Pace, month: string, today: string): string {
  if (month !== today.slice(0, 7)) return paceWords(pace, month, today);
  const days = daysToGo(month, today);
  const left = days === 0 ? 'On the last day' : `With ${plural(days, 'day')} to go`;
  const bills = isZero(pace.billsToCome.amount)
    ? ''
    : ` Bills of ${moneyText(pace.billsToCome)} are still to come.`;
  return `${left}, bills apart: ${evenWords(pace.spent, pace.even)}.${bills}`;
}

/** `$95.00 less than at an even pace`. */
export function evenWords(spent: Money, even: Money): string {
  const ahead = { ...even, amount: subtract(even.amount, spent.amount) };
  if (isZero(ahead.amount)) return 'just an even pace';
  return `${sized(ahead)} ${isNegative(ahead.amount) ? 'more' : 'less'} than at an even pace`;
}

/** In whose accounts the household's budgets are counted, and who counts less. */
export function seenWords(
  { others, seeLess }: { others: boolean; seeLess: { name: string; accounts: string[] }[] },
  accounts: number,
): string[] {
  if (!others) return [];
  return [
    `Counted over ${plural(accounts, 'account')} that you may see and that ${
      accounts === 1 ? 'is' : 'are'
    } shared with the household. Who sees others sees other sums.`,
    ...seeLess.map(
      ({ name, accounts: names }) => `${name} does not see ${listed(names)}, and so counts less.`,
    ),
  ];
}

/** `from November on`, `in November alone`. */
export const holdsWords = (month: string, today: string, only: boolean): string =>
  only ? `In ${monthName(month, today)} alone` : `From ${monthName(month, today)} on`;
