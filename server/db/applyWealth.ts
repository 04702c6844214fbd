import type { ItemId } from '#server/contract/ids.ts';
import type { BankDebt, BankHolding, BankSecurity, BankTrade } from '#server/domain/bankWealth.ts';
import { sql, takeTime, type Database, type Db } from './connect.ts';
import { tellChanged } from './notify.ts';
import { finishProduct, type ClaimedProduct } from './productQueue.ts';
import type { MemberId } from '#server/contract/ids.ts';

// What was read of a product is applied whole, in one transaction, or not at all. Rows that are as
// they were are not written. Accounts that are not known (yet) are left out: the sync brings them.

export type WealthResult = 'stale' | 'applied' | 'unchanged';

interface Applying {
  /** Seconds until it is read again. */
  nextInSeconds: number;
}

/** @param debts all that the bank tells: what it tells no more goes */
export function applyDebts(
  db: Database,
  claim: ClaimedProduct,
  debts: BankDebt[],
  applying: Applying,
): Promise<WealthResult> {
  return applyOnce(db, claim, applying, async (tx) => {
    const rows = JSON.stringify(debts.map((debt) => ({ ...debt, details: debt.details })));
    const told = sql`
      select a.id as account_id, r.kind, r.rate, r."nextDue", r."nextAmount", r.minimum, r.overdue,
        r."pastDue", r."statementOn", r."statementBalance", r."paidOn", r."paidAmount", r.details
      from jsonb_to_recordset(${rows}::jsonb) as r("plaidAccountId" text, kind text, rate numeric,
        "nextDue" date, "nextAmount" numeric, minimum numeric, overdue boolean, "pastDue" numeric,
        "statementOn" date, "statementBalance" numeric, "paidOn" date, "paidAmount" numeric,
        details jsonb)
      join accounts a on a.plaid_account_id = r."plaidAccountId" and a.item_id = ${claim.itemId}`;
    // One account is told once; a bank that tells it twice is taken by its first word.
    const written = await tx.run(sql`
      insert into liabilities (account_id, kind, rate, next_due, next_amount, minimum, overdue,
        past_due, statement_on, statement_balance, paid_on, paid_amount, details)
      select distinct on (t.account_id) t.* from (${told}) t
      left join liabilities l on l.account_id = t.account_id
      where l.account_id is null or (l.kind, l.rate, l.next_due, l.next_amount, l.minimum,
          l.overdue, l.past_due, l.statement_on, l.statement_balance, l.paid_on, l.paid_amount,
          l.details)
        is distinct from (t.kind, t.rate, t."nextDue", t."nextAmount"::numeric(28, 10),
          t.minimum::numeric(28, 10), t.overdue, t."pastDue"::numeric(28, 10), t."statementOn",
          t."statementBalance"::numeric(28, 10), t."paidOn", t."paidAmount"::numeric(28, 10),
          t.details)
      on conflict (account_id) do update set kind = excluded.kind, rate = excluded.rate,
        next_due = excluded.next_due, next_amount = excluded.next_amount,
        minimum = excluded.minimum, overdue = excluded.overdue, past_due = excluded.past_due,
        statement_on = excluded.statement_on, statement_balance = excluded.statement_balance,
        paid_on = excluded.paid_on, paid_amount = excluded.paid_amount,
        details = excluded.details`);
    const gone = await tx.run(sql`
      delete from liabilities l using accounts a
      where a.id = l.account_id and a.item_id = ${claim.itemId} and a.closed_at is null
        and a.plaid_account_id <> all(${debts.map((debt) => debt.plaidAccountId)})`);
    return written + gone > 0;
  });
}

