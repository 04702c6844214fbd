-- What members said of something that comes back; the series themselves are stored nowhere.
create table recurring_decisions (
  id uuid primary key default uuid7(),
  account_id uuid not null references accounts (id) on delete cascade,
  series text not null,
  says text not null,
  name text,
  amount numeric(28, 10),
  cadence text,
  next_day date,
  facts jsonb not null,
  merged_into uuid,
  created_at timestamptz not null default now(),
  constraint recurring_decisions_says check (says in ('accepted', 'dismissed', 'undecided'))
);
--> statement-breakpoint
create index recurring_decisions_account on recurring_decisions (account_id);
