-- In what a budget is planned and counted: that of the household when it was made. What the
-- household chooses later makes no other sums of it.
alter table budgets add column currency text;
--> statement-breakpoint
update budgets set currency = (select currency from household);
--> statement-breakpoint
alter table budgets alter column currency set not null;