/** @param held with the securities that they name; all that is held now */
export function applyHoldings(
  db: Database,
  claim: ClaimedProduct,
  held: { securities: BankSecurity[]; holdings: BankHolding[]; accounts: string[] },
  applying: Applying,
): Promise<WealthResult> {
  return applyOnce(db, claim, applying, async (tx) => {
    const named = await applySecurities(tx, claim.itemId, held.securities);
    const told = sql`
      select a.id as account_id, s.id as security_id, sum(r.quantity) as quantity,
        min(r.price) as price, max(r."priceOn") as price_on,
        sum(r.worth)::numeric(28, 10) as worth,
        case when count(r.cost) = count(*) then sum(r.cost)::numeric(28, 10) end as cost, r.currency
      from jsonb_to_recordset(${JSON.stringify(held.holdings)}::jsonb)
        as r("plaidAccountId" text, "plaidSecurityId" text, quantity numeric, price numeric,
          "priceOn" date, worth numeric, cost numeric, currency text)
      join accounts a on a.plaid_account_id = r."plaidAccountId" and a.item_id = ${claim.itemId}
      join securities s on s.plaid_security_id = r."plaidSecurityId"
        and s.item_id = ${claim.itemId}
      group by a.id, s.id, r.currency`;
    // What leaves goes first: an account may hold the same in another currency now.
    const gone = await tx.run(sql`
      delete from holdings h using accounts a
      where a.id = h.account_id and a.item_id = ${claim.itemId}
        and a.plaid_account_id = any(${held.accounts})
        and not exists (select from (${told}) t
          where t.account_id = h.account_id and t.security_id = h.security_id)`);
    const written = await tx.run(sql`
      insert into holdings (account_id, security_id, quantity, price, price_on, worth, cost,
        currency)
      select distinct on (t.account_id, t.security_id) t.* from (${told}) t
      left join holdings h on h.account_id = t.account_id and h.security_id = t.security_id
      where h.account_id is null
        or (h.quantity, h.price, h.price_on, h.worth, h.cost, h.currency)
          is distinct from (t.quantity, t.price, t.price_on, t.worth, t.cost, t.currency)
      order by t.account_id, t.security_id, t.worth desc
      on conflict (account_id, security_id) do update set quantity = excluded.quantity,
        price = excluded.price, price_on = excluded.price_on, worth = excluded.worth,
        cost = excluded.cost, currency = excluded.currency`);
    return named + gone + written > 0;
  });
}

/** @param read all trades from a day on: what is not among them any more goes */
export function applyTrades(
  db: Database,
  claim: ClaimedProduct,
  read: { securities: BankSecurity[]; trades: BankTrade[]; from: string },
  applying: Applying,
): Promise<WealthResult> {
  return applyOnce(db, claim, applying, async (tx) => {
    const named = await applySecurities(tx, claim.itemId, read.securities);
    const rows = JSON.stringify(read.trades);
    const written = await tx.run(sql`
      insert into trades (plaid_trade_id, account_id, security_id, day, name, amount, currency,
        quantity, price, fees, kind, subtype)
      select t.* from (
        select distinct on (r."plaidId") r."plaidId", a.id as account_id, s.id as security_id,
          r.day, r.name, r.amount::numeric(28, 10) as amount, r.currency, r.quantity, r.price,
          r.fees::numeric(28, 10) as fees, r.kind, r.subtype
        from jsonb_to_recordset(${rows}::jsonb) as r("plaidId" text, "plaidAccountId" text,
          "plaidSecurityId" text, day date, name text, amount numeric, currency text,
          quantity numeric, price numeric, fees numeric, kind text, subtype text)
        join accounts a on a.plaid_account_id = r."plaidAccountId" and a.item_id = ${claim.itemId}
        left join securities s on s.plaid_security_id = r."plaidSecurityId"
          and s.item_id = ${claim.itemId}) t
      left join trades o on o.plaid_trade_id = t."plaidId"
      where o.id is null or (o.account_id, o.security_id, o.day, o.name, o.amount, o.currency,
          o.quantity, o.price, o.fees, o.kind, o.subtype)
        is distinct from (t.account_id, t.security_id, t.day, t.name, t.amount, t.currency,
          t.quantity, t.price, t.fees, t.kind, t.subtype)
      on conflict (plaid_trade_id) do update set account_id = excluded.account_id,
        security_id = excluded.security_id, day = excluded.day, name = excluded.name,
        amount = excluded.amount, currency = excluded.currency, quantity = excluded.quantity,
        price = excluded.price, fees = excluded.fees, kind = excluded.kind,
        subtype = excluded.subtype
      where trades.account_id in (select id from accounts where item_id = ${claim.itemId})`);
    // An account that is not shared any more keeps what it had.
    const gone = await tx.run(sql`
      delete from trades o using accounts a
      where a.id = o.account_id and a.item_id = ${claim.itemId} and a.closed_at is null
        and o.day >= ${read.from}
        and o.plaid_trade_id <> all(${read.trades.map((trade) => trade.plaidId)})`);
    return named + written + gone > 0;
  });
}

