-- What currencies were worth in each other, by day: typed by people, or told by the European
-- Central Bank's public file. One unit of `base` is worth `rate` of `quote`.
create table rates (
  id uuid primary key default uuid7(),
  day date not null,
  base text not null,
  quote text not null,
  rate numeric not null,
  source text not null,
  made_by uuid references members (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint rates_one unique (base, quote, day, source),
  constraint rates_rate check (rate > 0 and base <> quote),
  constraint rates_source check (source in ('hand', 'ecb'))
);
--> statement-breakpoint
create index rates_day on rates (day);
--> statement-breakpoint
-- Whether the bank's file is read at all: off unless an owner switches it on.
alter table household add column ecb_rates boolean not null default false;
--> statement-breakpoint
-- When it is read next, and how that went. One row, made when it is first switched on.
create table rate_reads (
  one boolean primary key default true,
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  error_code text,
  read_at timestamptz,
  constraint rate_reads_one check (one)
);
