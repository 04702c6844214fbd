import { requestIds, uuidOf } from './ids.ts';
import type { Clock } from './clock.ts';
import type { Item } from './item.ts';
import type { Journal } from './journal.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { ErrorCode } from '#server/sandbox/errors.ts';
import type {
  LinkOutcome,
  ProductName,
  ResolveUser,
  SandboxInstitution,
} from '#server/sandbox/types.ts';
import type { LinkEvent } from 'plaid';
import type { Wire } from '#server/sandbox/wire.ts';

/** A link token. Instants are ISO, of the real clock; `dies` is the bank's age at its end. */
export interface Ticket {
  readonly link_token: string;
  readonly hosted_id: string;
  readonly created_at: string;
  readonly expiration: string;
  readonly dies: number;
  readonly client_name: string;
  readonly language: string;
  readonly country_codes: readonly string[];
  readonly products: readonly ProductName[];
  readonly required_if_supported: readonly ProductName[];
  readonly optional: readonly ProductName[];
  readonly additional: readonly ProductName[];
  readonly days_requested: number;
  readonly webhook: string | null;
  readonly redirect_uri: string | null;
  readonly hosted: boolean;
  readonly completion_redirect_uri: string | null;
  readonly update: { readonly item_id: string; readonly selects: boolean } | null;
}

export interface Session {
  readonly link_session_id: string;
  readonly link_token: string;
  readonly started_at: string;
  finished_at: string | null;
  /** The bank's age at the end. */
  ended: number | null;
  outcome: LinkOutcome | null;
  exit: SessionExit | null;
  readonly events: Wire<LinkEvent>[];
}

export interface SessionExit {
  readonly error_code: ErrorCode | null;
  readonly status: string;
  readonly institution: { readonly institution_id: string; readonly name: string } | null;
  readonly request_id: string;
}

export interface PublicToken {
  readonly public_token: string;
  readonly item_id: string;
  readonly dies: number;
  exchanged: boolean;
}

/** What the control plane may set; written into the journal. */
export interface BankSettings {
  lifecycle: { initial_ms: number; historical_ms: number };
  limits: boolean;
  /** The redirect addresses that the Dashboard would allow; null allows all. */
  redirect_uris: string[] | null;
  /** No page of a sync is longer, whatever is asked for. */
  largest_page: number;
}

export interface BankOptions {
  readonly seed: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly institutions: readonly SandboxInstitution[];
  readonly resolveUser: ResolveUser;
  /** The base of the addresses that are handed out, without a slash at its end. */
  readonly linkBase: string;
}

/** Told of everything that a webhook could be about. */
export interface BankEvents {
  /** The history reached its next stage; `told` rows came. */
  revealed(item: Item, phase: 'initial' | 'historical', told: number): void;
  changed(item: Item, counts: { added: number; modified: number; removed: string[] }): void;
  finished(session: Session, ticket: Ticket): void;
  /** Accounts came or were told anew in these fields: debts and holdings are among them. */
  learned(item: Item, fields: ReadonlySet<string>): void;
}

/** Everything that the bank knows. Its parts are moved by the modules beside this one. */
export interface Bank {
  readonly seed: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly settings: BankSettings;
  readonly institutions: ReadonlyMap<string, SandboxInstitution>;
  readonly resolveUser: ResolveUser;
  linkBase: string;
  readonly tickets: Map<string, Ticket>;
  readonly hosted: Map<string, Ticket>;
  readonly sessions: Map<string, Session>;
  readonly publics: Map<string, PublicToken>;
  readonly items: Map<string, Item>;
  readonly byToken: Map<string, Item>;
  readonly notes: Map<string, unknown>;
  events: BankEvents;
  /** How many tokens and ids have been minted outside of items. */
  minted: number;
  readonly requestId: () => string;
}

export const DEFAULT_LIFECYCLE = { initial_ms: 5_000, historical_ms: 30_000 };

export function createBank(options: BankOptions): Bank {
  const { clock } = options;
  return {
    byToken: new Map(),
    clock,
    events: { changed() {}, finished() {}, learned() {}, revealed() {} },
    hosted: new Map(),
    institutions: new Map(options.institutions.map((one) => [one.institution_id, one])),
    items: new Map(),
    journal: options.journal,
    linkBase: options.linkBase,
    minted: 0,
    notes: new Map(),
    publics: new Map(),
    requestId: requestIds(`${options.seed}:${Date.now()}`),
    resolveUser: options.resolveUser,
    seed: options.seed,
    sessions: new Map(),
    settings: {
      largest_page: 500,
      lifecycle: { ...DEFAULT_LIFECYCLE },
      limits: false,
      redirect_uris: null,
    },
    tickets: new Map(),
  };
}

/** A new UUID of the bank's own sequence, for tokens. */
export function mintUuid(bank: Bank, kind: string): string {
  bank.minted += 1;
  return uuidOf(`${bank.seed}:${kind}:${bank.minted}`);
}

export function institutionOf(bank: Bank, id: string): SandboxInstitution {
  const found = bank.institutions.get(id);
  if (!found) throw new BankError('INVALID_INSTITUTION');
  return found;
}

export function itemInstitution(bank: Bank, item: Item): SandboxInstitution {
  return institutionOf(bank, item.meta.institution_id);
}

/** An item that a client may still name by its access token. */
export function itemByToken(bank: Bank, token: string): Item {
  const item = bank.byToken.get(token);
  if (!item?.meta.exchanged) throw new BankError('INVALID_ACCESS_TOKEN');
  if (item.meta.health.state === 'removed') throw new BankError('ITEM_NOT_FOUND');
  return item;
}

export function itemById(bank: Bank, id: string): Item {
  const item = bank.items.get(id);
  if (!item) throw new BankError('ITEM_NOT_FOUND', `no item ${id}`);
  return item;
}
