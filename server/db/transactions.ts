import type { AccountId, ItemId, TransactionId } from '#server/contract/ids.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { sql, type Db } from './connect.ts';
import { isEdited } from './search.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';
import { moneyOf } from './wire.ts';

/** A register line as selected by `lineColumns`. */
export interface LineRow {
  id: TransactionId;
  accountId: AccountId;
  accountName: string;
  mask: string | null;
  date: string;
  name: string;
  amount: string;
  currency: string;
  pending: boolean;
  category: string | null;
  categoryPrimary: string | null;
  flow: Transaction['flow'];
  note: string | null;
  tags: string[];
  reviewed: boolean;
  split: boolean;
  edited: boolean;
  deleted: boolean;
  hiddenUntil: string | null;
  mine: boolean;
}

/** From `transactions t`, the viewer's account `a`, and the account `l` as which it is shown. */
export const lineColumns = (viewer: Viewer) => sql`
  t.id, l.id as "accountId", coalesce(l.own_name, l.name) as "accountName", l.mask, t.day as date,
  t.name_shown as name, t.amount::text as amount, t.currency,
  t.pending, t.category_shown as category,
  case when t.category_shown = t.category then t.category_primary end as "categoryPrimary", t.flow,
  coalesce(t.own_note, t.auto_note) as note, t.tags, t.reviewed, t.is_split as split,
  ${isEdited} as edited,
  t.deleted_at is not null as deleted,
  case when t.hidden_by = ${viewer.memberId} and t.hidden_until > (select household_today())
    then t.hidden_until end as "hiddenUntil",
  a.access = 'own' as mine`;

export function toTransaction(row: LineRow, dictionary: Dictionary): Transaction {
  const { accountId, accountName, mask, amount, currency, category, categoryPrimary, ...rest } =
    row;
  return {
    ...rest,
    account: { id: accountId, name: accountName, mask },
    amount: moneyOf(amount, currency),
    category: category === null ? null : dictionary.describe(category, categoryPrimary),
  };
}

/** Only a line's own columns of a wider row. */
export function lineOf(row: LineRow): LineRow {
  const { id, accountId, accountName, mask, date, name, amount, currency, pending } = row;
  const { category, categoryPrimary, flow, note, tags, reviewed, split, edited, deleted } = row;
  const { hiddenUntil, mine } = row;
  const told = { id, accountId, accountName, mask, date, name, amount, currency, pending };
  const said = { category, categoryPrimary, flow, note, tags, reviewed, split, edited, deleted };
  return { ...told, ...said, hiddenUntil, mine };
}

/** One transaction with everything the bank tells of it. */
export interface DetailRow extends LineRow {
  ownName: string | null;
  ownCategory: string | null;
  ownDate: string | null;
  ownNote: string | null;
  ownTags: string[] | null;
  parts: { category: string | null; amount: string; note: string | null; rest: boolean }[];
  leftOut: boolean;
  bankName: string;
  merchantName: string | null;
  bankDate: string;
  authorizedDate: string | null;
  bankCategory: string | null;
  bankCategoryPrimary: string | null;
  details: Record<string, unknown>;
  linkId: ItemId;
  institution: string;
  firstSeenAt: string;
}

export async function findTransaction(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<DetailRow | undefined> {
  return db.first(sql`
    select ${lineColumns(viewer)}, t.own_name as "ownName", t.own_category as "ownCategory",
      t.own_date as "ownDate", t.own_note as "ownNote", t.own_tags as "ownTags",
      coalesce((
        select jsonb_agg(jsonb_build_object('category', coalesce(p.category, t.category_shown),
          'amount', p.amount::text, 'note', p.note,
          'rest', t.own_split -> (p.part - 1) -> 'amount' is null) order by p.part)
        from split_parts(t.own_split, t.amount) p), '[]') as parts,
      coalesce(t.own_left_out, t.auto_left_out, false) as "leftOut",
      t.name as "bankName", t.merchant_name as "merchantName",
      t.date as "bankDate", t.authorized_date as "authorizedDate", t.category as "bankCategory",
      t.category_primary as "bankCategoryPrimary", t.details, i.id as "linkId",
      coalesce(b.name, i.institution_name) as institution, t.created_at as "firstSeenAt"
    from transactions t
    join (${visibleAccounts(viewer)}) a on a.id = t.account_id
    join accounts l on l.id = a.ledger_id
    join items i on i.id = a.item_id
    left join institutions b on b.id = i.institution_id
    where t.id = ${id} and t.removed_at is null and t.twin_of is null and ${unhidden(viewer)}`);
}
