import type { BankAccount } from '#server/domain/bank.ts';
import { matchAccounts, type HeldAccount } from '#server/domain/matchAccounts.ts';
import type { Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';

/**
 * Brings an item's accounts to what the bank tells: new ones, changed ones, those whose Plaid id
 * changed, those that vanished, those that are shared again. Balances are kept per day.
 * @returns the new Plaid id by the former one: pages read before the change still name the old
 */
export async function applyAccounts(
  tx: Db,
  itemId: string,
  told: BankAccount[],
  options: { open: string[]; at: string; today: string },
): Promise<Map<string, string>> {
  // Whoever edits locks an account before its rows; so do we, all of them at once.
  const held = await tx.query<HeldAccount>(sql`
    select id, plaid_account_id as "plaidId", persistent_account_id as "persistentId", name, mask,
      kind, subtype, closed_at is not null as closed
    from accounts where item_id = ${itemId} order by id for no key update`);
  const open = new Set(options.open);
  const listed = told.filter((account) => open.has(account.plaidId));
  const renamed = new Map<string, string>();
  for (const [plaidId, account] of matchAccounts(held, listed)) {
    await tx.run(sql`
      update accounts set plaid_account_id = ${plaidId}, retold_at = now(), retold_from = null
      where id = ${account.id}`);
    renamed.set(account.plaidId, plaidId);
  }
  const rows = told.filter(({ plaidId }) => !renamed.has(plaidId));
  await upsertAccounts(tx, itemId, rows, options.at);
  const kinds = new Map(held.map((account) => [account.plaidId, account.kind]));
  if (rows.some(({ plaidId, kind }) => (kinds.get(plaidId) ?? kind) !== kind)) {
    await tx.run(sql`
      update transactions t set account_kind = a.kind from accounts a
      where a.item_id = ${itemId} and t.account_id = a.id and t.account_kind <> a.kind`);
  }
  // Pages may still name one that has closed: when it did so stays.
  await tx.run(sql`
    update accounts set closed_at = case when closed_at is null then ${options.at}::timestamptz end
    where item_id = ${itemId}
      and (closed_at is null) = (plaid_account_id <> all(${options.open}))`);
  await tx.run(sql`
    insert into balances (account_id, day, balance, currency)
    select id, ${options.today}, balance, currency from accounts
    where item_id = ${itemId} and balance is not null and closed_at is null
    on conflict (account_id, day) do update
      set balance = excluded.balance, currency = excluded.currency
    where (balances.balance, balances.currency) is distinct from
      (excluded.balance, excluded.currency)`);
  return renamed;
}

/** @param readAt when their balances were read; null where none were, as in what Link tells */
export async function upsertAccounts(
  tx: Db,
  itemId: string,
  told: BankAccount[],
  readAt: string | null,
): Promise<void> {
  const rows = JSON.stringify(told);
  await tx.run(sql`
    insert into accounts (item_id, plaid_account_id, persistent_account_id, name, official_name,
      mask, kind, subtype, currency, balance, available, credit_limit, balance_at)
    select ${itemId}, r."plaidId", r."persistentId", r.name, r."officialName", r.mask, r.kind,
      r.subtype, r.currency, r.balance, r.available, r."limit", ${readAt}
    from jsonb_to_recordset(${rows}::jsonb) as r("plaidId" text, "persistentId" text, name text,
      "officialName" text, mask text, kind text, subtype text, currency text,
      balance numeric, available numeric, "limit" numeric)
    on conflict (plaid_account_id) do update set
      persistent_account_id = coalesce(
        excluded.persistent_account_id, accounts.persistent_account_id),
      name = excluded.name, official_name = excluded.official_name, mask = excluded.mask,
      kind = excluded.kind, subtype = excluded.subtype, currency = excluded.currency,
      balance = excluded.balance, available = excluded.available,
      credit_limit = excluded.credit_limit, balance_at = excluded.balance_at
    where accounts.item_id = ${itemId}`);
}

/** After rows came or went, for the accounts that the condition names. */
export async function countTransactions(tx: Db, ofAccounts: Sql): Promise<void> {
  await tx.run(sql`
    update accounts a set transaction_count = counted.n
    from (select b.id, (select count(*) from transactions t
        where t.account_id = b.id and t.removed_at is null and t.deleted_at is null
          and t.twin_of is null) as n
      from accounts b where b.${ofAccounts}) counted
    where a.id = counted.id and a.transaction_count <> counted.n`);
}
