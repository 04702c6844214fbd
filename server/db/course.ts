import type { AccountId } from '#server/contract/ids.ts';
import type { Course } from '#server/contract/reports.ts';
import { courseDays, reckonBalances, type Known } from '#server/domain/balanceCourse.ts';
import { fromMinor, toMinor, type Minor } from '#server/domain/money.ts';
import type { Sql } from 'sql-template-tag';
import { newestFeed } from './accounts.ts';
import { sql, type Db } from './connect.ts';
import { ledgersOf, seenLedgers, unhidden, type Viewer } from './viewer.ts';

export interface CourseAsked {
  accounts?: AccountId[] | undefined;
  /** Null: from the first day of which anything is known. */
  from: string | null;
  to: string;
  /** On this day a balance is what it is now, as every other page says it. */
  today: string;
  by: 'day' | 'month';
}

interface LedgerRow {
  id: AccountId;
  name: string;
  type: Course['accounts'][number]['type'];
  subtype: string | null;
  currency: string;
  /** Its balance as it stands; null where the bank tells none. */
  now: string | null;
  /** The first day on which it is not counted any more. */
  closed: string | null;
  firstDay: string | null;
  first: string | null;
  /** The day of its oldest row, where those may be read. */
  oldest: string | null;
  /** What is before the first word may be reckoned back from its rows. */
  reckons: boolean;
}

/**
 * Balances at the end of days, of every account that the viewer sees something of. Of one whose
 * balance alone is shared nothing is reckoned back: that would tell of its transactions. Neither is
 * what a person values: a house was worth nothing to them before they had it.
 */
export async function traceBalances(
  db: Db,
  viewer: Viewer,
  asked: CourseAsked,
  currency: string,
): Promise<Course> {
  const ledgers = await listLedgers(db, viewer, asked.accounts);
  const from = asked.from ?? firstKnown(ledgers) ?? asked.to;
  const days = courseDays(from < asked.to ? from : asked.to, asked.to, asked.by);
  const [told, moved] = await Promise.all([
    listTold(db, viewer, asked.accounts, days),
    ledgers.some(({ reckons, firstDay }) => reckons && firstDay !== null && firstDay > days[0]!)
      ? listMoved(db, viewer, asked.accounts, days)
      : [],
  ]);
  const spans = { told: bySpan(told), moved: bySpan(moved) };
  const courses = ledgers
    .filter(({ firstDay }) => firstDay !== null)
    .map((ledger) => ({ ledger, balances: balancesOf(ledger, days, spans, asked.today) }));
  const reckoned = courses.flatMap(({ ledger }) =>
    ledger.reckons && ledger.firstDay! > days[0]! ? [ledger.firstDay!] : [],
  );
  return {
    days,
    toldFrom: reckoned.toSorted().at(-1) ?? null,
    accounts: courses.map(({ ledger: { id, name, type, subtype, currency: own }, balances }) => ({
      id,
      name,
      type,
      subtype,
      currency: own,
      balances: balances.map((one) => (one === null ? null : fromMinor(one, own))),
    })),
    totals: addUp(courses, days.length, currency),
  };
}

/** Under `accounts`, those that stand for these; else all that the viewer sees. */
const ledgersAsked = (viewer: Viewer, accounts: AccountId[] | undefined): Sql => sql`
  select v.*, v.access <> 'balances' and not i.manual as reckons
  from (${seenLedgers(viewer)}) v join items i on i.id = v.item_id
  ${accounts ? sql`where v.id in (${ledgersOf(accounts)})` : sql``}`;

const listLedgers = (db: Db, viewer: Viewer, accounts: AccountId[] | undefined) =>
  db.query<LedgerRow>(sql`
    select a.id, coalesce(a.own_name, a.name) as name, a.kind as type, a.subtype, a.currency,
      b.balance::text as now, b.closed_at::date as closed, told.day as "firstDay",
      told.balance::text as first, a.reckons,
      case when a.reckons then rows.day end as oldest
    from (${ledgersAsked(viewer, accounts)}) a ${newestFeed}
    left join lateral (
      select w.day, w.balance from balances w join accounts f on f.id = w.account_id
      where (f.id = a.id or f.joint_of = a.id) and w.currency = a.currency
      order by w.day, f.joint_of is not null, f.id limit 1) told on true
    cross join lateral (
      select min((
        select t.day from transactions t
        where t.account_id = f.id and t.removed_at is null and t.deleted_at is null
        order by t.day, t.id limit 1)) as day
      from accounts f where f.id = a.id or f.joint_of = a.id) rows
    order by array_position(array['depository', 'credit', 'investment', 'loan', 'other'], a.kind),
      name, a.id`);

interface SpanRow {
  id: string;
  span: number;
  amount: string;
  currency: string;
}

