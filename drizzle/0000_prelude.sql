-- What the tables rest on. Run by the owner role; the app's role may read and write rows, nothing more.
create extension if not exists pg_trgm;
--> statement-breakpoint
grant usage on schema public to ledgerberry_app;
--> statement-breakpoint
alter default privileges in schema public
  grant select, insert, update, delete on tables to ledgerberry_app;
--> statement-breakpoint
alter default privileges in schema public grant usage, select on sequences to ledgerberry_app;
--> statement-breakpoint
-- A UUID of version 7: new rows land side by side in every index, and ids tell nobody's count.
-- Postgres 18 has its own uuidv7(); the Pi's Debian has 15 or 17.
create function uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;
--> statement-breakpoint
-- How a transaction counts, derived from its own row so that no code path can forget it.
-- kind: the account's; own: the household's category; bank: Plaid's; amount: negative leaves the
-- account; paired: the other leg was found in another account of the household.
create function flow_of(kind text, own text, bank text, amount numeric, paired boolean)
returns text language sql immutable parallel safe as $$
  select case
    when coalesce(own, bank) in ('TRANSFER_IN', 'TRANSFER_OUT')
      or coalesce(own, bank) ~ '^TRANSFER_(IN|OUT)_(ACCOUNT_TRANSFER|SAVINGS|INVESTMENT)'
      or coalesce(own, bank) ~ '^LOAN_PAYMENTS_CREDIT_CARD' then 'transfer'
    when own is null and (paired or kind in ('investment', 'loan')) then 'transfer'
    when own is null and bank like 'LOAN_DISBURSEMENTS%' then 'transfer'
    -- Money into a card is its payment unless the bank names a shop: then it is a refund.
    when own is null and kind = 'credit' and amount > 0
      and (bank is null or bank ~ '^(INCOME|LOAN|TRANSFER|OTHER)') then 'transfer'
    when coalesce(own, bank) like 'INCOME%' then 'income'
    when amount > 0 and (coalesce(own, bank) is null
      or coalesce(own, bank) ~ '^(TRANSFER_IN|LOAN|OTHER)') then 'income'
    else 'spending'
  end
$$;
