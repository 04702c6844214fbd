import { queries, Watch } from './client.ts';
import type { Question } from './client.ts';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A page of something that is listed newest first, and where the next one begins. */
export interface Listed<Row> {
  rows: readonly Row[];
  next: string | null;
}

/**
 * Watches a long list for an element, newest first: its first page follows the hints of the server,
 * older ones are added by `more()`. Ids grow with time, so what is new joins what is there.
 */
export class Listing<Row extends { id: string }> implements ReactiveController {
  rows: readonly Row[] | undefined;
  /** An older page is on its way. */
  loading = false;
  /** Why an older page did not come. */
  problem: unknown = null;

  readonly #host: ReactiveControllerHost;
  readonly #question: (before?: string) => Question<Listed<Row>>;
  readonly #first: Watch<Listed<Row>>;
  #of = '';
  #seen: Listed<Row> | undefined;
  #next: string | null = null;

  constructor(host: ReactiveControllerHost, question: (before?: string) => Question<Listed<Row>>) {
    this.#host = host;
    this.#question = question;
    this.#first = new Watch(host, () => question());
    host.addController(this);
  }

  hostUpdate(): void {
    const of = JSON.stringify(this.#question().queryKey);
    if (of !== this.#of) {
      this.#of = of;
      this.#seen = undefined;
      this.rows = undefined;
      this.#next = null;
      this.problem = null;
    }
    const { data } = this.#first;
    if (!data || data === this.#seen) return;
    this.#seen = data;
    const joined = join(data, { rows: this.rows ?? [], next: this.#next });
    this.rows = joined.rows;
    this.#next = joined.next;
  }

  /** There are older ones. */
  get older(): boolean {
    return this.#next !== null;
  }

  /** Why the first page did not come. */
  get error(): Error | null {
    return this.#first.error;
  }

  get fetching(): boolean {
    return this.#first.fetching;
  }

  /** When the newest of it came, in milliseconds since 1970. */
  get updatedAt(): number {
    return this.#first.updatedAt;
  }

  refetch(): void {
    this.#first.refetch();
  }

  async more(): Promise<void> {
    const next = this.#next;
    if (next === null || this.loading) return;
    const of = this.#of;
    this.loading = true;
    this.problem = null;
    this.#host.requestUpdate();
    try {
      const page = await queries.fetchQuery({ ...this.#question(next), staleTime: 0 });
      if (of !== this.#of) return;
      this.rows = [...(this.rows ?? []), ...page.rows];
      this.#next = page.next;
    } catch (error) {
      if (of === this.#of) this.problem = error;
    } finally {
      this.loading = false;
      this.#host.requestUpdate();
    }
  }
}

/**
 * A newer first page before what is known already. Where nothing of it is known, more has happened
 * than a page holds: then the list begins anew rather than with a gap.
 */
export function join<Row extends { id: string }>(
  newer: Listed<Row>,
  known: Listed<Row>,
): Listed<Row> {
  const last = newer.rows.at(-1);
  if (!last || newer.next === null || !known.rows.some(({ id }) => id >= last.id)) return newer;
  const older = known.rows.filter(({ id }) => id < last.id);
  return older.length === 0 ? newer : { rows: [...newer.rows, ...older], next: known.next };
}
