import { idMint } from './ids.ts';
import type { ErrorCode } from '#server/sandbox/errors.ts';
import type {
  BankAccount,
  BankSecurity,
  LiveTransaction,
  ProductName,
} from '#server/sandbox/types.ts';

/** A transaction with the ids that the item gave it. Never changed: a new one takes its place. */
export type Row = LiveTransaction & {
  readonly account_id: string;
  readonly pending_transaction_id: string | null;
};

/**
 * What an item knows of one transaction id. `added` and `last` are places in the log (1 is the
 * first); 0 in `added` means that history has not reached it yet. `removed` goes to the client as
 * such, `hidden` left silently with its account.
 */
export interface Entry {
  row: Row;
  added: number;
  last: number;
  gone: null | 'removed' | 'hidden';
}

export type Account = BankAccount & { readonly account_id: string };
export type SecurityRecord = BankSecurity & { readonly security_id: string };

/**
 * How the login stands. `error_code` is what product endpoints answer with. A revoked item that is
 * not `repairable` refuses update mode too.
 */
export interface Health {
  readonly state: 'healthy' | 'login_required' | 'pending_disconnect' | 'revoked' | 'removed';
  readonly error_code: ErrorCode | null;
  readonly repairable?: boolean;
}

/** What is written of an item whenever it changes; small, so that it may be written often. */
export interface ItemMeta {
  readonly item_id: string;
  readonly access_token: string;
  readonly institution_id: string;
  readonly username: string;
  readonly created_at: string;
  readonly days_requested: number;
  readonly behaviour: 'still' | 'dynamic';
  consent_expiration_time: string | null;
  exchanged: boolean;
  products: ProductName[];
  consented: ProductName[];
  billed: ProductName[];
  webhook: string | null;
  health: Health;
  /** How much of the history is told: nothing, the last 30 days, all. */
  phase: 'new' | 'initial' | 'historical';
  /** The bank's age when the history began to be fetched; null before. */
  started: number | null;
  /** /transactions/sync has been called: SYNC_UPDATES_AVAILABLE is armed. */
  synced: boolean;
  life: boolean;
  last_update: string | null;
  last_failure: string | null;
  last_webhook: { sent_at: string; code_sent: string } | null;
}

export interface Item {
  meta: ItemMeta;
  accounts: Account[];
  securities: SecurityRecord[];
  /** How many ids have been minted. */
  minted: number;
  readonly mint: (ordinal: number) => string;
  /** By transaction id, gone ones too. */
  readonly entries: Map<string, Entry>;
  /** Append-only: who was added, modified or removed, in order. */
  readonly log: Entry[];
  /** Live pending ones, so that a posted one finds what it replaces. */
  readonly pending: Set<Entry>;
}

export function emptyItem(meta: ItemMeta): Item {
  return {
    meta,
    accounts: [],
    securities: [],
    minted: 0,
    mint: idMint(`item:${meta.item_id}`),
    entries: new Map(),
    log: [],
    pending: new Set(),
  };
}

export function mintId(item: Item): string {
  item.minted += 1;
  return item.mint(item.minted);
}

/** Everything that a client which is up to date should hold. */
export function liveRows(item: Item): Row[] {
  const rows: Row[] = [];
  for (const entry of item.entries.values()) {
    if (!entry.gone && entry.added > 0) rows.push(entry.row);
  }
  return rows;
}

/** Nothing more is asked of a removed item: its rows need not be carried about. */
export function forget(item: Item): void {
  item.entries.clear();
  item.pending.clear();
  item.log.length = 0;
}
