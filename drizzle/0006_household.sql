CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"subject_id" uuid,
	"about" text NOT NULL,
	"kind" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"network" text
);
--> statement-breakpoint
CREATE TABLE "passkey_challenges" (
	"challenge" "bytea" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"member_id" uuid,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"credential_id" "bytea" NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"backed_up" boolean NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"member_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	CONSTRAINT "recovery_codes_member_id_code_hash_pk" PRIMARY KEY("member_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "totp" (
	"member_id" uuid PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"verified_at" timestamp with time zone,
	"last_step" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"role" text NOT NULL,
	"name" text,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invitations_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "links_to_end" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"plaid_item_id" text NOT NULL,
	"institution_name" text NOT NULL,
	"access_token" text NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_try_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error_code" text,
	"request_id" text,
	CONSTRAINT "links_to_end_plaid_item_id_unique" UNIQUE("plaid_item_id")
);
--> statement-breakpoint
CREATE TABLE "account_shares" (
	"account_id" uuid NOT NULL,
	"member_id" uuid,
	"level" text NOT NULL,
	CONSTRAINT "account_shares_one" UNIQUE NULLS NOT DISTINCT("account_id","member_id"),
	CONSTRAINT "account_shares_level" CHECK ("account_shares"."level" in ('none', 'balances', 'full'))
);
--> statement-breakpoint
CREATE TABLE "hidden_merchants" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"merchant" text NOT NULL,
	"name" text NOT NULL,
	"until" date NOT NULL,
	"how" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hidden_merchants_one" UNIQUE("member_id","merchant")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "idle_minutes" integer DEFAULT 43200 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "confirmed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "sharing_set" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "hidden_by" uuid;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "hidden_until" date;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "hidden_how" text;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "hidden_rule" uuid;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_challenges" ADD CONSTRAINT "passkey_challenges_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp" ADD CONSTRAINT "totp_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_members_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_shares" ADD CONSTRAINT "account_shares_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_shares" ADD CONSTRAINT "account_shares_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden_merchants" ADD CONSTRAINT "hidden_merchants_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_member" ON "api_tokens" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "passkeys_member" ON "passkeys" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "account_shares_member" ON "account_shares" USING btree ("member_id");--> statement-breakpoint
-- Whatever is hidden: found by its day, its rule and whoever hides it.
create index transactions_hidden on transactions (hidden_by, hidden_rule) where hidden_by is not null;
--> statement-breakpoint
-- A month's sums must know what is hidden, so the index that answers them says it too.
drop index transactions_day;
--> statement-breakpoint
create index transactions_day on transactions (day desc, id desc)
  include (account_id, amount, currency, flow, category_shown, pending, hidden_by, hidden_until,
    hidden_how)
  where removed_at is null and deleted_at is null;
--> statement-breakpoint
-- What a rule about a merchant goes by.
create function merchant_key(merchant_id text, merchant_name text, name text)
returns text language sql immutable parallel safe as $$
  select coalesce(merchant_id, lower(coalesce(merchant_name, name)))
$$;
--> statement-breakpoint
-- The household's day: a surprise is hidden until one.
create function household_today() returns date language sql stable parallel safe as $$
  select (now() at time zone time_zone)::date from household
$$;
--> statement-breakpoint
-- Nobody who holds the app's rights alone can change or take away what it has noted.
revoke update, delete on audit_log from ledgerberry_app;
--> statement-breakpoint
create function forget_old_audit() returns bigint
language sql security definer set search_path = public as $$
  with gone as (delete from audit_log where at < now() - interval '3 years' returning 1)
  select count(*) from gone
$$;
--> statement-breakpoint
-- The one rule of who sees what of which account: own, full, balances, or nothing (null). By name
-- before what holds for the household, which viewers are not meant by.
create view account_access as
  select a.id as account_id, m.id as member_id, i.member_id as linked_by,
    case when i.member_id = m.id then 'own'
      else nullif(coalesce(named.level, house.level), 'none') end as access
  from accounts a
  join items i on i.id = a.item_id
  cross join members m
  left join account_shares named on named.account_id = a.id and named.member_id = m.id
  left join account_shares house on house.account_id = a.id and house.member_id is null
    and m.role <> 'viewer';
--> statement-breakpoint
-- Whatever ends a session, every process is told and closes the pages that are open with it.
create function tell_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('ledgerberry_doors', json_build_object('session', old.id)::text);
  return null;
end $$;
--> statement-breakpoint
create trigger sessions_ended after delete on sessions
  for each row execute function tell_session_ended();
--> statement-breakpoint
-- Whose role changes is somebody else to every open page of theirs.
create function tell_role_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('ledgerberry_doors', json_build_object('member', new.id)::text);
  return null;
end $$;
--> statement-breakpoint
create trigger members_role after update of role on members
  for each row when (old.role is distinct from new.role) execute function tell_role_changed();
