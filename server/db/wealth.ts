import type { AccountId, TradeId } from '#server/contract/ids.ts';
import type { DebtTerms, Trade } from '#server/contract/wealth.ts';
import type { DebtDetails } from '#server/domain/bankWealth.ts';
import type { Held } from '#server/domain/holdings.ts';
import { sql, type Db } from './connect.ts';
import { ledgersOf, visibleAccounts, type Viewer } from './viewer.ts';
import { moneyOf, moneyOrNull } from './wire.ts';

// Only of accounts that the viewer may read: to whom a balance is shown, no more is told.

const ofAccount = (account: AccountId | undefined) => sql`
  (${account ?? null}::uuid is null or a.ledger_id in (${ledgersOf(account ? [account] : [])}))`;

interface TermsRow extends Record<string, unknown> {
  id: AccountId;
  currency: string;
  kind: DebtTerms['kind'];
  rate: string | null;
  nextDue: string | null;
  nextAmount: string | null;
  minimum: string | null;
  overdue: boolean | null;
  pastDue: string | null;
  statementOn: string | null;
  statementBalance: string | null;
  paidOn: string | null;
  paidAmount: string | null;
  details: DebtDetails;
}

/** What banks tell of debts, by the account that stands for each. Of two feeds the newer counts. */
export async function listTerms(
  db: Db,
  viewer: Viewer,
  account?: AccountId,
): Promise<Map<AccountId, DebtTerms>> {
  const rows = await db.query<TermsRow>(sql`
    select distinct on (a.ledger_id) a.ledger_id as id, a.currency, l.kind,
      trim_scale(l.rate)::text as rate, l.next_due as "nextDue",
      l.next_amount::text as "nextAmount", l.minimum::text as minimum, l.overdue,
      l.past_due::text as "pastDue", l.statement_on as "statementOn",
      l.statement_balance::text as "statementBalance", l.paid_on as "paidOn",
      l.paid_amount::text as "paidAmount", l.details
    from (${visibleAccounts(viewer)}) a
    join liabilities l on l.account_id = a.id
    left join item_products p on p.item_id = a.item_id and p.product = 'liabilities'
    where ${ofAccount(account)}
    order by a.ledger_id, a.closed_at is not null, p.read_at desc nulls last`);
  return new Map(rows.map((row) => [row.id, termsOf(row)]));
}

function termsOf({ id: _id, currency, details, ...row }: TermsRow): DebtTerms {
  const money = (amount: string | null | undefined) => moneyOrNull(amount ?? null, currency);
  return {
    ...row,
    nextAmount: money(row.nextAmount ?? row.minimum),
    minimum: money(row.minimum),
    pastDue: money(row.pastDue),
    statementBalance: money(row.statementBalance),
    paidAmount: money(row.paidAmount),
    aprs: (details.aprs ?? []).map((apr) => ({
      kind: apr.kind,
      percent: apr.percent,
      on: money(apr.on),
      charged: money(apr.charged),
    })),
    rateKind: details.rateKind ?? null,
    escrow: money(details.escrow),
    lateFee: money(details.lateFee),
    endsOn: details.endsOn ?? null,
    startedOn: details.startedOn ?? null,
    borrowed: money(details.borrowed),
    term: details.term ?? null,
    product: details.product ?? null,
    insured: details.insured ?? null,
    prepaymentPenalty: details.prepaymentPenalty ?? null,
    interestThisYear: money(details.interestThisYear),
    principalThisYear: money(details.principalThisYear),
    interestOwed: money(details.interestOwed),
    payoff: money(details.payoff),
    plan: details.plan ?? null,
    status: details.status ?? null,
    statusUntil: details.statusUntil ?? null,
    guarantor: details.guarantor ?? null,
    paymentsMade: details.paymentsMade ?? null,
    paymentsLeft: details.paymentsLeft ?? null,
  };
}

/** The same for the same security at several banks: by its ISIN, its ticker, or Plaid's own id. */
const securityKey = sql`
  coalesce('isin:' || s.isin, case when s.is_cash then 'cash:' || s.currency end,
    'ticker:' || upper(s.ticker) || ':' || s.currency, 'id:' || s.plaid_security_id)`;

const securityColumns = sql`
  ${securityKey} as key, s.name, s.ticker, s.kind as "securityKind", s.is_cash as "isCash"`;

