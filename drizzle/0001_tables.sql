CREATE TABLE "link_events" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"member_id" uuid,
	"link_session_id" uuid,
	"plaid_event_id" text,
	"plaid_link_session_id" text,
	"name" text NOT NULL,
	"institution_id" text,
	"error_type" text,
	"error_code" text,
	"request_id" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plaid_api_events" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"method" text NOT NULL,
	"item_id" uuid,
	"member_id" uuid,
	"request_id" text,
	"status" integer,
	"error_type" text,
	"error_code" text,
	"duration_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncs" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"item_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"modified" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"restarts" smallint DEFAULT 0 NOT NULL,
	"error_code" text,
	"error_class" text,
	"request_id" text,
	"diff" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"type" text NOT NULL,
	"code" text NOT NULL,
	"plaid_item_id" text,
	"outcome" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"connection_limit" integer DEFAULT 10 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "household_one" CHECK ("household"."one")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner', 'member', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"member_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_codes" (
	"code_hash" "bytea" PRIMARY KEY NOT NULL,
	"member_id" uuid,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"item_id" uuid NOT NULL,
	"plaid_account_id" text NOT NULL,
	"persistent_account_id" text,
	"name" text NOT NULL,
	"official_name" text,
	"mask" text,
	"kind" text NOT NULL,
	"subtype" text,
	"currency" text NOT NULL,
	"balance" numeric(28, 10),
	"available" numeric(28, 10),
	"credit_limit" numeric(28, 10),
	"balance_at" timestamp with time zone,
	"own_name" text,
	"transaction_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "balances" (
	"account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"balance" numeric(28, 10) NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "balances_account_id_day_pk" PRIMARY KEY("account_id","day")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"transaction_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"sentence" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"account_id" uuid NOT NULL,
	"plaid_transaction_id" text NOT NULL,
	"pending_transaction_id" text,
	"amount" numeric(28, 10) NOT NULL,
	"amount_sent" numeric NOT NULL,
	"currency" text NOT NULL,
	"date" date NOT NULL,
	"authorized_date" date,
	"pending" boolean NOT NULL,
	"name" text NOT NULL,
	"merchant_name" text,
	"merchant_id" text,
	"category" text,
	"category_primary" text,
	"account_kind" text NOT NULL,
	"details" jsonb NOT NULL,
	"transfer_peer" uuid,
	"own_name" text,
	"own_category" text,
	"own_date" date,
	"own_note" text,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	"day" date GENERATED ALWAYS AS (coalesce(own_date, authorized_date, date)) STORED NOT NULL,
	"category_shown" text GENERATED ALWAYS AS (coalesce(own_category, category)) STORED,
	"flow" text GENERATED ALWAYS AS (flow_of(account_kind, own_category, category, amount, transfer_peer is not null)) STORED NOT NULL,
	"search" text GENERATED ALWAYS AS (lower(coalesce(own_name, '') || ' ' || name || ' ' || coalesce(merchant_name, '') || ' '
          || coalesce(details ->> 'original_description', '') || ' ' || coalesce(own_note, '')
          || ' ' || replace(coalesce(own_category, category, ''), '_', ' '))) STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "institutions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"color" text,
	"logo" "bytea",
	"oauth" boolean DEFAULT false NOT NULL,
	"fetched_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "item_exchanges" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"member_id" uuid NOT NULL,
	"institution_id" text,
	"plaid_item_id" text,
	"outcome" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"plaid_item_id" text NOT NULL,
	"institution_id" text,
	"institution_name" text NOT NULL,
	"access_token" text,
	"webhook_url" text,
	"state" text DEFAULT 'ok' NOT NULL,
	"error_code" text,
	"error_class" text,
	"error_request_id" text,
	"error_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"new_accounts" boolean DEFAULT false NOT NULL,
	"cursor" text,
	"sweep" boolean DEFAULT false NOT NULL,
	"history_complete" boolean DEFAULT false NOT NULL,
	"bank_updated_at" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"requested_at" timestamp with time zone,
	"requested_kind" text,
	"lease_by" uuid,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "link_sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"member_id" uuid NOT NULL,
	"item_id" uuid,
	"via" text NOT NULL,
	"link_token" text NOT NULL,
	"link_token_hash" "bytea" NOT NULL,
	"plaid_link_session_id" text,
	"outcome" text DEFAULT 'open' NOT NULL,
	"sentence" text DEFAULT '' NOT NULL,
	"result_item_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sweep_until" timestamp with time zone NOT NULL,
	"next_check_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_codes" ADD CONSTRAINT "sign_in_codes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balances" ADD CONSTRAINT "balances_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_sessions" ADD CONSTRAINT "link_sessions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_sessions" ADD CONSTRAINT "link_sessions_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "link_events_plaid" ON "link_events" USING btree ("plaid_event_id");--> statement-breakpoint
CREATE INDEX "link_events_at" ON "link_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "plaid_api_events_at" ON "plaid_api_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "syncs_item" ON "syncs" USING btree ("item_id","started_at");--> statement-breakpoint
CREATE INDEX "webhook_events_at" ON "webhook_events" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "members_email" ON "members" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sessions_member" ON "sessions" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_plaid" ON "accounts" USING btree ("plaid_account_id");--> statement-breakpoint
CREATE INDEX "accounts_item" ON "accounts" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "changes_member" ON "changes" USING btree ("member_id","at");--> statement-breakpoint
CREATE INDEX "changes_tx" ON "changes" USING btree ("transaction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_plaid" ON "transactions" USING btree ("plaid_transaction_id");--> statement-breakpoint
CREATE INDEX "transactions_account" ON "transactions" USING btree ("account_id","day" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE removed_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "transactions_category" ON "transactions" USING btree ("category_shown" text_pattern_ops,"day" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE removed_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "transactions_amount" ON "transactions" USING btree (abs(amount)) WHERE removed_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "transactions_deleted" ON "transactions" USING btree ("account_id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "transactions_pending_id" ON "transactions" USING btree ("pending_transaction_id") WHERE pending_transaction_id is not null;--> statement-breakpoint
CREATE INDEX "transactions_search" ON "transactions" USING gin (search gin_trgm_ops) WHERE removed_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "transactions_peer" ON "transactions" USING btree ("transfer_peer") WHERE transfer_peer is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "items_plaid" ON "items" USING btree ("plaid_item_id");--> statement-breakpoint
CREATE INDEX "items_member" ON "items" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "items_due" ON "items" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "link_sessions_token" ON "link_sessions" USING btree ("link_token_hash");--> statement-breakpoint
CREATE INDEX "link_sessions_check" ON "link_sessions" USING btree ("next_check_at") WHERE next_check_at is not null;