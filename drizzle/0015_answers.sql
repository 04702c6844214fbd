-- Balances are reckoned back from what was posted, account by account, by the bank's own days.
create index transactions_posted on transactions (account_id, date)
  include (amount, currency, hidden_by, hidden_until, hidden_how)
  where not pending and removed_at is null and twin_of is null;
