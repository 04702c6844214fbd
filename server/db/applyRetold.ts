import type { BankTransaction } from '#server/domain/bank.ts';
import { sql, type Db } from './connect.ts';
import { countOwn } from './ownValues.ts';
import { isDecided } from './transferLinks.ts';

/** An account whose Plaid id changed. */
interface Retold {
  id: string;
  plaidId: string;
  /** The oldest day that was told of since; null: none. */
  from: string | null;
}

export interface Retelling {
  /** Rows that go on as they are, under another id. */
  same: { from: string; to: string }[];
  /** Plaid ids of those that do not. */
  gone: string[];
}

/**
 * An account whose Plaid id changed comes with all of its rows under other ids, at once or in
 * parts: by each part, those it names that were here before (the same day, name and amount) go on
 * as they are, and what stood in its days and is not among them is gone.
 */
export async function readRetelling(
  tx: Db,
  itemId: string,
  upserts: BankTransaction[],
): Promise<Retelling> {
  const accounts = await tx.query<Retold>(sql`
    select id, plaid_account_id as "plaidId", retold_from as "from"
    from accounts where item_id = ${itemId} and retold_at is not null`);
  const retelling: Retelling = { same: [], gone: [] };
  for (const account of accounts) {
    const named = upserts.filter((row) => row.plaidAccountId === account.plaidId);
    const oldest = named.map((row) => row.date).sort()[0];
    // Later days have been told of already: it is the usual news.
    if (!oldest || (account.from && oldest >= account.from)) continue;
    for (const { from, to } of await pairSame(tx, account, oldest, named)) {
      if (to === null) retelling.gone.push(from);
      else retelling.same.push({ from, to });
    }
    await tx.run(sql`update accounts set retold_from = ${oldest} where id = ${account.id}`);
  }
  return retelling;
}

/** Rows that nobody could tell apart go on one by one, those that the household wrote on first. */
async function pairSame(tx: Db, account: Retold, oldest: string, named: BankTransaction[]) {
  const rows = named.map(({ plaidId: id, currency, amount, date, name }) => ({
    id,
    currency,
    amount,
    date,
    name,
  }));
  return tx.query<{ from: string; to: string | null }>(sql`
    with told as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id text, currency text, amount numeric(28, 10), date date, name text)),
    old as (
      select t.plaid_transaction_id as id, t.currency, t.amount, t.date, t.name, row_number() over (
        partition by t.currency, t.amount, t.date, t.name
        order by ${countOwn('t')} + num_nonnulls(t.hidden_by, t.deleted_at)
          + (${isDecided})::int desc, t.id) as n
      from transactions t
      where t.account_id = ${account.id} and t.removed_at is null
        and (t.date >= ${oldest} or (t.pending and ${account.from}::date is null))
        and (${account.from}::date is null or t.date < ${account.from})
        and not exists (select from told where told.id = t.plaid_transaction_id)),
    fresh as (
      select told.*, row_number() over (
        partition by told.currency, told.amount, told.date, told.name order by told.id) as n
      from told
      where not exists (select from transactions t where t.plaid_transaction_id = told.id))
    select old.id as "from", fresh.id as "to"
    from old left join fresh using (currency, amount, date, name, n)`);
}

/** Some days after everything has come, an account's rows are its own again. */
export async function endRetelling(tx: Db, itemId: string): Promise<void> {
  await tx.run(sql`
    update accounts set retold_at = null, retold_from = null
    where item_id = ${itemId} and retold_at < now() - interval '2 days'`);
}
