CREATE TABLE "joints" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"first_says" boolean,
	"second_says" boolean,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"joined_at" timestamp with time zone,
	CONSTRAINT "joints_pair" UNIQUE("first_id","second_id")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "joint_of" uuid;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "twin_of" uuid;--> statement-breakpoint
ALTER TABLE "joints" ADD CONSTRAINT "joints_first_id_accounts_id_fk" FOREIGN KEY ("first_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joints" ADD CONSTRAINT "joints_second_id_accounts_id_fk" FOREIGN KEY ("second_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "joints_second" ON "joints" USING btree ("second_id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_joint_of_accounts_id_fk" FOREIGN KEY ("joint_of") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transactions_twin" ON "transactions" USING btree ("twin_of") WHERE twin_of is not null;--> statement-breakpoint
drop index transactions_day;
--> statement-breakpoint
create index transactions_day on transactions (day desc, id desc)
  include (account_id, amount, currency, flow, category_shown, pending, hidden_by, hidden_until,
    hidden_how, twin_of)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
drop view account_access;
--> statement-breakpoint
-- The one rule of who sees what of which account: own, full, balances, or nothing (null). By name
-- before what holds for the household, which viewers are not meant by. The feeds of a joint account
-- are one ledger: its linkers own it, and others see what all of them share.
create view account_access as
  with feeds as (
    select a.id as account_id, coalesce(a.joint_of, a.id) as ledger_id, m.id as member_id,
      i.member_id as linked_by,
      case when i.member_id = m.id then 3
        else case coalesce(named.level, house.level)
          when 'full' then 2 when 'balances' then 1 else 0 end end as level
    from accounts a
    join items i on i.id = a.item_id
    cross join members m
    left join account_shares named on named.account_id = a.id and named.member_id = m.id
    left join account_shares house on house.account_id = a.id and house.member_id is null
      and m.role <> 'viewer')
  select account_id, ledger_id, member_id, linked_by, array_agg(linked_by) over ledger as linkers,
    case when max(level) over ledger = 3 then 'own'
      else case min(level) over ledger when 2 then 'full' when 1 then 'balances' end end as access
  from feeds window ledger as (partition by ledger_id, member_id);
