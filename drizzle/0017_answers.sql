-- Balances are reckoned back from what was posted, account by account, by the bank's own days.
create index transactions_posted on transactions (account_id, date)
  include (amount, currency, hidden_by, hidden_until, hidden_how)
  where not pending and removed_at is null and twin_of is null;
--> statement-breakpoint
-- Whom the money goes to, over any number of years, and everything of one of them.
create index transactions_merchant on transactions (name_shown, day desc)
  include (account_id, amount, currency, flow, category_shown, pending, hidden_by, hidden_until,
    hidden_how, twin_of, is_split)
  where removed_at is null and deleted_at is null;