interface SecurityRow {
  key: string;
  name: string;
  ticker: string | null;
  securityKind: string | null;
  isCash: boolean;
}

const securityOf = ({ key, name, ticker, securityKind, isCash }: SecurityRow) => ({
  key,
  name,
  ticker,
  kind: securityKind,
  isCash,
});

/** The feeds that tell holdings: of a joint account the one that was read last. */
const tellingFeeds = (viewer: Viewer, account: AccountId | undefined) => sql`
  select distinct on (a.ledger_id) a.id, a.ledger_id
  from (${visibleAccounts(viewer)}) a
  join item_products p on p.item_id = a.item_id and p.product = 'holdings'
  where p.read_at is not null and ${ofAccount(account)}
  order by a.ledger_id, a.closed_at is not null, p.read_at desc`;

/** What is held, by the account that stands for each: empty where the bank tells of nothing. */
export async function listHoldings(
  db: Db,
  viewer: Viewer,
  account?: AccountId,
): Promise<Map<AccountId, Held[]>> {
  type Row = SecurityRow & Omit<Held, 'account' | 'security'> & { account: AccountId };
  const rows = await db.query<Row | { account: AccountId; quantity: null }>(sql`
    select f.ledger_id as account, ${securityColumns}, trim_scale(h.quantity)::text as quantity,
      trim_scale(h.price)::text as price, h.price_on as "priceOn", h.worth::text as worth,
      h.cost::text as cost, h.currency
    from (${tellingFeeds(viewer, account)}) f
    left join holdings h on h.account_id = f.id
    left join securities s on s.id = h.security_id
    order by h.worth desc nulls last, s.name`);
  const held = new Map<AccountId, Held[]>();
  for (const row of rows) {
    const list = held.get(row.account) ?? [];
    held.set(row.account, list);
    if (row.quantity === null) continue;
    const { quantity, price, priceOn, worth, cost, currency } = row;
    const security = securityOf(row);
    list.push({
      account: row.account,
      security,
      quantity,
      price,
      priceOn,
      worth,
      cost,
      currency,
    });
  }
  return held;
}

export interface TradesPage {
  account?: AccountId | undefined;
  security?: string | undefined;
  after?: { day: string; id: string } | undefined;
  limit: number;
}

/** Newest first; of a joint account what the feed tells that was read last. */
export async function listTrades(db: Db, viewer: Viewer, page: TradesPage): Promise<Trade[]> {
  type Row = Partial<SecurityRow> & {
    id: TradeId;
    account: AccountId;
    day: string;
    title: string;
    amount: string;
    currency: string;
    quantity: string;
    price: string;
    fees: string | null;
    kind: string;
    subtype: string | null;
  };
  const rows = await db.query<Row>(sql`
    select o.id, f.ledger_id as account, o.day, o.name as title, o.amount::text as amount,
      o.currency, trim_scale(o.quantity)::text as quantity, trim_scale(o.price)::text as price,
      o.fees::text as fees, o.kind, o.subtype, ${securityColumns}
    from (
      select distinct on (a.ledger_id) a.id, a.ledger_id
      from (${visibleAccounts(viewer)}) a
      join item_products p on p.item_id = a.item_id and p.product = 'trades'
      where p.read_at is not null and ${ofAccount(page.account)}
      order by a.ledger_id, a.closed_at is not null, p.read_at desc) f
    join trades o on o.account_id = f.id
    left join securities s on s.id = o.security_id
    where (${page.security ?? null}::text is null or ${securityKey} = ${page.security ?? null})
      and (${page.after?.day ?? null}::date is null
        or (o.day, o.id) < (${page.after?.day ?? null}::date, ${page.after?.id ?? null}::uuid))
    order by o.day desc, o.id desc limit ${page.limit}`);
  return rows.map(({ title, amount, fees, currency, ...row }) => ({
    id: row.id,
    account: row.account,
    day: row.day,
    name: title,
    amount: moneyOf(amount, currency),
    quantity: row.quantity,
    price: row.price,
    fees: moneyOrNull(fees, currency),
    kind: row.kind,
    subtype: row.subtype,
    security: row.name == null ? null : securityOf(row as SecurityRow),
  }));
}
