-- The register of everything, newest first, which also answers a month's sums by itself.
create index transactions_day on transactions (day desc, id desc)
  include (account_id, amount, currency, flow, category_shown, pending)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
-- What few pages show stays out of the rows that every page reads: three times as many fit in memory.
alter table transactions set (toast_tuple_target = 400);
--> statement-breakpoint
alter table transactions alter column details set storage external;
--> statement-breakpoint
-- How common a word is decides how a search is run: know it well.
alter table transactions alter column search set statistics 500;
