import { Refusal } from '#server/contract/errors.ts';
import type { AccountId } from '#server/contract/ids.ts';
import type { DecideBody } from '#server/contract/recurring.ts';
import { loadDictionary } from '#server/db/categories.ts';
import {
  listRecurringAccounts,
  loadDecisions,
  loadRecurringRows,
  saveDecisions,
  type DecisionValues,
  type RecurringAccount,
} from '#server/db/recurring.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { dayNumber, dayText } from '#server/domain/dayNumbers.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import { isPlanned } from '#server/domain/forecastPlan.ts';
import { detectRecurring } from '#server/domain/recurring.ts';
import { occurrences, upcoming } from '#server/domain/recurringCalendar.ts';
import { applyDecisions, merchantKey } from '#server/domain/recurringDecisions.ts';
import type { DecidedSeries, Decision } from '#server/domain/recurringMerging.ts';
import { tidyName } from '#server/domain/recurringMerchant.ts';
import { yearlySize } from '#server/domain/recurringNotices.ts';
import { lastOfMonth } from '#server/domain/today.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';
import { counts, signed, toOccurrence, toSeries } from './recurringWire.ts';

/** What comes back, as this viewer sees it: found anew from what they may read. */
export async function findRecurring(deps: HttpDeps, viewer: Viewer) {
  const [{ household, today }, rows, decisions, accounts] = await Promise.all([
    homeToday(deps),
    loadRecurringRows(deps.db, viewer),
    loadDecisions(deps.db, viewer),
    listRecurringAccounts(deps.db, viewer),
  ]);
  const found = applyDecisions(rows, detectRecurring(rows, today), decisions, today);
  const byId = new Map(accounts.map((account) => [account.id as string, account]));
  const peers = new Map(rows.flatMap(({ id, peer }) => (peer ? [[id, peer] as const] : [])));
  const series = found.map((one) => ({
    ...one,
    name: nameOf(one, (account) => byId.get(account)?.name, peers),
  }));
  return {
    household,
    today,
    now: dayNumber(today),
    rows,
    decisions,
    series,
    accountOf: (one: DecidedSeries) => byId.get(one.account)!,
  };
}

/** By what somebody calls it, by where a transfer goes, or by the bank's name for it, tidied. */
function nameOf(
  { decision, name, flow, direction, hits }: DecidedSeries,
  accountName: (id: string) => string | undefined,
  peers: ReadonlyMap<string, string>,
): string {
  if (decision?.name) return decision.name;
  const peer = peers.get(hits.at(-1)!.id);
  const other = peer && accountName(peer);
  if (flow === 'transfer' && other) return `${direction === 'out' ? 'To' : 'From'} ${other}`;
  return tidyName(name);
}

/**
 * Whether it is told of by itself. Of money between two accounts that both are seen the side from
 * which it leaves, where it is meant to come back; what a loan or an investment does inside is not.
 */
const isTold = (series: DecidedSeries, { kind }: RecurringAccount): boolean =>
  series.flow !== 'transfer' ||
  (series.direction === 'out' &&
    (kind === 'depository' || kind === 'credit') &&
    (series.decision !== null || isPlanned(series)));

export const getRecurring: Handler<'GET /api/recurring'> = async (deps, { viewer }) => {
  const [found, dictionary] = await Promise.all([
    findRecurring(deps, viewer),
    loadDictionary(deps.db),
  ]);
  const { today, now, series, decisions, accountOf, household } = found;
  const merged = (one: DecidedSeries) =>
    decisions.filter((other) => one.decision && other.mergedInto === one.decision.id).length;
  const going = series.filter((one) => counts(one) && one.state !== 'ended');
  const sums = (flow: DecidedSeries['flow']) =>
    sumsOf(
      going.filter((one) => one.flow === flow),
      household.currency,
    );
  return {
    today,
    costs: sums('spending'),
    income: sums('income'),
    series: series
      .filter((one) => isTold(one, accountOf(one)))
      .map((one) => toSeries(one, accountOf(one), dictionary, now, merged(one))),
  };
};

