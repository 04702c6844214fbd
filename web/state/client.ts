import type { RouteName } from '#server/contract/api.ts';
import type { Topic } from '#server/contract/live.ts';
import { ApiError, call, eyesFor } from '#web/api.ts';
import type { Inputs, Reply } from '#web/api.ts';
import { QueryCache, QueryClient, QueryObserver } from '@tanstack/query-core';
import type { QueryObserverOptions, QueryObserverResult } from '@tanstack/query-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether what was asked for is not there for the asker, or not any more. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'not_found';

/**
 * What the page knows of the server. Answers stay fresh for a minute by themselves; hints of the
 * websocket make them old sooner, and everything watched is asked again after a reconnection.
 */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // It was taken away, or is not shared any more: nothing of it is kept.
      if (isGone(error)) query.setState({ data: undefined });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      // The server is in the house: a browser that thinks it is offline may still reach it.
      networkMode: 'always',
      retry: (count, error) =>
        error instanceof ApiError &&
        ((error.code === 'unreachable' && count < 2) ||
          // A fresh proof renews the cookie, under the feet of what was just being asked.
          (error.code === 'unauthenticated' && count < 1)),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});

type Reads = Extract<RouteName, `GET ${string}`>;

/** A question that can be watched: how to ask it, and which hints make its answer old. */
export type Question<T> = QueryObserverOptions<T, Error> & { queryKey: readonly unknown[] };

/**
 * A question to a GET route, refetched when one of `topics` changed.
 * Its key is `[route, input]`, so `queries` finds all answers of a route by `[route]`; what is seen
 * with another's eyes has a key of its own.
 */
export function ask<Name extends Reads>(
  topics: readonly Topic[],
  name: Name,
  ...[given = {}]: Inputs<Name>
): Question<Reply<Name>> {
  const as = eyesFor(name);
  return {
    queryKey: as ? [name, given, as] : [name, given],
    queryFn: ({ signal }) => call(name, ...([given, signal] as unknown as Inputs<Name>)),
    meta: { topics },
  };
}

const listeners = new Set<{ topics: readonly Topic[]; listener: () => void }>();

/** For what is not kept in `queries`: calls `listener` when one of `topics` changed. */
export function onChanged(topics: readonly Topic[], listener: () => void): () => void {
  const entry = { topics, listener };
  listeners.add(entry);
  return () => listeners.delete(entry);
}

/**
 * Forgets answers, of which that to who is looking stays, and what is not saved where it is told.
 */
export function forget(which: { type?: 'inactive' } = {}, drafts: 'kept' | 'too' = 'kept'): void {
  const kept = new Set<unknown>(['GET /api/session', ...(drafts === 'kept' ? ['draft'] : [])]);
  queries.removeQueries({ ...which, predicate: ({ queryKey }) => !kept.has(queryKey[0]) });
}

/** Every topic there is: after a reconnection any of them may have changed. */
export const allTopics: readonly Topic[] = [
  'transactions',
  'accounts',
  'links',
  'household',
  'session',
  'devices',
  'sharing',
  'ledger',
];

/**
 * Marks the answers about these topics as old; those on screen are asked again at once. Where it is
 * what one may see that changed, all others are forgotten: what was taken away must not be seen
 * again for the moment that asking takes.
 */
export async function changed(topics: readonly Topic[]): Promise<void> {
  if (topics.includes('sharing')) forget({ type: 'inactive' });
  const touches = (mine: readonly Topic[] | undefined) =>
    mine?.some((topic) => topics.includes(topic)) ?? false;
  for (const { topics: mine, listener } of listeners) if (touches(mine)) listener();
  await queries.invalidateQueries({
    predicate: ({ meta }) => touches(meta?.['topics'] as readonly Topic[] | undefined),
  });
}

/**
 * Watches one question for an element: asks when the element connects, renders it again on every
 * answer, and follows the question when what it depends on changes.
 *
 * ```ts
 * readonly #account = new Watch(this, () => account(this.accountId));
 * render() { return this.#account.data?.account.name; }
 * ```
 */
export class Watch<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #question: () => Question<T>;
  #observer: QueryObserver<T, Error> | undefined;
  #stop = () => {};

  constructor(host: ReactiveControllerHost, question: () => Question<T>) {
    this.#host = host;
    this.#question = question;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new QueryObserver(queries, this.#question());
    this.#stop = this.#observer.subscribe(() => this.#host.requestUpdate());
  }

  hostUpdate(): void {
    this.#observer?.setOptions(this.#question());
  }

  hostDisconnected(): void {
    this.#stop();
    this.#observer = undefined;
  }

  get #result(): QueryObserverResult<T, Error> | undefined {
    return this.#observer?.getCurrentResult();
  }

  /** The newest answer, kept while a newer one is on its way or failed to come. */
  get data(): T | undefined {
    return this.#result?.data;
  }

  /** Why the last try failed; null while all is well. */
  get error(): Error | null {
    return this.#result?.error ?? null;
  }

  /** Nothing to show yet, and no failure: the moment for a skeleton. */
  get pending(): boolean {
    return this.#result?.isPending ?? true;
  }

  get fetching(): boolean {
    return this.#result?.isFetching ?? false;
  }

  /** There is an answer, but asking again failed: say how old it is. */
  get stale(): boolean {
    return this.data !== undefined && this.error !== null;
  }

  /** When the answer came, in milliseconds since 1970. */
  get updatedAt(): number {
    return this.#result?.dataUpdatedAt ?? 0;
  }

  refetch(): void {
    void this.#observer?.refetch();
  }
}

/**
 * Changes cached answers ahead of the server: `change` gets every cached answer whose key begins
 * with `queryKey` and gives its new value (or the same one). Returns the way back, for when the
 * server refuses.
 */
export function optimistic<T>(queryKey: readonly unknown[], change: (answer: T) => T): () => void {
  void queries.cancelQueries({ queryKey });
  const before = queries.getQueriesData<T>({ queryKey });
  for (const [key, answer] of before) {
    if (answer !== undefined) queries.setQueryData(key, change(answer));
  }
  return () => {
    for (const [key, answer] of before) queries.setQueryData(key, answer);
  };
}
