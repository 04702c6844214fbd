-- The layers of a transaction: the bank's word, what rules and learning say of it (auto_…, which may
-- be worked out again at any time), and what people said (own_…, which outlives everything).
create function tag_words(tags text[]) returns text language sql immutable parallel safe as $$
  select coalesce(array_to_string(tags, ' '), '')
$$;
--> statement-breakpoint
-- The parts of a split row. One part has no amount: it is the rest, so that they always add up,
-- whatever the bank makes of the whole.
create function split_parts(split jsonb, whole numeric)
returns table (part integer, category text, amount numeric, note text)
language sql immutable parallel safe as $$
  select p.n::integer, p.v ->> 'category',
    coalesce((p.v ->> 'amount')::numeric, whole - (
      select coalesce(sum((q ->> 'amount')::numeric), 0) from jsonb_array_elements(split) q)),
    p.v ->> 'note'
  from jsonb_array_elements(split) with ordinality as p(v, n)
$$;
--> statement-breakpoint
create function split_words(split jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(
    coalesce(p ->> 'note', '') || ' ' || replace(coalesce(p ->> 'category', ''), '_', ' '), ' '), '')
  from jsonb_array_elements(split) p
$$;
--> statement-breakpoint
-- As before, and: what the household leaves out of its totals, and its own categories, whose codes
-- say how they count (OWN_S_ spending, OWN_I_ income, OWN_T_ transfer).
create function flow_of(
  kind text, own text, bank text, amount numeric, paired boolean, left_out boolean)
returns text language sql immutable parallel safe as $$
  select case
    when left_out then 'left_out'
    when own like 'OWN\_T\_%' then 'transfer'
    when own like 'OWN\_I\_%' then 'income'
    when own like 'OWN\_S\_%' then 'spending'
    when coalesce(own, bank) in ('TRANSFER_IN', 'TRANSFER_OUT')
      or coalesce(own, bank) ~ '^TRANSFER_(IN|OUT)_(ACCOUNT_TRANSFER|SAVINGS|INVESTMENT|CRYPTO)'
      or coalesce(own, bank) ~ '^(LOAN_PAYMENTS_CREDIT_CARD|LOAN_DISBURSEMENTS)' then 'transfer'
    when own is null and (paired or kind in ('investment', 'loan')) then 'transfer'
    -- Money into a card is its payment unless the bank names a shop: then it is a refund.
    when own is null and kind = 'credit' and amount > 0
      and (bank is null or bank ~ '^(INCOME|LOAN|TRANSFER|OTHER)') then 'transfer'
    when coalesce(own, bank) like 'INCOME%' then 'income'
    when amount > 0 and (coalesce(own, bank) is null
      or coalesce(own, bank) ~ '^(TRANSFER_IN|LOAN|OTHER)') then 'income'
    else 'spending'
  end
$$;
--> statement-breakpoint
alter table transactions
  drop column day, drop column category_shown, drop column flow, drop column search,
  add column own_tags text[],
  add column own_split jsonb,
  add column own_left_out boolean,
  add column own_reviewed boolean,
  add column auto_name text,
  add column auto_category text,
  add column auto_tags text[],
  add column auto_note text,
  add column auto_left_out boolean,
  -- What was there before is not to be gone through one by one.
  add column auto_reviewed boolean default true,
  add column auto_why jsonb,
  add column refund_of uuid,
  add column day date not null
    generated always as (coalesce(own_date, authorized_date, date)) stored,
  add column category_shown text
    generated always as (coalesce(own_category, auto_category, category)) stored,
  add column name_shown text not null
    generated always as (coalesce(own_name, auto_name, merchant_name, name)) stored,
  add column tags text[] not null generated always as (coalesce(own_tags, auto_tags, '{}')) stored,
  add column reviewed boolean not null
    generated always as (coalesce(own_reviewed, auto_reviewed, false)) stored,
  add column is_split boolean not null generated always as (own_split is not null) stored,
  add column flow text not null generated always as (
    flow_of(account_kind, coalesce(own_category, auto_category), category, amount,
      transfer_peer is not null, coalesce(own_left_out, auto_left_out, false))) stored,
  add column search text not null generated always as (
    lower(coalesce(own_name, auto_name, '') || ' ' || name || ' ' || coalesce(merchant_name, '')
      || ' ' || coalesce(details ->> 'original_description', '')
      || ' ' || coalesce(own_note, auto_note, '') || ' ' || tag_words(coalesce(own_tags, auto_tags))
      || ' ' || replace(coalesce(own_category, auto_category, category, ''), '_', ' ')
      || case when own_split is null then '' else ' ' || split_words(own_split) end)) stored;
