import type { Money } from '#server/contract/money.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import { fileReply, findInChains, forgetFarAway, newIds } from './register-chains.ts';
import type { Chains } from './register-chains.ts';
import { countRows, inTime } from './counting.ts';
import type { Filter } from './transaction-filter.ts';

/** The two questions the register asks of the server. */
export interface RegisterSource {
  months(filter: Filter): Promise<{
    total: number;
    months: { month: string; count: number }[];
    sums: Money[];
    averages: Money[];
  }>;
  page(
    filter: Filter,
    start: { month?: string; cursor?: string; skip?: number; limit: number },
  ): Promise<{ transactions: Transaction[]; next: string | null }>;
}

export interface RegisterView {
  /** Whether anything was ever answered: before that the rest is empty. */
  ready: boolean;
  /** Why rows that are looked at are missing or may be old; null while all is well. */
  error: unknown;
  /** Rows are there, but how many there are is still being counted. */
  counting: boolean;
  total: number;
  months: readonly { month: string; count: number }[];
  sums: readonly Money[];
  averages: readonly Money[];
  /** Rows that arrived a moment ago. */
  fresh: ReadonlySet<string>;
}

const pageSize = 100;
const largestPage = 200;
const atOnce = 2;
/** Rows asked for before they come into view. */
const ahead = 80;
const mostRows = 12_000;
const freshFor = 6_000;

/**
 * The register under one filter, held sparsely: counts per month for everything, rows only for
 * months that were looked at. Everything held is of one moment: a refresh shows new counts and new
 * rows together, so that nothing jumps twice.
 */
