import type { BudgetIdeas } from '#server/contract/budgets.ts';
import { isThere, pastOf, type PastMonth } from '#server/domain/budgets.ts';
import { asPlanned, averagesOf, usualRange, type Average } from '#server/domain/budgetUsual.ts';
import { flowOfCode } from '#server/domain/dictionary.ts';
import { scaleOf } from '#server/domain/money.ts';
import { moneyIn, monthsAway, openBook, readCategory, wholeMonths } from './budgetsRead.ts';
import type { Handler } from './deps.ts';

const HISTORY_MONTHS = 24;
const AVERAGE_MONTHS = 12;
const MOST_IDEAS = 8;

const unitOf = (currency: string) => 10n ** BigInt(scaleOf(currency));

export const getBudgetHistory: Handler<'GET /api/budgets/history'> = async (deps, call) => {
  const { scope, category = null, month: asked } = call.query;
  const back = HISTORY_MONTHS - 1;
  const book = await openBook(deps, call.viewer, { month: asked, back, scopes: [scope] });
  const { month, today, dictionary } = book;
  if (category !== null) readCategory(dictionary, category);
  const now = today.slice(0, 7);
  const last = month < now ? month : now;
  const code = category && dictionary.describe(category).code;
  const kept = book.ledger.budgets.find(
    (one) => one.scope === scope && one.category === code && isThere(one, month),
  );
  const currency = kept?.currency ?? book.currency;
  const money = moneyIn(currency);
  const whole = wholeMonths(book, scope, monthsAway(last, -back), monthsAway(last, -1));
  const first = whole[0] ? monthsAway(whole[0], -1) : last;
  const shown = wholeMonthsAnd(first, monthsAway(last, -back), last);
  const past = pastOf(book.ledger, { scope, category, currency }, shown, month);
  return {
    category: category === null ? null : dictionary.describe(category),
    currency,
    months: past.map((one) => ({
      month: one.month,
      spent: money(one.spent),
      planned: one.planned === null ? null : money(one.planned),
    })),
    averages: averagesOf(spentIn(past, whole), unitOf(currency)).map((one) => ({
      months: one.months,
      amount: money(one.amount),
    })),
  };
};

const wholeMonthsAnd = (first: string, oldest: string, last: string): string[] => {
  const months: string[] = [];
  for (let at = first < oldest ? oldest : first; at <= last; at = monthsAway(at, 1))
    months.push(at);
  return months;
};

const spentIn = (past: readonly PastMonth[], months: readonly string[]) =>
  past.filter(({ month }) => months.includes(month)).map(({ spent }) => spent);

export const getBudgetIdeas: Handler<'GET /api/budgets/ideas'> = async (deps, call) => {
  const { scope } = call.query;
  const book = await openBook(deps, call.viewer, { back: AVERAGE_MONTHS, scopes: [scope] });
  const { month, currency, dictionary, ledger } = book;
  const months = wholeMonths(book, scope, monthsAway(month, -6), monthsAway(month, -1));
  const money = moneyIn(currency);
  const taken = new Set(
    ledger.budgets
      .filter((one) => one.scope === scope && isThere(one, month))
      .map(({ category }) => category),
  );
  const ideaOf = (category: string | null) => {
    const spent = pastOf(ledger, { scope, category, currency }, months, month).map(
      (one) => one.spent,
    );
    const longest = averagesOf(spent, unitOf(currency)).at(-1);
    return longest && longest.amount > 0n ? { ...longest, usual: usualRange(spent) } : undefined;
  };
  const ideas = dictionary.groups
    .filter(({ code }) => !taken.has(code) && flowOfCode(code) === 'spending')
    .flatMap(({ code }) => {
      const idea = ideaOf(code);
      return idea ? [{ code, ...idea }] : [];
    })
    .toSorted((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
  const rest = taken.has(null) ? undefined : restOf(ideas.slice(MOST_IDEAS), unitOf(currency));
  return {
    currency,
    ideas: ideas
      .slice(0, MOST_IDEAS)
      .map(({ code, months: over, amount, usual }): BudgetIdeas['ideas'][number] => ({
        category: dictionary.describe(code),
        months: over,
        amount: money(amount),
        usual: usual && { low: money(usual.low), high: money(usual.high) },
      })),
    rest: rest ? { months: rest.months, amount: money(rest.amount) } : null,
  };
};

/** What the smaller groups come to together. */
function restOf(ideas: readonly Average[], unit: bigint): Average | undefined {
  const [first] = ideas;
  const sum = ideas.reduce((all, one) => all + one.amount, 0n) as Average['amount'];
  return first && { months: first.months, amount: asPlanned(sum, unit) };
}
