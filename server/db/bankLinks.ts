import type { ItemId, MemberId } from '#server/contract/ids.ts';
import type { Sync } from '#server/contract/links.ts';
import type { ItemState } from '#server/domain/itemState.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { sql, type Db } from './connect.ts';
import { wasConnectedAgain } from './items.ts';
import {
  ownItems,
  seenAccounts,
  seenItems,
  unhidden,
  visibleAccounts,
  type Viewer,
} from './viewer.ts';
import { moneyOf } from './wire.ts';

/** The facts of a bank link; the words are made from them by the domain. */
export interface BankLinkRow {
  id: ItemId;
  ownerId: MemberId;
  ownerName: string;
  mine: boolean;
  institutionId: string | null;
  institutionName: string;
  color: string | null;
  hasLogo: boolean;
  state: ItemState;
  errorCode: string | null;
  errorClass: PlaidErrorClass | null;
  errorRequestId: string | null;
  errorAt: string | null;
  endsAt: string | null;
  newAccounts: boolean;
  historyComplete: boolean;
  syncing: boolean;
  bankUpdatedAt: string | null;
  syncedAt: string | null;
  newestPosted: string | null;
  transactions: number;
  nextSyncAt: string | null;
  createdAt: string;
  /** It had ended, and was connected anew. */
  again: boolean;
  accounts: { id: string; name: string }[];
}

/** The links of which the viewer sees an account, and their own, by the bank's name. */
export function listBankLinks(db: Db, viewer: Viewer): Promise<BankLinkRow[]> {
  return db.query(sql`
    select i.id, i.member_id as "ownerId", m.name as "ownerName",
      i.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null as mine,
      i.institution_id as "institutionId",
      coalesce(b.name, i.institution_name) as "institutionName", b.color,
      b.logo is not null as "hasLogo", i.state, i.error_code as "errorCode",
      i.error_class as "errorClass", i.error_request_id as "errorRequestId",
      i.error_at as "errorAt", i.ends_at as "endsAt", i.new_accounts as "newAccounts",
      i.history_complete as "historyComplete", coalesce(i.lease_until > now(), false) as syncing,
      i.bank_updated_at as "bankUpdatedAt", i.synced_at as "syncedAt", i.due_at as "nextSyncAt",
      i.created_at as "createdAt", ${wasConnectedAgain(sql`i`)} as again,
      coalesce(mine.accounts, '[]') as accounts,
      coalesce(mine.transactions, 0) as transactions, mine.newest as "newestPosted"
    from (${seenItems(viewer)}) i
    join members m on m.id = i.member_id
    left join institutions b on b.id = i.institution_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', l.id, 'name', coalesce(l.own_name, l.name))
          order by coalesce(l.own_name, l.name)) as accounts,
        sum(a.transaction_count - (
          select count(*) from transactions t where t.hidden_by is not null
            and t.account_id = a.id and t.removed_at is null and t.deleted_at is null
            and t.twin_of is null and not ${unhidden(viewer)}))
          filter (where a.access = 'own')::int as transactions,
        max((select t.day from transactions t where t.account_id = a.id and a.access <> 'balances'
          and t.removed_at is null and t.deleted_at is null and t.twin_of is null
          and not t.pending and ${unhidden(viewer)}
          order by t.day desc, t.id desc limit 1)) as newest
      from (${seenAccounts(viewer)}) a join accounts l on l.id = a.ledger_id
      where a.item_id = i.id) mine on true
    where not i.manual
    order by i.archived_at is not null, "institutionName", i.id`);
}

interface SyncRow extends Omit<Sync, 'diff' | 'error'> {
  errorCode: string | null;
  errorClass: PlaidErrorClass | null;
  requestId: string | null;
  diff: {
    change: Sync['diff'][number]['change'];
    id: Sync['diff'][number]['id'];
    date: string;
    name: string;
    amount: string;
    currency: string;
  }[];
}

/**
 * The last syncs of a link, newest first, each with what it changed among what the viewer sees:
 * what another linker of a joint account hides is neither named nor counted.
 */
export async function listSyncs(
  db: Db,
  viewer: Viewer,
  id: ItemId,
  sentence: (failed: PlaidErrorClass) => string,
): Promise<Sync[]> {
  const rows = await db.query<SyncRow>(sql`
    select s.id, s.kind, s.started_at as "startedAt", s.duration_ms as "durationMs",
      case when d.hidden > 0 and s.added + s.modified + s.removed = d.hidden then 'unchanged'
        else s.outcome end as outcome, s.added - d.added as added,
      s.modified - d.modified as modified, s.removed - d.removed as removed, s.pages, s.restarts,
      s.error_code as "errorCode", s.error_class as "errorClass", s.request_id as "requestId",
      coalesce(d.diff, '[]') as diff
    from syncs s join (${ownItems(viewer)}) i on i.id = s.item_id
    cross join lateral (
      select count(*) filter (where not shown)::int as hidden,
        count(*) filter (where not shown and change = 'added')::int as added,
        count(*) filter (where not shown and change in ('modified', 'posted'))::int as modified,
        count(*) filter (where not shown and change = 'removed')::int as removed,
        jsonb_agg(line order by place) filter (where shown) as diff
      from (
        select e.value ->> 0 as change, e.ordinality as place, ${unhidden(viewer)} as shown,
          jsonb_build_object('change', e.value ->> 0,
            'id', case when t.removed_at is null then t.id end, 'date', t.day,
            'name', coalesce(t.own_name, t.merchant_name, t.name), 'amount', t.amount::text,
            'currency', t.currency) as line
        from jsonb_array_elements(s.diff) with ordinality e
        join transactions told on told.id = (e.value ->> 1)::uuid
        join transactions t on t.id = coalesce(told.twin_of, told.id)
        join (${visibleAccounts(viewer)}) a on a.id = t.account_id) l) d
    where s.item_id = ${id}
    order by s.started_at desc limit 20`);
  return rows.map(({ errorCode, errorClass, requestId, diff, ...row }) => ({
    ...row,
    error:
      errorCode && errorClass
        ? { code: errorCode, requestId, sentence: sentence(errorClass) }
        : null,
    diff: diff.map(({ amount, currency, ...entry }) => ({
      ...entry,
      amount: moneyOf(amount, currency),
    })),
  }));
}