export class Register {
  readonly #source: RegisterSource;
  readonly #filter: Filter;
  readonly #listeners = new Set<() => void>();
  readonly #loading = new Set<string>();
  #view: RegisterView = {
    ready: false,
    error: null,
    counting: false,
    total: 0,
    months: [],
    sums: [],
    averages: [],
    fresh: new Set(),
  };
  /** The first row of each month, counted over the whole list. */
  #starts: number[] = [];
  #chains: Chains = new Map();
  /** Rows from before the last refresh, shown in months that were not read again yet. */
  #previous: Chains = new Map();
  #wanted = { first: 0, last: pageSize - ahead - 1 };
  #refreshing: Promise<void> | null = null;
  #again = false;
  /** How often it was heard that some rows may not be seen any more, and up to which it is read. */
  #doubts = 0;
  #settled = 0;
  #freshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: RegisterSource, filter: Filter) {
    this.#source = source;
    this.#filter = filter;
  }

  get view(): RegisterView {
    return this.#view;
  }

  /** Calls the listener after every change of what `view` or `row` answer; gives the way out. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The rows on the screen and a little beyond, counted over the whole list, both included. */
  want(first: number, last: number): void {
    if (first === this.#wanted.first && last === this.#wanted.last) return;
    this.#wanted = { first, last };
    this.#load();
  }

  /** A row by its month and its place there; undefined while it is on its way. */
  row(month: number, offset: number): Transaction | undefined {
    const key = this.#view.months[month]?.month;
    if (key === undefined) return undefined;
    return (this.#chains.get(key) ?? this.#previous.get(key))?.rows[offset];
  }

  /** Where a held row lies, counted over the whole list, or -1. */
  indexOf(id: string): number {
    const found = findInChains(this.#chains, id);
    if (!found) return -1;
    const month = this.#view.months.findIndex((one) => one.month === found.month);
    return month < 0 ? -1 : (this.#starts[month] ?? 0) + found.offset;
  }

  /**
   * Asks (again) for the counts and for what is looked at, and shows both at the same moment. What
   * is shown stays when it fails; then it throws what it threw.
   */
  refresh(): Promise<void> {
    this.#again = this.#refreshing !== null;
    this.#refreshing ??= this.#readUntilQuiet();
    return this.#refreshing;
  }

  /** Puts a changed row in the place of the one held; gives the way back. */
  replace(id: string, edit: (row: Transaction) => Transaction): () => void {
    const found = findInChains(this.#chains, id);
    const rows = found && this.#chains.get(found.month)?.rows;
    const before = rows?.[found?.offset ?? 0];
    if (!found || !rows || !before) return () => {};
    rows[found.offset] = edit(before);
    this.#change({});
    return () => {
      // A refresh in between brought the server's own word, which needs no way back.
      if (this.#chains.get(found.month)?.rows !== rows) return;
      rows[found.offset] = before;
      this.#change({});
    };
  }

  /**
   * Some rows may not be seen any more: of what is not looked at nothing is kept, and what is, is
   * gone once it is read again.
   */
  doubt(): void {
    this.#doubts += 1;
    this.#previous = new Map();
    const looked = new Set(this.#needs().map(({ month }) => month));
    for (const month of this.#chains.keys()) if (!looked.has(month)) this.#chains.delete(month);
    this.#change({});
  }

  #change(next: Partial<RegisterView>) {
    this.#view = { ...this.#view, ...next };
    for (const listener of this.#listeners) listener();
  }

  #setMonths({ total, months, sums, averages }: Awaited<ReturnType<RegisterSource['months']>>) {
    let row = 0;
    this.#starts = months.map(({ count }) => (row += count) - count);
    this.#view = { ...this.#view, total, months, sums, averages };
  }

  /** The months looked at or about to be, each with how many rows from its start are needed. */
  #needs() {
    const { first, last } = this.#wanted;
    const found: { month: string; need: number }[] = [];
    for (const [index, { month, count }] of this.#view.months.entries()) {
      const start = this.#starts[index] ?? 0;
      if (start > last + ahead) break;
      if (start + count <= first) continue;
      found.push({ month, need: Math.min(count, last + ahead - start + 1) });
    }
    return found;
  }

  async #loadPage(into: Chains, month: string, need: number) {
    const chain = into.get(month);
    const limit = need - (chain?.rows.length ?? 0) > pageSize ? largestPage : pageSize;
    const after = chain?.next ?? null;
    const start = after === null ? { month, limit } : { cursor: after, limit };
    fileReply(into, month, after, await this.#source.page(this.#filter, start));
  }

  /** Loads what is looked at and missing, a few pages at once, until nothing is. */
  #load() {
    if (!this.#view.ready || this.#refreshing || this.#view.error !== null) return;
    for (const { month, need } of this.#needs()) {
      if (this.#loading.size >= atOnce) return;
      if (!this.#loading.has(month) && lacks(this.#chains, month, need)) {
        void this.#loadInto(this.#chains, month, need);
      }
    }
  }

  async #loadInto(into: Chains, month: string, need: number) {
    this.#loading.add(month);
    try {
      await this.#loadPage(into, month, need);
      // A refresh in between made it the past.
      if (into !== this.#chains) return;
      const centre = this.#view.months.findIndex((one) => one.month === month);
      forgetFarAway(into, this.#view.months, centre, mostRows);
      this.#change({});
    } catch (error) {
      if (into === this.#chains) this.#change({ error });
    } finally {
      this.#loading.delete(month);
      this.#load();
    }
  }

  /** Rows that are there are shown, though it may take a moment to count and add up the others. */
  async #begin() {
    const counted = this.#source.months(this.#filter);
    // Where both fail one is told.
    counted.catch(() => {});
    const page = await this.#source.page(this.#filter, { limit: pageSize });
    const first = page.transactions[0]?.date.slice(0, 7);
    if (first) fileReply(this.#chains, first, null, page);
    const soon = await inTime(counted);
    this.#setMonths(soon ?? countRows(page.transactions));
    this.#change({ ready: true, error: null, counting: !soon });
    if (!soon) void this.#count(counted);
  }

  async #count(counted: ReturnType<RegisterSource['months']>) {
    try {
      const months = await counted;
      if (!this.#view.counting) return;
      this.#setMonths(months);
      this.#change({ counting: false });
      this.#load();
    } catch (error) {
      if (this.#view.counting) this.#change({ counting: false, error });
    }
  }

  async #readAgain() {
    const looked = this.#needs();
    const next: Chains = new Map();
    const doubts = this.#doubts;
    const months = await this.#source.months(this.#filter);
    const counts = new Map(months.months.map(({ month, count }) => [month, count]));
    // A month that appeared above what is looked at belongs to the picture when that is the top.
    const newest = months.months[0];
    if (this.#wanted.first === 0 && newest) {
      looked.unshift({ month: newest.month, need: pageSize / 2 });
    }
    for (const { month, need } of looked) {
      const count = Math.min(counts.get(month) ?? 0, need + pageSize / 4);
      while (count > 0 && lacks(next, month, count)) await this.#loadPage(next, month, count);
    }
    const fresh = newIds(this.#chains, next);
    this.#previous = this.#doubts > this.#settled ? new Map() : this.#chains;
    this.#settled = doubts;
    this.#chains = next;
    this.#setMonths(months);
    this.#change({ error: null, counting: false, fresh: new Set([...this.#view.fresh, ...fresh]) });
    clearTimeout(this.#freshTimer);
    this.#freshTimer = setTimeout(() => this.#change({ fresh: new Set() }), freshFor);
  }

  async #readUntilQuiet() {
    try {
      do {
        this.#again = false;
        await (this.#view.ready ? this.#readAgain() : this.#begin());
      } while (this.#again);
    } catch (error) {
      this.#change({ error });
      throw error;
    } finally {
      this.#refreshing = null;
      this.#load();
    }
  }
}

const lacks = (held: Chains, month: string, need: number): boolean => {
  const chain = held.get(month);
  return !chain || (!chain.done && chain.rows.length < need);
};
