ALTER TABLE "accounts" ADD COLUMN "retold_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "retold_from" date;--> statement-breakpoint
-- An archived link is in no net worth: its accounts are closed.
update accounts a set closed_at = i.archived_at from items i
where i.id = a.item_id and i.archived_at is not null and a.closed_at is null;
