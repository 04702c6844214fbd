import { Refusal } from '#server/contract/errors.ts';
import type { AccountId } from '#server/contract/ids.ts';
import type { MonthSums } from '#server/contract/reports.ts';
import type { Asked } from '#server/db/counted.ts';
import { traceBalances } from '#server/db/course.ts';
import { listMerchants, sumDays, sumMonths, type MonthSum } from '#server/db/reports.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import { addDays, lastOfMonth, monthNumber, monthsFrom, monthText } from '#server/domain/today.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';

/** More than ten years of days, or fifty of months, are no chart. */
const MOST_DAYS = 3700;
const MOST_MONTHS = 600;

interface Selection {
  flow?: Asked['flow'];
  account?: AccountId[] | undefined;
  category?: string[] | undefined;
  merchant?: string | undefined;
  pending: 'in' | 'out';
}

const askedOf = (query: Selection, span: { from: string; to: string }): Asked => ({
  ...span,
  flow: query.flow,
  accounts: query.account,
  categories: query.category,
  merchant: query.merchant,
  pending: query.pending === 'in',
});

const backwards = () =>
  new Refusal('bad_request', 'The first day comes after the last.', { field: 'from' });

async function spanOf(
  deps: HttpDeps,
  asked: { from?: string | undefined; to?: string | undefined },
) {
  const to = asked.to ?? (await homeToday(deps)).today;
  const from = asked.from ?? addDays(to, -364);
  if (from > to) throw backwards();
  if (Date.parse(to) - Date.parse(from) > MOST_DAYS * 86_400_000) {
    throw new Refusal('bad_request', 'That is more than ten years at once.', { field: 'from' });
  }
  return { from, to };
}

export const getMonthSums: Handler<'GET /api/reports/months'> = async (deps, { viewer, query }) => {
  const { today } = await homeToday(deps);
  const to = query.to ?? today.slice(0, 7);
  const oldest = monthsBack(to, MOST_MONTHS - 1);
  const from = query.from && query.from > oldest ? query.from : oldest;
  if ((query.from ?? to) > to) throw backwards();
  const span = { from: `${from}-01`, to: lastOfMonth(to) };
  const sums = await sumMonths(deps.db, viewer, askedOf(query, span), query.by);
  const first = query.from ? from : sums.map(({ month }) => month).toSorted()[0];
  return inSeries(sums, first === undefined ? [] : monthsFrom(first, to));
};

/** One series for each flow, category and currency; what is shown as one category is one. */
function inSeries(sums: readonly MonthSum[], months: string[]): MonthSums {
  const place = new Map(months.map((month, index) => [month, index]));
  type Series = Omit<MonthSums['series'][number], 'amounts'> & { amounts: (bigint | null)[] };
  const found = new Map<string, Series>();
  for (const { month, flow, category, currency, amount, count } of sums) {
    const at = place.get(month);
    if (at === undefined) continue;
    const key = `${flow} ${currency} ${category?.code}`;
    let series = found.get(key);
    if (!series) {
      const amounts = months.map(() => null);
      series = { flow, category, currency, amounts, counts: months.map(() => 0) };
      found.set(key, series);
    }
    series.amounts[at] = (series.amounts[at] ?? 0n) + toMinor(amount, currency);
    series.counts[at] = (series.counts[at] ?? 0) + count;
  }
  const text = (minor: bigint | null, currency: string) =>
    minor === null ? null : fromMinor(minor as Minor, currency);
  return {
    months,
    series: [...found.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { amounts, ...series }]) => ({
        ...series,
        amounts: amounts.map((one) => text(one, series.currency)),
      })),
  };
}

const monthsBack = (month: string, back: number) =>
  monthText(Math.max(12, monthNumber(month) - back));

export const getMerchants: Handler<'GET /api/reports/merchants'> = async (deps, call) => {
  const { viewer, query } = call;
  const asked = askedOf(query, await spanOf(deps, query));
  return listMerchants(deps.db, viewer, asked, query.limit);
};

export const getDaySums: Handler<'GET /api/reports/days'> = async (deps, { viewer, query }) => ({
  days: await sumDays(deps.db, viewer, askedOf(query, await spanOf(deps, query))),
});

export const getBalances: Handler<'GET /api/reports/balances'> = async (
  deps,
  { viewer, query },
) => {
  const { household, today } = await homeToday(deps);
  const to = query.to && query.to < today ? query.to : today;
  const from = query.from ?? null;
  if (from !== null && from > to) throw backwards();
  const asked = { accounts: query.account, from, to, today, by: query.by };
  return traceBalances(deps.db, viewer, asked, household.currency);
};
