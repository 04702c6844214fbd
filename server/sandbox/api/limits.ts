import { BankError } from '#server/sandbox/errors.ts';
import type { ErrorCode } from '#server/sandbox/errors.ts';

interface Limit {
  readonly code: ErrorCode;
  /** Per minute: for one item, and for the client. */
  readonly item: number;
  readonly client: number;
}

const limit = (code: ErrorCode, item: number, client: number): Limit => ({ client, code, item });

/** The Sandbox's limits as Plaid gives them: plaid.com/docs/errors/rate-limit-exceeded. */
const LIMITS: Readonly<Record<string, Limit>> = {
  '/accounts/balance/get': limit('BALANCE_LIMIT', 25, 100),
  '/accounts/get': limit('ACCOUNTS_LIMIT', 100, 5000),
  '/institutions/get_by_id': limit('INSTITUTIONS_GET_BY_ID_LIMIT', Infinity, 400),
  '/institutions/search': limit('INSTITUTIONS_GET_LIMIT', Infinity, 50),
  '/investments/holdings/get': limit('INVESTMENT_HOLDINGS_GET_LIMIT', 100, 1000),
  '/investments/transactions/get': limit('INVESTMENT_TRANSACTIONS_LIMIT', 100, 1000),
  '/item/get': limit('ITEM_GET_LIMIT', 40, 5000),
  '/item/remove': limit('RATE_LIMIT', 30, 500),
  '/liabilities/get': limit('RATE_LIMIT', 10, 1000),
  '/sandbox/transactions/create': limit('RATE_LIMIT', 2, 50),
  '/transactions/recurring/get': limit('TRANSACTIONS_LIMIT', 20, 1000),
  '/transactions/refresh': limit('TRANSACTIONS_REFRESH_LIMIT', 2, 100),
  '/transactions/sync': limit('TRANSACTIONS_SYNC_LIMIT', 50, 1000),
};

const MINUTE = 60_000;

/** Counts calls by the minute. `now` is the bank's age in milliseconds. */
export function createLimiter(): (path: string, token: string | null, now: number) => void {
  let minute = -1;
  let counts = new Map<string, number>();
  return (path, token, now) => {
    const rule = LIMITS[path];
    if (!rule) return;
    if (Math.floor(now / MINUTE) !== minute) {
      minute = Math.floor(now / MINUTE);
      counts = new Map();
    }
    const count = (name: string) => {
      const next = (counts.get(name) ?? 0) + 1;
      counts.set(name, next);
      return next;
    };
    const over = count(path) > rule.client;
    if ((token && count(`${path} ${token}`) > rule.item) || over) throw new BankError(rule.code);
  };
}
