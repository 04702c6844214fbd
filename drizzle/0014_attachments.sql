-- Receipts and the like, kept where the backup finds them. The bytes lie apart: what the undo list
-- remembers of an attachment is small.
create table attachments (
  id uuid primary key default uuid7(),
  transaction_id uuid not null references transactions (id) on delete cascade,
  member_id uuid references members (id) on delete set null,
  name text not null,
  type text not null,
  size integer not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
--> statement-breakpoint
create index attachments_transaction on attachments (transaction_id);
--> statement-breakpoint
create table attachment_bytes (
  attachment_id uuid primary key references attachments (id) on delete cascade,
  bytes bytea not null
);
--> statement-breakpoint
-- A picture is compressed already.
alter table attachment_bytes alter column bytes set storage external;
