-- What people filed, the newest first: each sync learns from it.
create index transactions_filed on transactions (account_id, day desc, id desc)
  where (own_category is not null or own_reviewed) and removed_at is null and deleted_at is null;
--> statement-breakpoint
-- Rows with letters beyond ASCII, which are written in many ways: whoever looks for a word without
-- its accents looks at all of them.
create index transactions_accented on transactions (account_id)
  where octet_length(search) > length(search) and removed_at is null and deleted_at is null;
