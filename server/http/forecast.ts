import { Refusal } from '#server/contract/errors.ts';
import type { ForecastReply, LowestDay } from '#server/contract/forecast.ts';
import type { Money } from '#server/contract/money.ts';
import { listForecastAccounts, type ForecastLedgerAccount } from '#server/db/forecast.ts';
import { dayNumber, dayText } from '#server/domain/dayNumbers.ts';
import {
  canPay,
  forecast,
  type Forecast,
  type Lowest,
  type Planned,
} from '#server/domain/forecast.ts';
import { forecastInput } from '#server/domain/forecastInput.ts';
import { planAhead } from '#server/domain/forecastPlan.ts';
import { canPayWords, forecastWords } from '#server/domain/forecastWords.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import type { Handler } from './deps.ts';
import { findRecurring } from './recurring.ts';

const moneyOf = (minor: bigint, currency: string): Money => ({
  amount: fromMinor(minor as Minor, currency),
  currency,
});

export const getForecast: Handler<'GET /api/forecast'> = async (deps, { viewer, query }) => {
  const [found, accounts] = await Promise.all([
    findRecurring(deps, viewer),
    listForecastAccounts(deps.db, viewer),
  ]);
  const { household, today, now, rows, series } = found;
  const { days } = query;
  const cashOnly = accounts.filter(({ kind }) => kind === 'cash');
  const asked = query.account ? cashOnly.find(({ id }) => id === query.account) : undefined;
  if (query.account && !asked) {
    throw new Refusal('not_found', 'There is no such bank account.', { field: 'account' });
  }
  const currency = asked?.currency ?? household.currency;
  const counted = asked
    ? [asked]
    : cashOnly.filter(
        (one) => one.currency === currency && (query.savings === 'in' || !one.savings),
      );
  const input = forecastInput(accounts, rows, series, today);
  const planned = planAhead(series, { today: now, days, ...input });
  const look = (some: readonly ForecastLedgerAccount[]): Forecast => {
    const ids = new Set<string>(some.map(({ id }) => id));
    return forecast({
      today: now,
      days,
      accounts: input.cash.filter(({ id }) => ids.has(id)),
      planned,
      habits: input.habits,
      since: input.since,
    });
  };
  const ahead = look(counted);
  const nameOf = new Map<string, ForecastLedgerAccount>(accounts.map((one) => [one.id, one]));
  return {
    today,
    account: asked ? { id: asked.id, name: asked.name } : null,
    currency,
    accounts: cashOnly.map((one) => {
      const own = look([one]);
      return {
        id: one.id,
        name: one.name,
        mask: one.mask,
        savings: one.savings,
        counted: counted.includes(one),
        balance: moneyOf(own.points[0]!.expected, one.currency),
        lowest: toLowest(own.lowest, one.currency),
      };
    }),
    ...toForecast(ahead, currency, counted.length > 0, nameOf),
    pay:
      query.pay === undefined || counted.length === 0
        ? null
        : answer(ahead, currency, query.pay, query.on, now),
  };
};

const toLowest = ({ day, expected, low }: Lowest, currency: string): LowestDay => ({
  date: dayText(day),
  expected: moneyOf(expected, currency),
  low: moneyOf(low, currency),
});

type Told = Omit<ForecastReply, 'today' | 'account' | 'currency' | 'accounts' | 'pay'>;

function toForecast(
  ahead: Forecast,
  currency: string,
  any: boolean,
  nameOf: ReadonlyMap<string, ForecastLedgerAccount>,
): Told {
  const { points, lowest, payday, history } = ahead;
  if (!any) {
    const sentence = 'There is no bank account to look ahead at yet.';
    return { points: [], planned: [], lowest: null, payday: null, history: 0, sentence };
  }
  const decimal = (minor: bigint) => fromMinor(minor as Minor, currency);
  return {
    points: points.map(({ day, expected, low, high }) => ({
      date: dayText(day),
      expected: decimal(expected),
      low: decimal(low),
      high: decimal(high),
    })),
    planned: ahead.planned.map((one) => toPlanned(one, currency, nameOf.get(one.account)!)),
    lowest: toLowest(lowest, currency),
    payday: payday && {
      date: dayText(payday.day),
      amount: moneyOf(payday.amount, currency),
      lowest: toLowest(payday.lowest, currency),
    },
    history,
    sentence: forecastWords(ahead, currency),
  };
}

const toPlanned = (one: Planned, currency: string, { id, name }: ForecastLedgerAccount) => ({
  date: dayText(one.day),
  name: one.name,
  account: { id, name },
  amount: moneyOf(one.amount, currency),
  between:
    one.low === one.high
      ? null
      : { low: moneyOf(one.low, currency), high: moneyOf(one.high, currency) },
  flow: one.flow,
  late: one.late,
  series: one.series,
});

function answer(
  ahead: Forecast,
  currency: string,
  pay: string,
  on: string | undefined,
  now: number,
): ForecastReply['pay'] {
  const day = on === undefined ? now + 1 : dayNumber(on);
  const last = ahead.points.at(-1)!.day;
  if (day < now || day > last) {
    const sentence = `That is looked at from today until ${dayText(last)}.`;
    throw new Refusal('bad_request', sentence, { field: 'on' });
  }
  const can = canPay(ahead, toMinor(pay, currency), day);
  return {
    answer: can.answer,
    amount: moneyOf(can.amount, currency),
    on: dayText(can.on),
    until: dayText(can.until),
    lowest: toLowest(can.lowest, currency),
    sentence: canPayWords(can, currency),
  };
}
