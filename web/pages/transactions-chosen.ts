import type { Account } from '#server/contract/accounts.ts';
import { categoryWords } from '#web/state/category-choice.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';
import { dateChoices, withFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import { X } from 'lucide';
import { html, nothing } from 'lit';

interface Known {
  today: string;
  accounts: readonly Account[];
  groups: readonly CategoryGroup[];
}

export interface Chosen {
  label: string;
  /** The filter once this is taken out. */
  without: Filter;
}

const dateWords = ({ from, to }: Filter, today: string): string => {
  const quick = dateChoices(today).find((one) => one.from === from && one.to === to);
  if (quick) return quick.label;
  if (from && to) return `${dayShort(from, today)} to ${dayShort(to, today)}`;
  return from ? `Since ${dayShort(from, today)}` : `Until ${dayShort(to ?? today, today)}`;
};

const amountWords = ({ min, max }: Filter): string => {
  if (min && max) return min === max ? `Exactly ${min}` : `${min} to ${max}`;
  return min ? `At least ${min}` : `At most ${max}`;
};

const flowWords = {
  income: 'Income',
  spending: 'Spending',
  transfer: 'Transfers',
  left_out: 'Left out of totals',
} as const;

/** What is chosen, the search text left out, each in words and with the way without it. */
export const chosenWords = (filter: Filter, { today, accounts, groups }: Known): Chosen[] => {
  const chosen: Chosen[] = [];
  const put = (label: string, change: Parameters<typeof withFilter>[1]) =>
    chosen.push({ label, without: withFilter(filter, change) });
  if (filter.from || filter.to) put(dateWords(filter, today), { from: undefined, to: undefined });
  if (filter.flow) put(flowWords[filter.flow], { flow: undefined });
  if (filter.merchant) put(filter.merchant, { merchant: undefined });
  if (filter.pending) {
    put(filter.pending === 'true' ? 'Pending' : 'Posted', { pending: undefined });
  }
  if (filter.reviewed) {
    put(filter.reviewed === 'true' ? 'Reviewed' : 'To review', { reviewed: undefined });
  }
  if (filter.min || filter.max) put(amountWords(filter), { min: undefined, max: undefined });
  for (const id of filter.account ?? []) {
    const name = accounts.find((one) => one.id === id)?.name ?? 'An account';
    put(name, { account: filter.account?.filter((one) => one !== id) });
  }
  for (const code of filter.category ?? []) {
    const rest = filter.category?.filter((one) => one !== code);
    put(categoryWords(groups, code), { category: rest });
  }
  if (filter.deleted) put('Deleted', { deleted: undefined });
  return chosen;
};

/** The chosen filters as chips that take them out; `set` gets the filter that is left. */
export const chosenChips = (filter: Filter, known: Known, set: (filter: Filter) => void) => {
  const chosen = chosenWords(filter, known);
  if (chosen.length === 0) return nothing;
  return html`<div class="chosen" role="group" aria-label="Chosen filters">
    ${chosen.map(
      ({ label, without }) =>
        html`<lb-chip removable label=${label} @lb-remove=${() => set(without)}></lb-chip>`,
    )}
    <lb-button
      kind="plain"
      label="Clear all"
      .icon=${X}
      @click=${() => set(withFilter({}, { q: filter.q, sort: filter.sort }))}
    ></lb-button>
  </div>`;
};
