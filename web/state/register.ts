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
  /** Whether anything was ever answered: before that the rest is empty. */
  ready: boolean;
  /** Why rows that are looked at are missing or may be old; null while all is well. */
  error: unknown;
  total: number;
  months: readonly { month: string; count: number }[];
  sums: readonly Money[];
  /** Rows that arrived a moment ago. */
  fresh: ReadonlySet<string>;
}

export interface Register {
  readonly view: RegisterView;
  /** Calls the listener after every change of what `view` or `row` answer; gives the way out. */
  subscribe(listener: () => void): () => void;
  /** The rows on the screen and a little beyond, counted over the whole list, both included. */
  want(first: number, last: number): void;
  /** A row by its month and its place there; undefined while it is on its way. */
  row(month: number, offset: number): Transaction | undefined;
  /** Where a held row lies, counted over the whole list, or -1. */
  indexOf(id: string): number;
  /**
   * Asks (again) for the counts and for what is looked at, and shows both at the same moment. What
   * is shown stays when it fails; then it throws what it threw.
   */
  refresh(): Promise<void>;
  /** Puts a changed row in the place of the one held; gives the way back. */
  replace(id: string, change: (row: Transaction) => Transaction): () => void;
}

const pageSize = 100;
const largestPage = 200;
const atOnce = 2;
const mostRows = 12_000;
const freshFor = 6_000;

/**
 * The register under one filter, held sparsely: counts per month for everything, rows only for
 * months that were looked at.
 */
export const createRegister = (source: RegisterSource, filter: Filter): Register => {
  const listeners = new Set<() => void>();
  let view: RegisterView = {
    ready: false,
    error: null,
    total: 0,
    months: [],
    sums: [],
    fresh: new Set(),
  };
  let starts: number[] = [];
  let chains: Chains = new Map();
  /** Rows from before the last refresh, shown in months that were not read again yet. */
  let previous: Chains = new Map();
  let wanted = { first: 0, last: pageSize / 2 };
  let refreshing: Promise<void> | null = null;
  let again = false;
  let freshTimer: ReturnType<typeof setTimeout> | undefined;
  const loading = new Set<string>();

  const change = (next: Partial<RegisterView>) => {
    view = { ...view, ...next };
    for (const listener of listeners) listener();
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

  const lacks = (held: Chains, month: string, need: number) => {
    const chain = held.get(month);
    return !chain || (!chain.done && chain.rows.length < need);
  };

  const loadPage = async (into: Chains, month: string, need: number) => {
    const chain = into.get(month);
    const limit = need - (chain?.rows.length ?? 0) > pageSize ? largestPage : pageSize;
    const start = chain?.next ? { cursor: chain.next, limit } : { month, limit };
    fileReply(into, month, await source.page(filter, start));
  };

  /** Loads what is looked at and missing, a few pages at once, until nothing is. */
  const pump = () => {
    if (!view.ready || refreshing || view.error !== null) return;
    const into = chains;
    for (const { month, need } of needs()) {
      if (loading.size >= atOnce) return;
      if (loading.has(month) || !lacks(into, month, need)) continue;
      loading.add(month);
      const run = async () => {
        try {
          await loadPage(into, month, need);
          if (into !== chains) return;
          const centre = view.months.findIndex((one) => one.month === month);
          forgetFarAway(chains, view.months, centre, mostRows);
          change({});
        } catch (error) {
          if (into === chains) change({ error });
        } finally {
          loading.delete(month);
          pump();
        }
      };
      void run();
    }
  };

  const begin = async () => {
    const [months, page] = await Promise.all([
      source.months(filter),
      source.page(filter, { limit: pageSize }),
    ]);
    const first = page.transactions[0]?.date.slice(0, 7);
    if (first) fileReply(chains, first, page);
    setMonths(months);
    change({ ready: true, error: null });
  };

  const readAgain = async () => {
    const looked = needs();
    const next: Chains = new Map();
    const months = await source.months(filter);
    const counts = new Map(months.months.map(({ month, count }) => [month, count]));
    // A month that appeared above what is looked at belongs to the picture when that is the top.
    const newest = months.months[0];
    if (wanted.first === 0 && newest) looked.unshift({ month: newest.month, need: pageSize / 2 });
    for (const { month, need } of looked) {
      const count = Math.min(counts.get(month) ?? 0, need + pageSize / 4);
      while (count > 0 && lacks(next, month, count)) await loadPage(next, month, count);
    }
    const fresh = newIds(chains, next);
    previous = chains;
    chains = next;
    setMonths(months);
    change({ error: null, fresh: new Set([...view.fresh, ...fresh]) });
    clearTimeout(freshTimer);
    freshTimer = setTimeout(() => change({ fresh: new Set() }), freshFor);
  };

  const readUntilQuiet = async () => {
    try {
      do {
        again = false;
        await (view.ready ? readAgain() : begin());
      } while (again);
    } catch (error) {
      change({ error });
      throw error;
    } finally {
      refreshing = null;
      pump();
    }
  };

  const replace: Register['replace'] = (id, edit) => {
    const found = findInChains(chains, id);
    const rows = found && chains.get(found.month)?.rows;
    const before = rows?.[found?.offset ?? 0];
    if (!found || !rows || !before) return () => {};
    rows[found.offset] = edit(before);
    change({});
    return () => {
      // A refresh in between brought the server's own word, which needs no way back.
      if (chains.get(found.month)?.rows !== rows) return;
      rows[found.offset] = before;
      change({});
    };
  };

  return {
    get view() {
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(first, last) {
      if (first === wanted.first && last === wanted.last) return;
      wanted = { first, last };
      pump();
    },
    row(month, offset) {
      const key = view.months[month]?.month;
      return key === undefined ? undefined : (chains.get(key) ?? previous.get(key))?.rows[offset];
    },
    indexOf(id) {
      const found = findInChains(chains, id);
      if (!found) return -1;
      const month = view.months.findIndex((one) => one.month === found.month);
      return month < 0 ? -1 : (starts[month] ?? 0) + found.offset;
    },
    refresh() {
      again = refreshing !== null;
      refreshing ??= readUntilQuiet();
      return refreshing;
    },
    replace,
  };
};