--> statement-breakpoint
alter table transactions alter column auto_reviewed drop default;
--> statement-breakpoint
drop function flow_of(text, text, text, numeric, boolean);
--> statement-breakpoint
alter table transactions alter column search set statistics 500;
--> statement-breakpoint
create index transactions_account on transactions (account_id, day desc, id desc)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_category on transactions
  (category_shown text_pattern_ops, day desc, id desc)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_search on transactions using gin (search gin_trgm_ops)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_day on transactions (day desc, id desc)
  include (account_id, amount, currency, flow, category_shown, pending, hidden_by, hidden_until,
    hidden_how, twin_of, is_split)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_tags on transactions using gin (tags)
  where tags <> '{}' and removed_at is null;
--> statement-breakpoint
create index transactions_split on transactions (account_id, day)
  where is_split and removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_unreviewed on transactions (account_id, day desc, id desc)
  where not reviewed and removed_at is null and deleted_at is null;
--> statement-breakpoint
create index transactions_refund on transactions (refund_of) where refund_of is not null;
--> statement-breakpoint
-- What counts in totals: every live row once, a split one by its parts.
create view entries as
  select t.id, t.account_id, 0 as part, t.day, t.amount, t.currency, t.category_shown as category,
    t.flow, t.pending, t.name_shown, t.merchant_id, t.tags, t.hidden_by, t.hidden_until,
    t.hidden_how
  from transactions t
  where t.removed_at is null and t.deleted_at is null and t.twin_of is null and not t.is_split
  union all
  select t.id, t.account_id, p.part, t.day, p.amount, t.currency,
    coalesce(p.category, t.category_shown),
    flow_of(t.account_kind, coalesce(p.category, t.own_category, t.auto_category), t.category,
      p.amount, t.transfer_peer is not null, coalesce(t.own_left_out, t.auto_left_out, false)),
    t.pending, t.name_shown, t.merchant_id, t.tags, t.hidden_by, t.hidden_until, t.hidden_how
  from transactions t cross join lateral split_parts(t.own_split, t.amount) p
  where t.removed_at is null and t.deleted_at is null and t.twin_of is null and t.is_split;
--> statement-breakpoint
-- What the entries of each account add up to by month. Changes are only ever appended, so that
-- nobody waits for anybody, and folded together now and then (db/monthSums.ts). Rows that somebody
-- hides are not in it: they count for some and not for others.
create table month_sums (
  account_id uuid not null,
  month date not null,
  category text,
  flow text not null,
  currency text not null,
  pending boolean not null,
  amount numeric(28, 10) not null,
  count integer not null
);
--> statement-breakpoint
create index month_sums_account on month_sums (account_id, month);
--> statement-breakpoint
create function note_month_sums() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into month_sums
    select r.account_id, date_trunc('month', r.day::timestamp)::date,
      coalesce(p.category, r.category_shown) as category,
      case when p.part is null then r.flow else flow_of(r.account_kind,
        coalesce(p.category, r.own_category, r.auto_category), r.category, p.amount,
        r.transfer_peer is not null, coalesce(r.own_left_out, r.auto_left_out, false)) end as flow,
      r.currency, r.pending, sum(coalesce(p.amount, r.amount)), count(*)
    from new_rows r left join lateral split_parts(r.own_split, r.amount) p on r.is_split
    where r.removed_at is null and r.deleted_at is null and r.twin_of is null
      and r.hidden_by is null
    group by 1, 2, 3, 4, 5, 6;
  elsif tg_op = 'DELETE' then
    insert into month_sums
    select r.account_id, date_trunc('month', r.day::timestamp)::date,
      coalesce(p.category, r.category_shown) as category,
      case when p.part is null then r.flow else flow_of(r.account_kind,
        coalesce(p.category, r.own_category, r.auto_category), r.category, p.amount,
        r.transfer_peer is not null, coalesce(r.own_left_out, r.auto_left_out, false)) end as flow,
      r.currency, r.pending, -sum(coalesce(p.amount, r.amount)), -count(*)
    from old_rows r left join lateral split_parts(r.own_split, r.amount) p on r.is_split
    where r.removed_at is null and r.deleted_at is null and r.twin_of is null
      and r.hidden_by is null
    group by 1, 2, 3, 4, 5, 6;
  else
    insert into month_sums
    select r.account_id, date_trunc('month', r.day::timestamp)::date,
      coalesce(p.category, r.category_shown) as category,
      case when p.part is null then r.flow else flow_of(r.account_kind,
        coalesce(p.category, r.own_category, r.auto_category), r.category, p.amount,
        r.transfer_peer is not null, coalesce(r.own_left_out, r.auto_left_out, false)) end as flow,
      r.currency, r.pending, sum(r.n * coalesce(p.amount, r.amount)), sum(r.n)
    from (select 1 as n, * from new_rows union all select -1, * from old_rows) r
    left join lateral split_parts(r.own_split, r.amount) p on r.is_split
    where r.removed_at is null and r.deleted_at is null and r.twin_of is null
      and r.hidden_by is null
    group by 1, 2, 3, 4, 5, 6
    having sum(r.n) <> 0 or sum(r.n * coalesce(p.amount, r.amount)) <> 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger transactions_sum_new after insert on transactions
  referencing new table as new_rows for each statement execute function note_month_sums();
