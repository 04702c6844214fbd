-- What is meant to be spent in a month: under a category, under a group, or (without one) on
-- everything else. What was spent is counted when somebody asks, over what they may see.
create table budgets (
  id uuid primary key default uuid7(),
  -- Whose alone it is, counted over their own accounts; empty for the household's.
  member_id uuid references members (id) on delete cascade,
  made_by uuid references members (id) on delete set null,
  category text,
  -- First days of months: the first one it is there in, and the first one it is not any more.
  since date not null,
  until date,
  -- From this month on what is left, or missing, goes on into the next; empty: each by itself.
  carries_from date,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create index budgets_member on budgets (member_id);
--> statement-breakpoint
-- Of one month alone, or of that month and all that follow until another one says otherwise.
create table budget_amounts (
  budget_id uuid not null references budgets (id) on delete cascade,
  month date not null,
  only_this boolean not null,
  amount numeric(28, 10) not null,
  constraint budget_amounts_key primary key (budget_id, month, only_this),
  constraint budget_amounts_amount check (amount >= 0)
);
--> statement-breakpoint
create table budget_moves (
  id uuid primary key default uuid7(),
  month date not null,
  from_id uuid not null references budgets (id) on delete cascade,
  to_id uuid not null references budgets (id) on delete cascade,
  amount numeric(28, 10) not null,
  made_by uuid references members (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint budget_moves_amount check (amount > 0 and from_id <> to_id)
);
--> statement-breakpoint
create index budget_moves_from on budget_moves (from_id);
--> statement-breakpoint
create index budget_moves_to on budget_moves (to_id);
