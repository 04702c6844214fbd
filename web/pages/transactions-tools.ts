import type { Sort } from '#server/contract/transactions.ts';
import { filterCount, withFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-menu.ts';
import type { MenuItem } from '#web/ui/lb-menu.ts';
import { ArrowDownWideNarrow, Check, Download, ListChecks, SlidersHorizontal } from 'lucide';
import { html, nothing } from 'lit';
import { goToMonth } from './transactions-months.ts';
import './transactions-search.ts';

const orders: readonly [sort: Sort, label: string][] = [
  ['day', 'Newest first'],
  ['-day', 'Oldest first'],
  ['amount', 'Largest first'],
  ['-amount', 'Smallest first'],
  ['name', 'Name, A to Z'],
  ['-name', 'Name, Z to A'],
  ['category', 'Category, A to Z'],
  ['-category', 'Category, Z to A'],
  ['account', 'Account, A to Z'],
  ['-account', 'Account, Z to A'],
];

const sortWords = (sort: Sort): string => orders.find(([one]) => one === sort)?.[1] ?? '';

const sortMenu = (filter: Filter, set: (filter: Filter) => void) => {
  const now = filter.sort ?? 'day';
  const items: MenuItem[] = orders.map(([sort, label]) => ({
    id: sort,
    label,
    ...(sort === now ? { icon: Check } : {}),
  }));
  const choose = ({ detail }: CustomEvent<Sort>) =>
    set(withFilter(filter, { sort: detail === 'day' ? undefined : detail }));
  return html`<lb-menu
    label="Order: ${sortWords(now)}"
    text=${filter.sort ? sortWords(now) : 'Order'}
    .icon=${ArrowDownWideNarrow}
    .items=${items}
    @lb-choose=${choose}
  ></lb-menu>`;
};

export interface Tools {
  filter: Filter;
  today: string;
  months: readonly { month: string }[];
  /** Why the server did not search. */
  problem: unknown;
  /** Nobody changes anything here. */
  looksOn: boolean;
  /** There is something to take along. */
  some: boolean;
  downloading: boolean;
  set: (filter: Filter, replace?: boolean) => void;
  showFilters: () => void;
  choose: () => void;
  toList: () => void;
  toMonth: (month: string) => void;
  download: () => void;
}

/** What one finds with: the search, the filters, the order, a month, and a file of it all. */
export const tools = (given: Tools) => {
  const { filter, today } = given;
  const search = ({ detail }: CustomEvent<string>) =>
    given.set(withFilter(filter, { q: detail }), filter.q !== undefined);
  return html`<div class="tools" role="search">
    <lb-transactions-search
      class="search"
      .q=${filter.q ?? ''}
      today=${today}
      .problem=${given.problem}
      @lb-search=${search}
      @lb-down=${given.toList}
    ></lb-transactions-search>
    <div class="acts">${acts(given)}</div>
  </div>`;
};

const acts = (given: Tools) => {
  const { filter, today } = given;
  const count = filterCount(filter);
  return html`<lb-button
      .icon=${SlidersHorizontal}
      label=${count ? `Filter, ${count} set` : 'Filter'}
      @click=${given.showFilters}
    ></lb-button>
    ${sortMenu(filter, given.set)}
    ${
      given.looksOn
        ? nothing
        : html`<lb-button
            .icon=${ListChecks}
            label="Choose"
            .name=${'Choose several transactions'}
            @click=${given.choose}
          ></lb-button>`
    }
    ${filter.sort ? nothing : goToMonth(given.months, today, given.toMonth)}
    ${
      given.some
        ? html`<lb-button
            bare
            .icon=${Download}
            label="Save as a file (CSV)"
            .busy=${given.downloading}
            @click=${given.download}
          ></lb-button>`
        : nothing
    }`;
};