/** Brings the securities of an item to what the bank tells of them. @returns how many it wrote */
function applySecurities(tx: Db, itemId: string, told: BankSecurity[]): Promise<number> {
  return tx.run(sql`
    insert into securities (item_id, plaid_security_id, name, ticker, kind, isin, currency,
      is_cash, price, price_on)
    select distinct on (r."plaidId") ${itemId}, r."plaidId", r.name, r.ticker, r.kind, r.isin,
      r.currency, r."isCash", r.price, r."priceOn"
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r("plaidId" text, name text,
      ticker text, kind text, isin text, currency text, "isCash" boolean, price numeric,
      "priceOn" date)
    left join securities s on s.item_id = ${itemId} and s.plaid_security_id = r."plaidId"
    where s.id is null or (s.name, s.ticker, s.kind, s.isin, s.currency, s.is_cash, s.price,
        s.price_on)
      is distinct from (r.name, r.ticker, r.kind, r.isin, r.currency, r."isCash", r.price,
        r."priceOn")
    on conflict (item_id, plaid_security_id) do update set name = excluded.name,
      ticker = excluded.ticker, kind = excluded.kind, isin = excluded.isin,
      currency = excluded.currency, is_cash = excluded.is_cash, price = excluded.price,
      price_on = excluded.price_on`);
}

/**
 * One transaction under the lease. A lease that is another's by now, or a link that has ended or
 * goes on by another login meanwhile, makes what was read stale, and nothing changes.
 */
function applyOnce(
  db: Database,
  claim: ClaimedProduct,
  { nextInSeconds }: Applying,
  write: (tx: Db) => Promise<boolean>,
): Promise<WealthResult> {
  return db.transaction(async (tx) => {
    await takeTime(tx);
    const ours = await tx.first(sql`
      select from items where id = ${claim.itemId} and plaid_item_id = ${claim.plaidItemId}
        and access_token is not null for no key update`);
    const held = await tx.first(sql`
      select from item_products where item_id = ${claim.itemId} and product = ${claim.product}
        and lease_by = ${claim.leaseBy} for update`);
    if (!ours || !held) return 'stale';
    // As whoever deletes or moves accounts: all of them, in order, before what hangs on them.
    await tx.run(sql`
      select from accounts where item_id = ${claim.itemId} order by id for key share`);
    const changed = await write(tx);
    await finishProduct(tx, claim, nextInSeconds);
    await tellReaders(tx, claim.itemId, changed);
    return changed ? 'applied' : 'unchanged';
  });
}

/** Whoever reads an account of the item in full; its own member also that it was read. */
async function tellReaders(tx: Db, itemId: ItemId, changed: boolean): Promise<void> {
  const readers = await tx.query<{ id: MemberId }>(sql`
    select distinct s.member_id as id from account_access s join accounts a on a.id = s.account_id
    where a.item_id = ${itemId} and s.access in ('own', 'full')`);
  const ids = readers.map(({ id }) => id);
  if (ids.length > 0) await tellChanged(tx, ids, changed ? ['accounts', 'links'] : ['links']);
}