/** In which span a day lies: as many of the days are before it. */
const spanOf = (day: Sql, days: string[]) =>
  sql`width_bucket(${day}, array(select d + 1 from unnest(${days}::date[]) d))`;

/** Of each span the bank's last word in it. */
const listTold = (db: Db, viewer: Viewer, accounts: AccountId[] | undefined, days: string[]) =>
  db.query<SpanRow>(sql`
    select distinct on (a.id, span) a.id, ${spanOf(sql`w.day`, days)} as span,
      w.balance::text as amount, w.currency
    from (${ledgersAsked(viewer, accounts)}) a
    join accounts f on f.id = a.id or f.joint_of = a.id
    cross join lateral (
      select max(w.day) as day from balances w
      where w.account_id = f.id and w.currency = a.currency and w.day <= ${days[0]}) before
    join balances w on w.account_id = f.id and w.currency = a.currency
      and w.day >= coalesce(before.day, '-infinity') and w.day <= ${days.at(-1)}
    order by a.id, span, w.day desc, f.joint_of is not null, f.id`);

/**
 * What was posted in each span, up to the day of the bank's first word. What the household deleted
 * moved the balance all the same; a surprise that is to count nowhere would tell of itself. The
 * accounts are found once, and each read from its own days.
 */
const listMoved = (db: Db, viewer: Viewer, accounts: AccountId[] | undefined, days: string[]) =>
  db.query<SpanRow>(sql`
    with feeds as materialized (
      select a.id, a.currency, f.id as feed, (
        select min(w.day) from balances w join accounts o on o.id = w.account_id
        where (o.id = a.id or o.joint_of = a.id) and w.currency = a.currency) as first
      from (${ledgersAsked(viewer, accounts)}) a
      join accounts f on f.id = a.id or f.joint_of = a.id
      where a.reckons)
    select a.id, m.span, sum(m.amount)::text as amount, a.currency
    from feeds a cross join lateral (
      select ${spanOf(sql`t.date`, days)} as span, sum(t.amount) as amount
      from transactions t
      where t.account_id = a.feed and t.currency = a.currency and t.date <= a.first
        and t.date > ${days[0]} and not t.pending and t.removed_at is null and t.twin_of is null
        and (${unhidden(viewer)} or t.hidden_how = 'totals')
      group by 1) m
    group by a.id, m.span, a.currency`);

type Spans = Map<string, Map<number, Minor>>;

function bySpan(rows: readonly SpanRow[]): Spans {
  const found: Spans = new Map();
  for (const { id, span, amount, currency } of rows) {
    const spans = found.get(id) ?? new Map<number, Minor>();
    spans.set(span, toMinor(amount, currency));
    found.set(id, spans);
  }
  return found;
}

const firstKnown = (ledgers: readonly LedgerRow[]): string | undefined =>
  ledgers
    .flatMap(({ firstDay, oldest }) => (firstDay === null ? [] : [oldest ?? firstDay, firstDay]))
    .toSorted()[0];

function balancesOf(
  ledger: LedgerRow,
  days: string[],
  spans: { told: Spans; moved: Spans },
  today: string,
): (Minor | null)[] {
  const { id, firstDay, first, closed, now, currency, reckons } = ledger;
  const known: Known = {
    told: spans.told.get(id) ?? new Map(),
    first:
      firstDay === null || first === null
        ? null
        : {
            span: days.filter((day) => day < firstDay).length,
            balance: toMinor(first, currency),
          },
    moved: reckons ? (spans.moved.get(id) ?? new Map()) : null,
  };
  const balances = reckonBalances(days.length, known);
  if (days.at(-1) === today) {
    balances[days.length - 1] = now === null ? null : toMinor(now, currency);
  }
  return balances.map((one, index) => (closed !== null && days[index]! >= closed ? null : one));
}

/** What is held and what is owed on each day, per currency. */
function addUp(
  courses: readonly { ledger: LedgerRow; balances: (Minor | null)[] }[],
  count: number,
  currency: string,
): Course['totals'] {
  const currencies = new Set([
    currency,
    ...courses.map(({ ledger }) => ledger.currency).toSorted(),
  ]);
  return [...currencies].map((one) => {
    const of = (owed: boolean) =>
      Array.from({ length: count }, (_, day) => {
        let sum = 0n;
        for (const { ledger, balances } of courses) {
          const counts = ledger.currency === one && isOwed(ledger.type) === owed;
          if (counts) sum += balances[day] ?? 0n;
        }
        return fromMinor(sum as Minor, one);
      });
    return { currency: one, assets: of(false), debts: of(true) };
  });
}

const isOwed = (type: LedgerRow['type']) => type === 'credit' || type === 'loan';
