create table saved_searches (
  id uuid primary key default uuid7(),
  member_id uuid not null references members (id) on delete cascade,
  name text not null,
  -- As the address of the register carries it.
  search text not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create index saved_searches_member on saved_searches (member_id);
--> statement-breakpoint
-- Merchants, by a part of their name or by one that is nearly the same.
create index transactions_merchant on transactions using gin (name_shown gin_trgm_ops)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
-- The register by name. A name may be longer than an index can hold.
create index transactions_name on transactions
  (left(lower(name_shown), 100), day desc, id desc)
  include (account_id, twin_of, hidden_by, hidden_until)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
-- The few rows on which somebody wrote something.
create index transactions_noted on transactions (day desc, id desc)
  where coalesce(own_note, auto_note) is not null and removed_at is null and deleted_at is null;
--> statement-breakpoint
alter table transactions alter column name_shown set statistics 500;