/** What some series come to, per currency, the household's first. */
function sumsOf(series: readonly DecidedSeries[], currency: string) {
  const sums = new Map<string, number>([[currency, 0]]);
  for (const one of series) {
    const way = one.direction === 'out' ? -1 : 1;
    sums.set(one.currency, (sums.get(one.currency) ?? 0) + way * yearlySize(one));
  }
  return [...sums].map(([of, year]) => {
    const money = (size: number) => signed({ direction: 'in', currency: of }, size);
    return { aMonth: money(year / 12), aYear: money(year) };
  });
}

export const getRecurringCalendar: Handler<'GET /api/recurring/calendar'> = async (deps, call) => {
  const { today, now, series, accountOf, household } = await findRecurring(deps, call.viewer);
  const month = call.query.month ?? today.slice(0, 7);
  const [from, to] = [dayNumber(`${month}-01`), dayNumber(lastOfMonth(month))];
  const shown = series
    .filter((one) => counts(one) && isTold(one, accountOf(one)))
    .flatMap((one) => occurrences(one, from, to, now).map((at) => ({ one, at })))
    .toSorted((a, b) => a.at.day - b.at.day || b.at.size - a.at.size);
  const sums = new Map<string, { paid: number; toCome: number }>([
    [household.currency, { paid: 0, toCome: 0 }],
  ]);
  for (const { one, at } of shown) {
    if (one.flow !== 'spending' || at.state === 'missed') continue;
    const sum = sums.get(one.currency) ?? { paid: 0, toCome: 0 };
    sum[at.row === null ? 'toCome' : 'paid'] += one.direction === 'out' ? -at.size : at.size;
    sums.set(one.currency, sum);
  }
  return {
    month,
    today,
    occurrences: shown.map(({ one, at }) => toOccurrence(one, accountOf(one), at)),
    totals: [...sums].map(([currency, { paid, toCome }]) => ({
      paid: signed({ direction: 'in', currency }, paid),
      toCome: signed({ direction: 'in', currency }, toCome),
    })),
  };
};

/** For a glance: two weeks, and what did not come in the weeks before. */
const SOON = 14;
const LATE = 40;
const MOST_SOON = 5;

export const getUpcoming: Handler<'GET /api/recurring/upcoming'> = async (deps, { viewer }) => {
  const { today, now, series, accountOf } = await findRecurring(deps, viewer);
  const coming = series
    .filter((one) => counts(one) && one.state !== 'ended' && isTold(one, accountOf(one)))
    .flatMap((one) => upcoming(one, now - LATE, now + SOON, now).map((at) => ({ one, at })))
    .toSorted((a, b) => a.at.day - b.at.day || b.at.size - a.at.size);
  const shown = coming.slice(0, MOST_SOON);
  return {
    today,
    upcoming: shown.map(({ one, at }) => toOccurrence(one, accountOf(one), at)),
    more: coming.length - shown.length,
  };
};

const gone = () =>
  new Refusal('not_found', 'That is not found any more: the list has changed meanwhile.');

export const postDecide: Handler<'POST /api/recurring/decide'> = async (deps, call) => {
  const { viewer, body } = call;
  const { series } = await findRecurring(deps, viewer);
  const one = series.find(({ id }) => id === body.series);
  if (!one) throw gone();
  if (body.into !== undefined) return merge(deps, viewer, one, series, body.into);
  const step = await saveDecisions(deps.db, viewer, sentenceOf(one, body), [decided(one, body)]);
  return { change: step ? await stepOf(deps, viewer, step.id) : null };
};

