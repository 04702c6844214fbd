import type { Account } from '#server/contract/accounts.ts';
import { go } from '#web/state/address.ts';
import {
  cleared,
  isNarrow,
  monthsOf,
  rangeNames,
  ranges,
  selectionFrom,
  selectionHref,
} from '#web/state/selection.ts';
import type { Range, Selection } from '#web/state/selection.ts';
import { monthName } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import { X } from 'lucide';
import { html, nothing } from 'lit';

export const places = [
  { path: '/insights/spending', label: 'Spending' },
  { path: '/insights/income', label: 'Income' },
  { path: '/insights/cash-flow', label: 'Cash flow' },
  { path: '/insights/net-worth', label: 'Net worth' },
  { path: '/insights/assets', label: 'Assets' },
  { path: '/insights/debts', label: 'Debts' },
] as const;
export type InsightsPath = (typeof places)[number]['path'];

/** Shows another selection of the same page; choosing is a step that Back takes back. */
export const choose = (path: InsightsPath, selection: Selection): void =>
  go(selectionHref(path, selection), { keep: true });

/** The pages of charts beside each other. What narrows one may mean nothing to the next. */
export const insightsTabs = (path: InsightsPath, { range, account, currency }: Selection) =>
  html`<nav class="tabs" aria-label="Insights">
    <ul>
      ${places.map(
        (place) =>
          html`<li>
            <a
              href=${selectionHref(place.path, {
                ...selectionFrom(''),
                range,
                account,
                currency,
              })}
              aria-current=${place.path === path ? 'page' : nothing}
              >${place.label}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;

/** Another range: a month that is not in it is not chosen any more. */
function withRange(selection: Selection, range: Range, today: string): Selection {
  const { from } = monthsOf(range, today);
  const { month } = selection;
  return { ...selection, range, month: month && from && month < from ? null : month };
}

interface Known {
  path: InsightsPath;
  selection: Selection;
  today: string;
  accounts: readonly Account[];
  /** All that stand in what is shown; the first is the household's own. */
  currencies: readonly string[];
}

/** How far back, which account, and in which currency where there are several. */
export const insightsTools = ({ path, selection, today, accounts, currencies }: Known) => {
  const set = (change: Partial<Selection>) => choose(path, { ...selection, ...change });
  return html`<div class="tools">
    <div class="chips ranges" role="group" aria-label="How far back">
      ${ranges.map(
        (range) =>
          html`<lb-chip
            label=${rangeNames[range]}
            ?pressed=${range === selection.range}
            @click=${() => choose(path, withRange(selection, range, today))}
          ></lb-chip>`,
      )}
    </div>
    ${
      accounts.length > 1
        ? html`<select
            class="input"
            aria-label="Account"
            @change=${(event: Event) =>
              set({ account: (event.target as HTMLSelectElement).value || null })}
          >
            <option value="" ?selected=${selection.account === null}>All accounts</option>
            ${accounts.map(
              ({ id, name }) =>
                html`<option value=${id} ?selected=${id === selection.account}>${name}</option>`,
            )}
          </select>`
        : nothing
    }
    ${
      currencies.length > 1
        ? html`<div class="chips" role="group" aria-label="Currency">
            ${currencies.map(
              (currency, index) =>
                html`<lb-chip
                  label=${currency}
                  ?pressed=${currency === (selection.currency ?? currencies[0])}
                  @click=${() => set({ currency: index === 0 ? null : currency })}
                ></lb-chip>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
};

/** What is chosen, each with the way without it, and all of it at once. */
export const insightsChosen = (
  { path, selection, today }: Pick<Known, 'path' | 'selection' | 'today'>,
  words: { category: string; account: string },
) => {
  if (!isNarrow(selection)) return nothing;
  const { month, flow, category, merchant, account } = selection;
  const chip = (label: string, without: Partial<Selection>) =>
    html`<lb-chip
      removable
      label=${label}
      @lb-remove=${() => choose(path, { ...selection, ...without })}
    ></lb-chip>`;
  return html`<div class="chips" role="group" aria-label="What is chosen">
    ${month ? chip(monthName(month, today), { month: null }) : nothing}
    ${flow ? chip(flow === 'income' ? 'Income' : 'Spending', { flow: null }) : nothing}
    ${category ? chip(words.category, { category: null }) : nothing}
    ${merchant ? chip(merchant, { merchant: null }) : nothing}
    ${account ? chip(words.account, { account: null }) : nothing}
    <lb-button
      kind="plain"
      label="Clear"
      .icon=${X}
      @click=${() => choose(path, cleared(selection))}
    ></lb-button>
  </div>`;
};
