import type { Budget } from '#server/contract/budgets.ts';
import { goQuery } from '#web/state/address.ts';
import { budgetName, leftWords, spentWords, whyWords } from '#web/ui/budget-words.ts';
import { monthName } from '#web/ui/format.ts';
import '#web/ui/lb-budget-bar.ts';
import '#web/ui/lb-button.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';
import { ChevronLeft, ChevronRight } from 'lucide';
import { html } from 'lit';

const monthNumber = (month: string) =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthText = (number: number) =>
  `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;

/** A month so many months away. */
export const away = (month: string, by: number): string => monthText(monthNumber(month) + by);

const MOST_BACK = 120;
const MOST_AHEAD = 12;

/** The month that is shown, and the ones beside it. */
export function budgetMonth(month: string, today: string) {
  const now = today.slice(0, 7);
  const turn = (by: number) => () => goQuery({ month: away(month, by), open: undefined });
  return html`<div class="months" role="group" aria-label="Month">
    <lb-button
      bare
      kind="plain"
      label="The month before"
      .icon=${ChevronLeft}
      .disabled=${month <= away(now, -MOST_BACK)}
      @click=${turn(-1)}
    ></lb-button>
    <h2 aria-live="polite">${monthName(month, today)}</h2>
    <lb-button
      bare
      kind="plain"
      label="The month after"
      .icon=${ChevronRight}
      .disabled=${month >= away(now, MOST_AHEAD)}
      @click=${turn(1)}
    ></lb-button>
  </div>`;
}

/** One budget as a line of the list. @param even what an even pace would have taken by now */
export function budgetRow(budget: Budget, even: string, open: (id: string) => void) {
  const { category, spent, available } = budget;
  return html`<button type="button" class="row" @click=${() => open(budget.id)}>
    <lb-category-mark .category=${category}></lb-category-mark>
    <span class="name">${budgetName(budget)}</span>
    <span class="left">${leftWords(budget)}</span>
    <lb-budget-bar
      class="wide"
      spent=${spent.amount}
      available=${available.amount}
      even=${even}
      color=${categoryColor(category)}
    ></lb-budget-bar>
    <span class="wide told">${[`${spentWords(budget)}.`, ...whyWords(budget)].join(' ')}</span>
  </button>`;
}