/** What is to stand from now on. Whoever changes something of a series keeps it. */
function decided(series: DecidedSeries, body: DecideBody): DecisionValues {
  const before = valuesOf(series);
  const says = body.says ?? (before.says === 'dismissed' ? 'dismissed' : 'accepted');
  const keep = <T>(asked: T | undefined, stands: T): T => (asked === undefined ? stands : asked);
  return {
    ...before,
    says,
    name: keep(body.name, before.name),
    amount: keep(body.amount, before.amount),
    cadence: keep(body.cadence, before.cadence),
    nextDay: keep(body.next, before.nextDay),
  };
}

/** A decision as it stands, or as it would begin, with what the series is known by today. */
function valuesOf(series: DecidedSeries): DecisionValues {
  const { decision, currency, foundAs, hits } = series;
  const last = hits.at(-1)!;
  return {
    id: decision?.id ?? null,
    account: (decision?.account ?? series.account) as AccountId,
    series: decision?.series ?? merchantKey(series),
    says: decision?.says ?? 'accepted',
    name: decision?.name ?? null,
    amount: decision?.size == null ? null : decimalOf(decision.size, currency),
    cadence: decision?.cadence ?? null,
    nextDay: decision?.nextDay ?? null,
    facts: {
      row: last.id,
      cadence: foundAs,
      size: last.size,
      day: dayText(last.day),
    },
    mergedInto: decision?.mergedInto ?? null,
  };
}

const decimalOf = (size: number, currency: string) =>
  fromMinor(BigInt(Math.round(size)) as Minor, currency);

function sentenceOf({ name }: DecidedSeries, body: DecideBody): string {
  if (body.says === 'dismissed') return `“${name}” is nothing that comes back`;
  if (body.says === 'undecided') return `Took back what was said of “${name}”`;
  if (body.name) return `Called what comes back as “${name}” “${body.name}”`;
  const changed = ['amount', 'cadence', 'next', 'name'].some((key) => key in body);
  return changed ? `Changed when and how “${name}” comes back` : `“${name}” comes back`;
}

async function merge(
  deps: HttpDeps,
  viewer: Viewer,
  one: DecidedSeries,
  series: readonly DecidedSeries[],
  into: string,
) {
  const other = series.find(({ id }) => id === into);
  if (!other) throw gone();
  if (other === one || other.direction !== one.direction || other.currency !== one.currency) {
    throw new Refusal('bad_request', 'These two cannot be one.', { field: 'into' });
  }
  const sentence = `“${one.name}” is one with “${other.name}”`;
  const step = await saveDecisions(deps.db, viewer, sentence, [
    { ...valuesOf(other), says: 'accepted' },
    (idOf) => ({ ...valuesOf(one), says: 'accepted', mergedInto: idOf(0) }),
  ]);
  return { change: step ? await stepOf(deps, viewer, step.id) : null };
}

export const postRepeat: Handler<'POST /api/recurring'> = async (deps, { viewer, body }) => {
  const { rows, series } = await findRecurring(deps, viewer);
  const row = rows.find(({ id }) => id === body.transaction);
  if (!row) throw new Refusal('not_found', 'There is no such transaction of the last two years.');
  const there = series.find((one) => one.hits.some(({ id }) => id === row.id));
  const said: Pick<Decision, 'cadence' | 'nextDay'> = { cadence: body.cadence, nextDay: row.day };
  const values: DecisionValues = there
    ? { ...valuesOf(there), says: 'accepted', cadence: body.cadence }
    : {
        id: null,
        account: row.account as AccountId,
        series: merchantKey({
          direction: row.amount.startsWith('-') ? 'out' : 'in',
          currency: row.currency,
          merchant: row.merchant,
        }),
        says: 'accepted',
        name: null,
        amount: null,
        ...said,
        facts: { row: row.id, cadence: body.cadence, size: sizeOf(row), day: row.day },
        mergedInto: null,
      };
  const step = await saveDecisions(deps.db, viewer, `“${row.name}” comes back`, [values]);
  return { change: step ? await stepOf(deps, viewer, step.id) : null };
};

const sizeOf = (row: { amount: string; currency: string }): number =>
  Math.abs(Number(toMinor(row.amount, row.currency)));
