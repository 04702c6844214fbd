import { ask } from './client.ts';
import type { Question } from './client.ts';
import type { Reply } from '#web/api.ts';
import { firstDayOf, monthsOf } from './selection.ts';
import type { Selection } from './selection.ts';
import type { Filter } from './transaction-filter.ts';

const topics = ['transactions', 'accounts', 'household', 'ledger'] as const;

type Flow = 'income' | 'spending';

/** What narrows every chart alike. */
function narrowed({ category, merchant, account }: Selection) {
  return {
    ...(category === null ? {} : { category: [category] }),
    ...(merchant === null ? {} : { merchant }),
    ...(account === null ? {} : { account: [account as never] }),
  };
}

/**
 * The categories of the months of the range, whatever category or month is chosen: choosing asks
 * nobody. Of both flows where none is given.
 */
export const monthSums = (
  flow: Flow | undefined,
  selection: Selection,
  today: string,
): Question<Reply<'GET /api/reports/months'>> =>
  ask(topics, 'GET /api/reports/months', {
    query: {
      ...narrowed({ ...selection, category: null }),
      ...(flow ? { flow } : {}),
      ...monthsOf(selection.range, today),
    },
  });

/** What is chosen, over all months there are: for one year beside another. */
export const allMonths = (
  flow: Flow,
  selection: Selection,
): Question<Reply<'GET /api/reports/months'>> =>
  ask(topics, 'GET /api/reports/months', {
    query: { ...narrowed(selection), flow, by: 'flow' },
  });

/** What is chosen, day by day over some days. */
export const daySums = (
  flow: Flow,
  selection: Selection,
  days: { from: string; to: string },
): Question<Reply<'GET /api/reports/days'>> =>
  ask(topics, 'GET /api/reports/days', { query: { ...narrowed(selection), flow, ...days } });

/** Whom the money of some days went to or came from. */
export const merchants = (
  flow: Flow,
  selection: Selection,
  days: { from: string; to: string },
): Question<Reply<'GET /api/reports/merchants'>> =>
  ask(topics, 'GET /api/reports/merchants', { query: { ...narrowed(selection), flow, ...days } });

/** The register's filter for what is chosen. */
export const rowsFilter = (
  flow: Flow | null,
  selection: Selection,
  days: { from: string; to: string },
): Filter => ({ ...narrowed(selection), ...(flow ? { flow } : {}), ...days });

/** The newest few rows of a filter. */
export const newestRows = (
  filter: Filter,
  limit: number,
): Question<Reply<'GET /api/transactions'>> =>
  ask(topics, 'GET /api/transactions', { query: { ...filter, limit } });

/** Balances over the days of the range. */
export const course = (
  { range, account }: Selection,
  today: string,
): Question<Reply<'GET /api/reports/balances'>> =>
  ask(topics, 'GET /api/reports/balances', {
    query: {
      ...(account === null ? {} : { account: [account as never] }),
      ...(range === 'all' || today === '' ? {} : { from: firstDayOf(range, today) ?? today }),
    },
  });

/** Balances at the ends of all months there are. */
export const monthEnds = ({ account }: Selection): Question<Reply<'GET /api/reports/balances'>> =>
  ask(topics, 'GET /api/reports/balances', {
    query: { ...(account === null ? {} : { account: [account as never] }), by: 'month' },
  });
