-- A loan paid out is no income either where the household itself files it so; crypto is bought and
-- sold as funds are.
create or replace function flow_of(
  kind text, own text, bank text, amount numeric, paired boolean)
returns text language sql immutable parallel safe as $$
  select case
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
update transactions set own_category = own_category
where category_shown ~ '^(LOAN_DISBURSEMENTS|TRANSFER_(IN|OUT)_CRYPTO)';
