import type { Context } from 'hono';
import type { z } from 'zod';
import type { Api, RouteName } from '#server/contract/api.ts';
import type { ApiToken } from '#server/db/apiTokens.ts';
import type { Database } from '#server/db/connect.ts';
import type { Session } from '#server/db/sessions.ts';
import type { Viewer } from '#server/db/viewer.ts';
import type { LiveHub } from '#server/live.ts';
import type { Log } from '#server/log.ts';
import type { createWebhookAcceptor } from '#server/sync/acceptWebhook.ts';
import type { SyncDeps } from '#server/sync/deps.ts';
import type { SyncLoop } from '#server/sync/loop.ts';

/** What the doors are made with, once, in main. */
export interface HttpDeps {
  db: Database;
  live: LiveHub;
  log: Log;
  sync: SyncDeps;
  loop: SyncLoop;
  acceptWebhook: ReturnType<typeof createWebhookAcceptor>;
  now: () => number;
  host: string;
  port: number;
  publicUrl: string;
  webDir: string;
  /** Whom `security.txt` names; null: nobody but the page itself. */
  securityContact: string | null;
  demo: boolean;
  environment: 'sandbox' | 'production';
  /** Where the script of Plaid's Link is loaded from, and what its pages may reach. */
  linkScript: string;
  /** The sandbox bank whose Link pages are handed on under /bank/link; null outside the demo. */
  bankUrl: string | null;
}

type Part<Route, Name extends string> = Name extends keyof Route
  ? Route[Name] extends z.ZodType
    ? z.output<Route[Name]>
    : undefined
  : undefined;

/** A request after its door: parsed by the contract, and for members with its viewer. */
export interface Call<Name extends RouteName> {
  params: Part<Api[Name], 'params'>;
  query: Part<Api[Name], 'query'>;
  body: Part<Api[Name], 'body'>;
  /** Always there on routes that no API token reaches. */
  session: Api[Name] extends { browser: true } ? Session : Session | undefined;
  /** Where a program asks. */
  token: ApiToken | undefined;
  /** Always there on routes for members and owners. */
  viewer: Api[Name]['access'] extends 'member' | 'editor' | 'owner' ? Viewer : Viewer | undefined;
  context: Context;
}

export type Handler<Name extends RouteName> = (
  deps: HttpDeps,
  call: Call<Name>,
) => Promise<z.input<Api[Name]['reply']>>;

export type Handlers = { [Name in RouteName]: Handler<Name> };

export const ok = { ok: true } as const;
