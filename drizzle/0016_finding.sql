-- Whether a row was reviewed is known without reading it.
drop index transactions_day;
--> statement-breakpoint
create index transactions_day on transactions (day desc, id desc)
  include (account_id, amount, currency, flow, category_shown, pending, hidden_by, hidden_until,
    hidden_how, twin_of, is_split, reviewed)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
-- The few rows of which people said something.
create index transactions_edited on transactions (day desc, id desc)
  where num_nonnulls(own_name, own_category, own_date, own_note, own_tags, own_split, own_left_out,
    own_reviewed) - num_nonnulls(own_reviewed) > 0 and removed_at is null and deleted_at is null;
--> statement-breakpoint
-- That they are few Postgres must be told: by itself it would think that most rows are such.
create statistics transactions_notes on (coalesce(own_note, auto_note)) from transactions;
--> statement-breakpoint
create statistics transactions_edits on (num_nonnulls(own_name, own_category, own_date, own_note,
  own_tags, own_split, own_left_out, own_reviewed) - num_nonnulls(own_reviewed)) from transactions;
