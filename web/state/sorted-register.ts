import type { Transaction } from '#server/contract/transactions.ts';
import { countRows, inTime } from './counting.ts';
import type { RegisterSource, RegisterView } from './register.ts';
import type { Filter } from './transaction-filter.ts';

type Counted = Awaited<ReturnType<RegisterSource['months']>>;

const pageSize = 100;
const atOnce = 2;
/** Rows asked for before they come into view. */
const ahead = 60;
const mostPages = 120;
/** A list is laid out in stretches, of which as many are shown as a page can hold. */
const stretch = 100_000;

const stretches = (total: number) =>
  Array.from({ length: Math.ceil(total / stretch) }, (_, n) => ({
    month: '',
    count: Math.min(stretch, total - n * stretch),
  }));

/**
 * The register in another order than by day: one stretch of rows without months, of which the pages
 * that are looked at are held, wherever they lie. It answers as `Register` does.
 */
export class SortedRegister {
  readonly #source: RegisterSource;
  readonly #filter: Filter;
  readonly #listeners = new Set<() => void>();
  readonly #loading = new Set<number>();
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
  #pages = new Map<number, Transaction[]>();
  #wanted = { first: 0, last: pageSize - ahead - 1 };
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(source: RegisterSource, filter: Filter) {
    this.#source = source;
    this.#filter = filter;
  }

  get view(): RegisterView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  want(first: number, last: number): void {
    this.#wanted = { first, last };
    this.#load();
  }

  row(month: number, offset: number): Transaction | undefined {
    const row = month * stretch + offset;
    return this.#pages.get(Math.floor(row / pageSize))?.[row % pageSize];
  }

  indexOf(id: string): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return page * pageSize + at;
    }
    return -1;
  }

  /** As `Register.refresh`: counts and rows of one moment; what is shown stays when it fails. */
  refresh(): Promise<void> {
    this.#again = this.#refreshing !== null;
    this.#refreshing ??= this.#readUntilQuiet();
    return this.#refreshing;
  }

  replace(id: string, edit: (row: Transaction) => Transaction): () => void {
    const at = this.indexOf(id);
    const rows = this.#pages.get(Math.floor(at / pageSize));
    const before = rows?.[at % pageSize];
    if (!rows || !before) return () => {};
    rows[at % pageSize] = edit(before);
    this.#change({});
    return () => {
      if (this.#pages.get(Math.floor(at / pageSize)) !== rows) return;
      rows[at % pageSize] = before;
      this.#change({});
    };
  }

  /** As `Register.doubt`: of what is not looked at nothing is kept. */
  doubt(): void {
    const looked = new Set(this.#needs(this.#view.total));
    for (const page of this.#pages.keys()) if (!looked.has(page)) this.#pages.delete(page);
    this.#change({});
  }

  #change(next: Partial<RegisterView>) {
    this.#view = { ...this.#view, ...next };
    for (const listener of this.#listeners) listener();
  }

  /** The pages looked at or about to be. */
  #needs(total: number): number[] {
    const last = Math.min(this.#wanted.last + ahead, total - 1);
    const first = Math.floor(Math.max(0, this.#wanted.first - ahead) / pageSize);
    const count = Math.floor(last / pageSize) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, n) => first + n);
  }

  async #page(index: number): Promise<Transaction[]> {
    const start = { skip: index * pageSize, limit: pageSize };
    return (await this.#source.page(this.#filter, start)).transactions;
  }

  #load() {
    if (!this.#view.ready || this.#refreshing || this.#view.error !== null) return;
    for (const index of this.#needs(this.#view.total)) {
      if (this.#loading.size >= atOnce) return;
      if (!this.#loading.has(index) && !this.#pages.has(index)) void this.#loadInto(index);
    }
  }

  async #loadInto(index: number) {
    const into = this.#pages;
    this.#loading.add(index);
    try {
      const rows = await this.#page(index);
      if (into !== this.#pages) return;
      into.set(index, rows);
      this.#forgetFar(index);
      this.#change({});
    } catch (error) {
      if (into === this.#pages) this.#change({ error });
    } finally {
      this.#loading.delete(index);
      this.#load();
    }
  }

  #forgetFar(centre: number) {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const index of far.slice(0, Math.max(0, far.length - mostPages))) {
      this.#pages.delete(index);
    }
  }

  #tell({ total, sums, averages }: Pick<Counted, 'total' | 'sums' | 'averages'>) {
    const found = { total, sums, averages, months: stretches(total) };
    this.#change({ ready: true, error: null, counting: false, ...found });
  }

  /** As `Register` begins: rows that are there are shown while the others are counted. */
  async #begin() {
    const counted = this.#source.months(this.#filter);
    // Where both fail one is told.
    counted.catch(() => {});
    const rows = await this.#page(0);
    this.#pages.set(0, rows);
    const soon = await inTime(counted);
    this.#tell(soon ?? countRows(rows));
    if (soon) return;
    this.#change({ counting: true });
    void counted.then(
      (found) => {
        if (!this.#view.counting) return;
        this.#tell(found);
        this.#load();
      },
      (error: unknown) => {
        if (this.#view.counting) this.#change({ counting: false, error });
      },
    );
  }

  async #readAgain() {
    const counted = await this.#source.months(this.#filter);
    const pages = new Map<number, Transaction[]>();
    for (const index of this.#needs(counted.total)) pages.set(index, await this.#page(index));
    this.#pages = pages;
    this.#tell(counted);
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
