import { call, eyesFor } from '#web/api.ts';
import { keepPreviousData, QueryObserver } from '@tanstack/query-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onChanged, queries } from './client.ts';
import type { Question } from './client.ts';
import { Register } from './register.ts';
import type { RegisterSource } from './register.ts';
import { SortedRegister } from './sorted-register.ts';
import { searchFromFilter, unsorted } from './transaction-filter.ts';
import type { Filter } from './transaction-filter.ts';
import { registers } from './transactions.ts';

const source: RegisterSource = {
  months: (filter) => call('GET /api/transactions/months', { query: unsorted(filter) }),
  page: (filter, start) => call('GET /api/transactions', { query: { ...filter, ...start } }),
};

/** The rows of a filter: by months where the newest come first, else in one stretch. */
export type AnyRegister = Register | SortedRegister;

const begin = (filter: Filter): AnyRegister =>
  filter.sort ? new SortedRegister(source, filter) : new Register(source, filter);

/**
 * The register under a filter. The answer is one object that lives as long as the filter is
 * remembered and reads itself again, so asking again keeps everything that is shown.
 */
const register = (filter: Filter): Question<AnyRegister> => ({
  queryKey: [registers, searchFromFilter(filter), eyesFor('GET /api/transactions')],
  queryFn: async ({ queryKey }) => {
    const held = queries.getQueryData<AnyRegister>(queryKey) ?? begin(filter);
    await held.refresh();
    return held;
  },
  // A register is kept up by hints while it is watched, and read again when it is shown again.
  staleTime: 0,
  placeholderData: keepPreviousData,
  structuralSharing: false,
  meta: { topics: ['transactions', 'accounts'] },
});

/** Watches the register under a filter and renders its element again when a row comes in. */
export class WatchRegister implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #filter: () => Filter;
  #observer: QueryObserver<AnyRegister, Error> | undefined;
  #held: AnyRegister | undefined;
  #stop = () => {};
  #leave = () => {};
  #deaf = () => {};

  constructor(host: ReactiveControllerHost, filter: () => Filter) {
    this.#host = host;
    this.#filter = filter;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new QueryObserver<AnyRegister, Error>(queries, register(this.#filter()));
    this.#stop = this.#observer.subscribe(() => this.#follow());
    this.#deaf = onChanged(['sharing'], () => this.#held?.doubt());
    this.#follow();
  }

  hostUpdate(): void {
    this.#observer?.setOptions(register(this.#filter()));
  }

  hostDisconnected(): void {
    this.#stop();
    this.#deaf();
    this.#leave();
    this.#observer = undefined;
    this.#held = undefined;
  }

  #follow(): void {
    const held = this.#result?.data;
    if (held !== this.#held) {
      this.#leave();
      this.#held = held;
      this.#leave = held?.subscribe(() => this.#host.requestUpdate()) ?? (() => {});
    }
    this.#host.requestUpdate();
  }

  get #result() {
    return this.#observer?.getCurrentResult();
  }

  /** The rows; those of the filter before while the first of this one are on their way. */
  get register(): AnyRegister | undefined {
    return this.#result?.data;
  }

  /** The rows shown are still those of another filter. */
  get changing(): boolean {
    return this.#result?.isPlaceholderData ?? false;
  }

  get error(): unknown {
    return this.#result?.error ?? this.register?.view.error ?? null;
  }

  refetch(): void {
    void this.#observer?.refetch();
  }
}
