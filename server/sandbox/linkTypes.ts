import type { LinkEventMetadata, PlaidError } from 'plaid';
import type { BankLogin, ProductName, ResolvedUser, SandboxInstitution } from './bankTypes.ts';
import type { Wire } from './wire.ts';

/** A link token as Link pages see it. Times are ISO instants of the real clock. */
export interface LinkTicket {
  readonly link_token: string;
  /** The id in the hosted page's address: /link/<hosted_id>. */
  readonly hosted_id: string;
  readonly expired: boolean;
  readonly client_name: string;
  readonly language: string;
  readonly country_codes: readonly string[];
  readonly products: readonly ProductName[];
  readonly redirect_uri: string | null;
  readonly completion_redirect_uri: string | null;
  readonly hosted: boolean;
  /** Set in update mode: whose door is being repaired. */
  readonly update: {
    readonly item_id: string;
    readonly institution_id: string;
    readonly account_selection_enabled: boolean;
    /** Keys of the accounts that are granted now. */
    readonly granted: readonly string[];
  } | null;
}

export interface LinkedAccount {
  readonly id: string;
  readonly name: string;
  readonly mask: string | null;
  readonly type: string;
  readonly subtype: string;
  readonly verification_status: string | null;
  readonly class_type: string | null;
}

/** What onSuccess gets. In update mode `public_token` is null: nothing is to be exchanged. */
export interface LinkOutcome {
  readonly public_token: string | null;
  readonly accounts: readonly LinkedAccount[];
  readonly institution: { readonly institution_id: string; readonly name: string };
  readonly link_session_id: string;
}

export interface LinkFinish {
  readonly institution_id: string;
  readonly username: string;
  /** Written into the item, so that an update-mode sign-in can be compared. */
  readonly login: BankLogin;
  /** Keys of the accounts that the person ticked. */
  readonly accounts: readonly string[];
}

export interface LinkExit {
  readonly error_code: string | null;
  readonly status?: string;
  readonly institution_id?: string;
}

/** The desk that Link pages stand at. Everything it does shows in /link/token/get and webhooks. */
export interface LinkDesk {
  /** By link token or by the id in the hosted page's address. */
  findLinkToken(tokenOrHostedId: string): LinkTicket | null;
  /** Starts a session of a token and returns its link_session_id. */
  beginSession(linkToken: string): string;
  recordEvent(sessionId: string, name: string, metadata?: Wire<LinkEventMetadata>): void;
  /** Mints a public token, or repairs the item in update mode. Fires SESSION_FINISHED. */
  finishSession(sessionId: string, finish: LinkFinish): LinkOutcome;
  /** Fires SESSION_FINISHED with status EXITED; returns the error as onExit gets it. */
  exitSession(sessionId: string, exit: LinkExit): Wire<PlaidError> | null;
  /** The envelope of an error code, as the API would send it. */
  describeError(errorCode: string): Wire<PlaidError>;
  institutions(): readonly SandboxInstitution[];
  institution(id: string): SandboxInstitution | null;
  resolveUser(institutionId: string, username: string, password: string): ResolvedUser;
  /** The base of every address that is handed out, without a slash at its end. */
  readonly base: string;
}
