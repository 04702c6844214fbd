import type { Budget } from '#server/contract/budgets.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { holdsWords, leftWords, spentWords, whyWords } from '#web/ui/budget-words.ts';
import { monthName } from '#web/ui/format.ts';
import type { ComboboxOption } from '#web/ui/lb-combobox.ts';
import { html } from 'lit';

/** What everything else is called where one chooses. */
export const REST = 'REST';

/** Without cents where there are none: nobody plans in them. */
export const whole = (amount: string): string => amount.replace(/\.0+$/, '');

/** Nothing else can be planned; the codes of the groups say how they count. */
const isSpending = (code: string) => !/^(INCOME|TRANSFER|LOAN_DISBURSEMENTS|OWN_[IT]_)/.test(code);

/** What a budget may be for: groups and categories of spending, but for what has one already. */
export function budgetOptions(
  groups: readonly CategoryGroup[],
  others: readonly Budget[],
): ComboboxOption[] {
  const taken = new Set(others.map(({ category }) => category?.code ?? REST));
  const all = [
    { value: REST, label: 'Everything else' },
    ...groups
      .filter(({ code, hidden }) => !hidden && isSpending(code))
      .flatMap(({ code, label, categories }) => [
        { value: code, label: `All of ${label}`, group: label },
        ...categories
          .filter((one) => !one.hidden)
          .map((one) => ({ value: one.code, label: one.label, group: label })),
      ]),
  ];
  return all.filter(({ value }) => !taken.has(value));
}

/** How one stands in a month, and why. */
export const budgetStands = (budget: Budget, month: string, today: string) =>
  html`<div class="stands">
    <p><b>${leftWords(budget)}</b></p>
    <p class="muted">
      ${spentWords(budget)} in ${monthName(month, today)}. ${whyWords(budget).join(' ')}
    </p>
  </div>`;

/** Whether an amount is of one month alone, or of all from it on. */
export function budgetHolds({ onlyThisMonth }: Budget, month: string, today: string) {
  const choice = (value: string, only: boolean) =>
    html`<label
      ><input
        type="radio"
        name="holds"
        value=${value}
        ?checked=${only === onlyThisMonth}
      />${holdsWords(month, today, only)}</label
    >`;
  return html`<fieldset class="choices">
    <legend>It holds</legend>
    ${choice('on', false)} ${choice('only', true)}
  </fieldset>`;
}
