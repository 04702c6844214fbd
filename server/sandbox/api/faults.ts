import type { ErrorCode } from '#server/sandbox/errors.ts';

/**
 * A rule by which the bank misbehaves. It applies where everything that it names fits, skips
 * `after` such calls, and then does its work `times` times (for ever where that is left out).
 */
export interface FaultRule {
  /** An endpoint such as "/transactions/sync". */
  readonly endpoint?: string;
  readonly item_id?: string;
  /** The k-th page of a sync loop, from 1. */
  readonly page?: number;
  readonly after?: number;
  readonly times?: number;
  /** One of these says what happens. */
  readonly code?: ErrorCode;
  readonly message?: string;
  readonly http?: number;
  readonly kind?: 'drop' | 'truncate' | 'garbage' | 'cut';
  readonly latency_ms?: number;
  /** With `http` or a 429 code. Seconds. */
  readonly retry_after?: number;
  /**
   * Whether the call takes effect before it goes wrong: an exchange whose reply is lost, for
   * example. `truncate`, `garbage` and `cut` always let it.
   */
  readonly when?: 'before' | 'after';
}

export interface FaultCall {
  readonly endpoint: string;
  readonly item_id: string | null;
  readonly page: number;
}

export interface Verdict {
  readonly latency: number;
  readonly rule: FaultRule | null;
}

export interface FaultBook {
  add(rules: readonly FaultRule[]): void;
  clear(): void;
  list(): readonly (FaultRule & { done: number })[];
  judge(call: FaultCall): Verdict;
}

interface Entry {
  readonly rule: FaultRule;
  seen: number;
  done: number;
}

export function createFaultBook(): FaultBook {
  let entries: Entry[] = [];

  function strikes(entry: Entry, call: FaultCall): boolean {
    const { rule } = entry;
    if (rule.endpoint !== undefined && rule.endpoint !== call.endpoint) return false;
    if (rule.item_id !== undefined && rule.item_id !== call.item_id) return false;
    if (rule.page !== undefined && rule.page !== call.page) return false;
    if (entry.done >= (rule.times ?? Infinity)) return false;
    entry.seen += 1;
    if (entry.seen <= (rule.after ?? 0)) return false;
    entry.done += 1;
    return true;
  }

  return {
    add(rules) {
      entries.push(...rules.map((rule) => ({ done: 0, rule, seen: 0 })));
    },
    clear() {
      entries = [];
    },
    judge(call) {
      let latency = 0;
      for (const entry of entries) {
        const { code, http, kind, latency_ms = 0 } = entry.rule;
        const slows = !code && !http && !kind;
        if (!strikes(entry, call)) continue;
        latency += latency_ms;
        if (!slows) return { latency, rule: entry.rule };
      }
      return { latency, rule: null };
    },
    list: () => entries.map(({ rule, done }) => ({ ...rule, done })),
  };
}
