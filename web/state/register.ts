import type { Money } from '#server/contract/money.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import { fileReply, findInChains, forgetFarAway, newIds } from './register-chains.ts';
import type { Chains } from './register-chains.ts';
import type { Filter } from './transaction-filter.ts';

/** The two questions the register asks of the server. */
export interface RegisterSource {
  months(filter: Filter): Promise<{
    total: number;
    months: { month: string; count: number }[];
    sums: Money[];
  }>;
  page(
    filter: Filter,
    start: { month?: string; cursor?: string; limit: number },
  ): Promise<{ transactions: Transaction[]; next: string | null }>;
}

export interface RegisterView {
  /** `loading` only before the first answer for a filter; later refetches keep what is shown. */
  status: 'loading' | 'ready' | 'failed';
  /** Why the last question was not answered; null once one is. */
  error: unknown;
  total: number;
  months: readonly { month: string; count: number }[];
  sums: readonly Money[];
  /** Rows that arrived since they were last looked at. */
  fresh: ReadonlySet<string>;
}

export interface Register {
  readonly view: RegisterView;
  /** Another filter: everything held is forgotten and asked for anew. */
  show(filter: Filter): void;
  /** The rows on the screen and a little beyond, counted over the whole list, both included. */
  want(first: number, last: number): void;
  /** A row by its month and its place there; undefined while it is on its way. */
  row(month: number, offset: number): Transaction | undefined;
  /** Where a held row lies, counted over the whole list, or -1. */
  indexOf(id: string): number;
  /**
   * Asks again for the counts and for what is looked at, and shows both at the same moment. What
   * is shown stays when it fails; then it throws what it threw.
   */
  refresh(): Promise<void>;
  /** Puts a changed row in the place of the one held. */
  replace(transaction: Transaction): void;
  close(): void;
}

const pageSize = 100;
const largestPage = 200;
const atOnce = 2;
const mostRows = 12_000;
const freshFor = 6_000;

const nothing = (status: RegisterView['status']): RegisterView => ({
  status,
  error: null,
  total: 0,
  months: [],
  sums: [],
  fresh: new Set(),
});

/**
 * The register's rows, held sparsely: counts per month for everything, rows only for months that
 * were looked at. `onChange` is called after every change of what `view` or `row` answer.
 */
