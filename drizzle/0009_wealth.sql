-- Whether the banks are asked for more than transactions: some plans bill it for each link.
alter table household add column ask_wealth boolean not null default true;
--> statement-breakpoint
-- What a link is asked for beside its transactions, apart from them: its own due time, lease and
-- failure, so that a bank that lacks it or stumbles over it disturbs nothing else.
create table item_products (
  item_id uuid not null references items (id) on delete cascade,
  product text not null,
  state text not null,
  due_at timestamptz,
  lease_by uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  -- Of trades: the whole history is to be read, not only what is new.
  whole boolean not null default true,
  error_code text,
  error_class text,
  error_request_id text,
  error_at timestamptz,
  read_at timestamptz,
  primary key (item_id, product),
  constraint item_products_product check (product in ('liabilities', 'holdings', 'trades')),
  constraint item_products_state check (state in ('asked', 'offered', 'lacking'))
);
--> statement-breakpoint
create index item_products_due on item_products (due_at) where due_at is not null;
--> statement-breakpoint
-- What a bank tells of a card or a loan beyond its balance. Percentages are per year.
create table liabilities (
  account_id uuid primary key references accounts (id) on delete cascade,
  kind text not null,
  rate numeric,
  next_due date,
  next_amount numeric(28, 10),
  minimum numeric(28, 10),
  overdue boolean,
  past_due numeric(28, 10),
  statement_on date,
  statement_balance numeric(28, 10),
  paid_on date,
  paid_amount numeric(28, 10),
  details jsonb not null,
  constraint liabilities_kind check (kind in ('card', 'mortgage', 'student', 'loan', 'line'))
);
--> statement-breakpoint
create table securities (
  id uuid primary key default uuid7(),
  item_id uuid not null references items (id) on delete cascade,
  plaid_security_id text not null,
  name text not null,
  ticker text,
  kind text,
  -- The same of every bank that holds it, where one is told.
  isin text,
  currency text not null,
  is_cash boolean not null,
  price numeric,
  price_on date,
  constraint securities_plaid unique (item_id, plaid_security_id)
);
--> statement-breakpoint
-- Quantities and prices are of any precision; worth and cost are money.
create table holdings (
  account_id uuid not null references accounts (id) on delete cascade,
  security_id uuid not null references securities (id) on delete cascade,
  quantity numeric not null,
  price numeric,
  price_on date,
  worth numeric(28, 10) not null,
  cost numeric(28, 10),
  currency text not null,
  primary key (account_id, security_id)
);
--> statement-breakpoint
create index holdings_security on holdings (security_id);
--> statement-breakpoint
create table trades (
  id uuid primary key default uuid7(),
  account_id uuid not null references accounts (id) on delete cascade,
  plaid_trade_id text not null,
  security_id uuid references securities (id) on delete cascade,
  day date not null,
  name text not null,
  -- Money leaving the account is negative: what is bought.
  amount numeric(28, 10) not null,
  currency text not null,
  quantity numeric not null,
  price numeric not null,
  fees numeric(28, 10),
  kind text not null,
  subtype text,
  constraint trades_plaid_trade_id_unique unique (plaid_trade_id)
);
--> statement-breakpoint
create index trades_account on trades (account_id, day desc, id desc);
--> statement-breakpoint
create index trades_security on trades (security_id);