--> statement-breakpoint
create trigger transactions_sum_changed after update on transactions
  referencing old table as old_rows new table as new_rows
  for each statement execute function note_month_sums();
--> statement-breakpoint
create trigger transactions_sum_gone after delete on transactions
  referencing old table as old_rows for each statement execute function note_month_sums();
--> statement-breakpoint
insert into month_sums
select account_id, date_trunc('month', day::timestamp)::date, category, flow, currency, pending,
  sum(amount), count(*)
from entries where hidden_by is null group by 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
-- The household's dictionary over Plaid's taxonomy: renamed, hidden, merged, moved and own
-- categories and groups. No transaction is rewritten for any of it.
create table categories (
  code text primary key,
  own boolean not null default false,
  is_group boolean not null default false,
  label text,
  group_code text,
  icon text,
  hidden boolean not null default false,
  merged_into text,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table rules (
  id uuid primary key default uuid7(),
  -- Whose alone it is; empty for the household's.
  member_id uuid references members (id) on delete cascade,
  made_by uuid references members (id) on delete set null,
  position integer not null,
  enabled boolean not null default true,
  name text not null,
  body jsonb not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table transfer_links (
  id uuid primary key default uuid7(),
  out_id uuid not null references transactions (id) on delete cascade,
  in_id uuid not null references transactions (id) on delete cascade,
  kind text not null check (kind in ('transfer', 'refund')),
  says text not null check (says in ('suggested', 'linked', 'rejected')),
  -- Who said so; empty where we found it.
  by_member uuid references members (id) on delete set null,
  score real not null default 1,
  created_at timestamptz not null default now(),
  constraint transfer_links_pair unique (out_id, in_id, kind)
);
--> statement-breakpoint
create index transfer_links_in on transfer_links (in_id);
--> statement-breakpoint
-- Pairs that were found before are links from now on.
insert into transfer_links (out_id, in_id, kind, says, score)
select id, transfer_peer, 'transfer', 'linked', 5 from transactions
where amount < 0 and transfer_peer is not null on conflict do nothing;
--> statement-breakpoint
alter table items add column manual boolean not null default false;
--> statement-breakpoint
-- One step of one person, whatever it changed: undone and done again as a whole.
create table change_rows (
  id bigint primary key generated always as identity,
  change_id uuid not null references changes (id) on delete cascade,
  -- Of a transaction its own values; of any other thing the whole row, null where there was none.
  transaction_id uuid references transactions (id) on delete cascade,
  thing text,
  key text,
  before jsonb,
  after jsonb,
  constraint change_rows_what check ((transaction_id is null) = (thing is not null and key is not null))
);
--> statement-breakpoint
insert into change_rows (change_id, transaction_id, before, after)
select id, transaction_id, before, after from changes order by at, id;
--> statement-breakpoint
create index change_rows_change on change_rows (change_id);
--> statement-breakpoint
create index change_rows_transaction on change_rows (transaction_id) where transaction_id is not null;
--> statement-breakpoint
alter table changes drop column transaction_id, drop column before, drop column after;