export const createRegister = (source: RegisterSource, onChange: () => void): Register => {
  let filter: Filter = {};
  let view = nothing('loading');
  let starts: number[] = [];
  let chains: Chains = new Map();
  /** Rows from before the last refresh, shown in months that were not read again yet. */
  let previous: Chains = new Map();
  let wanted = { first: 0, last: pageSize / 2 };
  /** Counts the filters and refreshes: an answer to an older question is dropped. */
  let round = 0;
  /** Counts the filters alone. */
  let shown = 0;
  let refreshing: Promise<void> | null = null;
  let again = false;
  let freshTimer: ReturnType<typeof setTimeout> | undefined;
  const loading = new Set<string>();

  const change = (next: Partial<RegisterView>) => {
    view = { ...view, ...next };
    onChange();
  };

  const setMonths = (reply: Awaited<ReturnType<RegisterSource['months']>>) => {
    let row = 0;
    starts = reply.months.map(({ count }) => (row += count) - count);
    view = { ...view, total: reply.total, months: reply.months, sums: reply.sums };
  };

  /** The months looked at, each with how many rows from its start are needed. */
  const needs = () => {
    const found: { month: string; need: number }[] = [];
    for (const [index, { month, count }] of view.months.entries()) {
      const start = starts[index] ?? 0;
      if (start > wanted.last) break;
      if (start + count <= wanted.first) continue;
      found.push({ month, need: Math.min(count, wanted.last - start + 1) });
    }
    return found;
  };

  const loadPage = async (into: Chains, month: string, need: number) => {
    const chain = into.get(month);
    const missing = need - (chain?.rows.length ?? 0);
    const limit = missing > pageSize ? largestPage : pageSize;
    const start = chain?.next ? { cursor: chain.next, limit } : { month, limit };
    const reply = await source.page(filter, start);
    return () => fileReply(into, month, reply);
  };

  const lacks = (held: Chains, month: string, need: number) => {
    const chain = held.get(month);
    return !chain || (!chain.done && chain.rows.length < need);
  };

  const pump = () => {
    if (view.status !== 'ready' || refreshing || view.error !== null) return;
    const mine = round;
    for (const { month, need } of needs()) {
      if (loading.size >= atOnce) return;
      if (loading.has(month) || !lacks(chains, month, need)) continue;
      loading.add(month);
      loadPage(chains, month, need)
        .then((file) => {
          loading.delete(month);
          if (mine !== round) return;
          file();
          const centre = view.months.findIndex((one) => one.month === month);
          forgetFarAway(chains, view.months, centre, mostRows);
          change({ error: null });
        })
        .catch((error: unknown) => {
          loading.delete(month);
          if (mine === round) change({ error });
        })
        .finally(pump);
    }
  };

  const begin = async () => {
    const mine = (round += 1);
    try {
      const [months, page] = await Promise.all([
        source.months(filter),
        source.page(filter, { limit: pageSize }),
      ]);
      if (mine !== round) return;
      setMonths(months);
      const first = page.transactions[0]?.date.slice(0, 7);
      if (first) fileReply(chains, first, page);
      change({ status: 'ready', error: null });
      pump();
    } catch (error) {
      if (mine !== round) return;
      change({ status: 'failed', error });
      throw error;
    }
  };

  const readAgain = async () => {
    const mine = (round += 1);
    const looked = needs();
    const next: Chains = new Map();
    const months = await source.months(filter);
    if (mine !== round) return;
    const counts = new Map(months.months.map(({ month, count }) => [month, count]));
    // A month that appeared above what is looked at belongs to the picture when that is the top.
    const newest = months.months[0];
    if (wanted.first === 0 && newest) looked.unshift({ month: newest.month, need: pageSize / 2 });
    for (const { month, need } of looked) {
      const count = Math.min(counts.get(month) ?? 0, need + pageSize / 4);
      while (lacks(next, month, count) && count > 0) {
        const file = await loadPage(next, month, count);
        if (mine !== round) return;
        file();
      }
    }
    const fresh = newIds(chains, next);
    previous = chains;
    chains = next;
    setMonths(months);
    change({ status: 'ready', error: null, fresh: new Set([...view.fresh, ...fresh]) });
    clearTimeout(freshTimer);
    freshTimer = setTimeout(() => change({ fresh: new Set() }), freshFor);
  };

  const readUntilQuiet = async () => {
    const mine = shown;
    try {
      do {
        again = false;
        await readAgain();
      } while (again && mine === shown);
    } catch (error) {
      if (mine === shown) change({ error });
      throw error;
    } finally {
      if (mine === shown) {
        refreshing = null;
        pump();
      }
    }
  };

  const refresh = async (): Promise<void> => {
    if (view.status !== 'ready') return begin();
    if (refreshing) {
      again = true;
      return refreshing;
    }
    refreshing = readUntilQuiet();
    return refreshing;
  };

  return {
    get view() {
      return view;
    },
    show(next) {
      filter = next;
      shown += 1;
      chains = new Map();
      previous = new Map();
      wanted = { first: 0, last: pageSize / 2 };
      loading.clear();
      refreshing = null;
      again = false;
      clearTimeout(freshTimer);
      view = nothing('loading');
      onChange();
      begin().catch(() => {});
    },
    want(first, last) {
      if (first === wanted.first && last === wanted.last) return;
      wanted = { first, last };
      pump();
    },
    row(month, offset) {
      const key = view.months[month]?.month;
      if (key === undefined) return undefined;
      return (chains.get(key) ?? previous.get(key))?.rows[offset];
    },
    indexOf(id) {
      const found = findInChains(chains, id);
      if (!found) return -1;
      const month = view.months.findIndex((one) => one.month === found.month);
      return month < 0 ? -1 : (starts[month] ?? 0) + found.offset;
    },
    refresh,
    replace(transaction) {
      const found = findInChains(chains, transaction.id);
      if (!found) return;
      const rows = chains.get(found.month)?.rows;
      if (rows) rows[found.offset] = transaction;
      onChange();
    },
    close() {
      round += 1;
      shown += 1;
      clearTimeout(freshTimer);
    },
  };
};
