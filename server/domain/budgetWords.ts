import type { Money } from '#server/contract/money.ts';

// What somebody did with budgets, for whoever wants to take it back.

const monthWords = (month: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  );

/** Exact: the decimal goes in as it stands. */
function moneyWords({ amount, currency }: Money): string {
  const known = Intl.supportedValuesOf('currency').includes(currency);
  const options = known ? { style: 'currency' as const, currency } : {};
  const format = new Intl.NumberFormat('en-US', { ...options, maximumFractionDigits: 10 });
  const text = format.format(amount as Intl.StringNumericLiteral);
  return known ? text : `${text} ${currency}`;
}

/** `label` is what a category is called; null is everything else. */
const called = (label: string | null) => (label === null ? 'everything else' : `“${label}”`);

export const budgetSentences = {
  made: (labels: readonly (string | null)[], amount: Money) => {
    const [first = null] = labels;
    return labels.length === 1
      ? `Planned ${moneyWords(amount)} a month for ${called(first)}`
      : `Planned ${labels.length} budgets`;
  },
  planned: (label: string | null, amount: Money, month: string, only: boolean) =>
    `Planned ${moneyWords(amount)} for ${called(label)} ${
      only ? `in ${monthWords(month)} alone` : `from ${monthWords(month)} on`
    }`,
  carries: (label: string | null, carries: boolean) =>
    carries
      ? `Carries what is left for ${called(label)} into the next month`
      : `Begins each month for ${called(label)} anew`,
  ended: (label: string | null, month: string) =>
    `Ended the budget for ${called(label)} with ${monthWords(month)}`,
  moved: (from: string | null, to: string | null, amount: Money, month: string) =>
    `Moved ${moneyWords(amount)} from ${called(from)} to ${called(to)} in ${monthWords(month)}`,
};
