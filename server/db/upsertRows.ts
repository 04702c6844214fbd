import type { CategorisedRow } from './categorise.ts';
import { raw } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';

/** So many of the rows that changed are named in the list of a sync. */
export const MOST_DIFF = 50;
/** What is older when it arrives is not to be reviewed any more. */
const REVIEWED_AFTER_DAYS = 30;

/** What became of some rows. */
export interface Upserted {
  added: number;
  modified: number;
  addedIds: string[] | null;
  modifiedIds: string[] | null;
  accountIds: string[] | null;
  /** All that were written. */
  ids: string[] | null;
  /** What some of them amounted to before, without the sign. */
  sizes: string[];
}

/** The columns a sync writes anew with each word of the bank's, but for a few. */
const rewritten = raw(
  (
    'account_id pending_transaction_id amount amount_sent currency date authorized_date pending ' +
    'name merchant_name merchant_id category category_primary account_kind details auto_name ' +
    'auto_category auto_tags auto_note auto_left_out auto_why'
  )
    .split(' ')
    .map((column) => `${column} = excluded.${column}`)
    .join(', '),
);

/** The rows as they were told, each with its account and everybody who linked that. */
const toldRows = (itemId: string, rows: CategorisedRow[]) => sql`
  select r.*, a.id as account_id, a.kind as account_kind, array(
      select i.member_id from accounts b join items i on i.id = b.item_id
      where coalesce(b.joint_of, b.id) = coalesce(a.joint_of, a.id)) as linkers
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("plaidId" text,
    "pendingId" text, "plaidAccountId" text, amount numeric, "amountSent" numeric,
    currency text, date date, "authorizedDate" date, pending boolean, name text,
    "merchantName" text, "merchantId" text, category text, "categoryPrimary" text,
    details jsonb, "autoName" text, "autoCategory" text, "autoTags" text[], "autoNote" text,
    "autoLeftOut" boolean, "autoReviewed" boolean, "autoWhy" jsonb)
  join accounts a on a.plaid_account_id = r."plaidAccountId" and a.item_id = ${itemId}
  -- A hold that has posted is not brought back by a page that still names it.
  where not exists (select from transactions s
    where s.pending_transaction_id = r."plaidId" and s.removed_at is null)`;

/**
 * Rows that say nothing new are left out before the insert, so that they write nothing at all.
 * What comes from a merchant that one of its linkers hides is hidden before anybody can see it. Of
 * two who hide one merchant it is the first's: whoever comes later finds out nothing by it.
 */
export async function upsertRows(
  tx: Db,
  itemId: string,
  rows: CategorisedRow[],
): Promise<Upserted> {
  const result = await tx.first<Upserted>(sql`
    with told as (${toldRows(itemId, rows)}),
    changed as (
      select r.*, o.amount as before
      from told r left join transactions o on o.plaid_transaction_id = r."plaidId"
      where o.id is null or o.removed_at is not null
        or (o.account_id, o.pending_transaction_id, o.amount, o.amount_sent, o.currency, o.date,
          o.authorized_date, o.pending, o.name, o.merchant_name, o.merchant_id, o.category,
          o.category_primary, o.account_kind, o.details) is distinct from
          (r.account_id, r."pendingId", r.amount, r."amountSent", r.currency, r.date,
          r."authorizedDate", r.pending, r.name, r."merchantName", r."merchantId", r.category,
          r."categoryPrimary", r.account_kind, r.details)),
    written as (
      insert into transactions as t (account_id, plaid_transaction_id, pending_transaction_id,
        amount, amount_sent, currency, date, authorized_date, pending, name, merchant_name,
        merchant_id, category, category_primary, account_kind, details, hidden_by, hidden_until,
        hidden_how, hidden_rule, auto_name, auto_category, auto_tags, auto_note, auto_left_out,
        auto_why, auto_reviewed)
      select r.account_id, r."plaidId", r."pendingId", r.amount, r."amountSent", r.currency, r.date,
        r."authorizedDate", r.pending, r.name, r."merchantName", r."merchantId", r.category,
        r."categoryPrimary", r.account_kind, r.details, h.member_id, h.until, h.how, h.id,
        r."autoName", r."autoCategory", r."autoTags", r."autoNote", r."autoLeftOut", r."autoWhy",
        -- Nobody goes through years of history one by one.
        coalesce(r."autoReviewed",
          case when r.date < (select household_today()) - ${REVIEWED_AFTER_DAYS}::int then true end)
      from changed r
      left join lateral (
        select * from hidden_merchants m
        where m.until > (select household_today()) and m.member_id = any(r.linkers)
          and m.merchant = merchant_key(r."merchantId", r."merchantName", r.name)
        order by m.id limit 1) h on true
      on conflict (plaid_transaction_id) do update set
        ${rewritten}, removed_at = null,
        -- What was marked as reviewed, by a rule or for being old, stays so.
        auto_reviewed = coalesce(excluded.auto_reviewed, t.auto_reviewed),
        hidden_by = coalesce(t.hidden_by, excluded.hidden_by),
        hidden_until = coalesce(t.hidden_until, excluded.hidden_until),
        hidden_how = coalesce(t.hidden_how, excluded.hidden_how),
        hidden_rule = case when t.hidden_by is null then excluded.hidden_rule
          else t.hidden_rule end
      -- An id is one item's: a row of another item is never overwritten.
      where exists (select from accounts a where a.id = t.account_id and a.item_id = ${itemId})
      returning t.id, t.xmax = 0 as fresh, t.account_id,
        coalesce(t.hidden_until > (select household_today()), false) as hidden)
    select count(*) filter (where fresh)::int as added,
      count(*) filter (where not fresh)::int as modified,
      (array_agg(id::text) filter (where fresh))[1:${MOST_DIFF}] as "addedIds",
      (array_agg(id::text) filter (where not fresh))[1:${MOST_DIFF}] as "modifiedIds",
      array_agg(distinct account_id::text) filter (where not hidden) as "accountIds",
      array_agg(id::text) as ids,
      array(select distinct abs(before)::text from changed where before <> amount) as sizes
    from written`);
  if (!result) throw new Error('An upsert told nothing of what it did');
  return result;
}
