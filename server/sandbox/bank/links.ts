import { institutionOf, mintUuid } from './bank.ts';
import { aYearLater, createItem, setHealth, shownBy } from './items.ts';
import { closeAccount, openAccounts } from './change.ts';
import { recordItem, recordRows, recordSession } from './memory.ts';
import type { Bank, Session, SessionExit, Ticket } from './bank.ts';
import type { Item } from './item.ts';
import { BankError, describeError, isErrorCode } from '#server/sandbox/errors.ts';
import type { ErrorCode } from '#server/sandbox/errors.ts';
import type {
  LinkDesk,
  LinkFinish,
  LinkOutcome,
  LinkTicket,
  LinkedAccount,
  ProductName,
  ResolvedUser,
} from '#server/sandbox/types.ts';

/** Where Link pages, and the control plane in their place, finish what a token began. */
export function createLinkDesk(bank: Bank): LinkDesk {
  return {
    get base() {
      return bank.linkBase;
    },
    beginSession: (linkToken) => beginSession(bank, linkToken).link_session_id,
    describeError: (code) => ({ ...describeError(codeOf(code)), request_id: bank.requestId() }),
    exitSession(sessionId, exit) {
      const session = openSession(bank, sessionId);
      const code = exit.error_code === null ? null : codeOf(exit.error_code);
      session.exit = {
        error_code: code,
        institution: namedInstitution(bank, exit.institution_id),
        request_id: bank.requestId(),
        status: exit.status ?? 'requires_credentials',
      };
      close(bank, session, 'EXIT');
      return code && { ...describeError(code), request_id: session.exit.request_id };
    },
    findLinkToken(id) {
      const ticket = bank.tickets.get(id) ?? bank.hosted.get(id);
      return ticket ? show(bank, ticket) : null;
    },
    finishSession: (sessionId, finish) => finishSession(bank, sessionId, finish),
    institution: (id) => bank.institutions.get(id) ?? null,
    institutions: () => [...bank.institutions.values()],
    recordEvent(sessionId, name, metadata = {}) {
      const session = bank.sessions.get(sessionId);
      if (!session) return;
      pushEvent(bank, session, name, metadata);
      recordSession(bank, session);
    },
    resolveUser: (institutionId, username, password) =>
      signIn(bank, institutionId, username, password),
  };
}

function namedInstitution(bank: Bank, id: string | undefined): SessionExit['institution'] {
  const found = id === undefined ? undefined : bank.institutions.get(id);
  return found ? { institution_id: found.institution_id, name: found.name } : null;
}

function codeOf(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}

/** Who stands behind a user name at an institution; the institution's own health goes first. */
export function signIn(
  bank: Bank,
  institutionId: string,
  username: string,
  password: string,
): ResolvedUser {
  const institution = institutionOf(bank, institutionId);
  if (institution.health === 'down') return { kind: 'error', error_code: 'INSTITUTION_DOWN' };
  if (institution.health === 'unsupported') {
    return { kind: 'error', error_code: 'INSTITUTION_NO_LONGER_SUPPORTED' };
  }
  const today = bank.clock.today();
  return bank.resolveUser({ institution, password, seed: bank.seed, today, username });
}

function show(bank: Bank, ticket: Ticket): LinkTicket {
  const item = ticket.update && bank.items.get(ticket.update.item_id);
  return {
    client_name: ticket.client_name,
    completion_redirect_uri: ticket.completion_redirect_uri,
    country_codes: ticket.country_codes,
    expired: ticket.dies <= bank.clock.elapsed(),
    hosted: ticket.hosted,
    hosted_id: ticket.hosted_id,
    language: ticket.language,
    link_token: ticket.link_token,
    products: ticket.products,
    redirect_uri: ticket.redirect_uri,
    update: item
      ? {
          account_selection_enabled: ticket.update!.selects,
          granted: item.accounts.map((account) => account.key),
          institution_id: item.meta.institution_id,
          item_id: item.meta.item_id,
        }
      : null,
  };
}

function beginSession(bank: Bank, linkToken: string): Session {
  const ticket = bank.tickets.get(linkToken);
  if (!ticket || ticket.dies <= bank.clock.elapsed()) throw new BankError('INVALID_LINK_TOKEN');
  const session: Session = {
    events: [],
    ended: null,
    exit: null,
    finished_at: null,
    link_session_id: mintUuid(bank, 'session'),
    link_token: linkToken,
    outcome: null,
    started_at: new Date().toISOString(),
  };
  bank.sessions.set(session.link_session_id, session);
  pushEvent(bank, session, 'OPEN', {});
  recordSession(bank, session);
  return session;
}

function openSession(bank: Bank, sessionId: string): Session {
  const session = bank.sessions.get(sessionId);
  if (!session || session.finished_at) {
    throw new BankError('INVALID_LINK_TOKEN', 'this Link session is over');
  }
  return session;
}

function pushEvent(
  bank: Bank,
  session: Session,
  name: string,
  metadata: Session['events'][number]['event_metadata'],
): void {
  session.events.push({
    event_id: mintUuid(bank, 'event'),
    event_metadata: { request_id: bank.requestId(), ...metadata },
    event_name: name,
    timestamp: new Date().toISOString(),
  });
}

function close(bank: Bank, session: Session, event: 'HANDOFF' | 'EXIT'): void {
  const ticket = bank.tickets.get(session.link_token)!;
  session.finished_at = new Date().toISOString();
  session.ended = bank.clock.elapsed();
  const code = session.exit?.error_code ?? null;
  pushEvent(bank, session, event, {
    ...(code ? errorMetadata(code) : {}),
    ...(session.exit ? { exit_status: session.exit.status } : {}),
  });
  recordSession(bank, session);
  bank.events.finished(session, ticket);
}

function errorMetadata(code: ErrorCode) {
  const { error_code, error_message, error_type } = describeError(code);
  return { error_code, error_message, error_type };
}

function finishSession(bank: Bank, sessionId: string, finish: LinkFinish): LinkOutcome {
  const session = openSession(bank, sessionId);
  const ticket = bank.tickets.get(session.link_token)!;
  const known = new Set(finish.login.accounts.map((account) => account.key));
  const keys = finish.accounts.filter((key) => known.has(key));
  if (keys.length === 0) throw new BankError('NO_ACCOUNTS');
  const { institution_id, name } = institutionOf(bank, finish.institution_id);
  const repaired = ticket.update
    ? repairItem(bank, ticket, ticket.update, { ...finish, accounts: keys })
    : null;
  const opened = repaired ? null : openItem(bank, ticket, { ...finish, accounts: keys });
  const item = repaired ?? opened!.item;
  session.outcome = {
    accounts: item.accounts.map(linkedAccount),
    institution: { institution_id, name },
    link_session_id: sessionId,
    public_token: opened?.publicToken ?? null,
  };
  close(bank, session, 'HANDOFF');
  return session.outcome;
}

function linkedAccount(account: Item['accounts'][number]): LinkedAccount {
  return {
    class_type: null,
    id: account.account_id,
    mask: account.mask,
    name: account.name,
    subtype: account.subtype ?? 'other',
    type: account.type,
    verification_status: null,
  };
}

function openItem(bank: Bank, ticket: Ticket, finish: LinkFinish) {
  const institution = institutionOf(bank, finish.institution_id);
  const offers = (product: ProductName) => institution.products.includes(product);
  const lacking = ticket.products.filter((product) => !offers(product));
  if (lacking.length > 0) throw new BankError('PRODUCTS_NOT_SUPPORTED');
  const chosen = finish.login.accounts.filter((one) => finish.accounts.includes(one.key));
  if (ticket.products.includes('liabilities') && !chosen.some(owes)) {
    throw new BankError('NO_LIABILITY_ACCOUNTS');
  }
  if (
    ticket.products.includes('investments') &&
    !chosen.some(({ type }) => type === 'investment')
  ) {
    throw new BankError('NO_INVESTMENT_ACCOUNTS');
  }
  const extra = [...ticket.required_if_supported, ...ticket.optional].filter(offers);
  return createItem(bank, {
    ...finish,
    consented: ticket.additional,
    days_requested: ticket.days_requested,
    products: [...new Set([...ticket.products, ...extra])],
    webhook: ticket.webhook,
  });
}

function owes({ type }: { type: string }): boolean {
  return type === 'credit' || type === 'loan';
}

/**
 * Update mode: the item keeps its id and its token and is well again. Where accounts may be chosen
 * anew, those no longer granted leave silently, and those granted again come under a new id.
 */
function repairItem(
  bank: Bank,
  ticket: Ticket,
  update: NonNullable<Ticket['update']>,
  finish: LinkFinish,
): Item {
  const item = bank.items.get(update.item_id);
  if (!item || item.meta.health.state === 'removed') throw new BankError('ITEM_NOT_FOUND');
  if (finish.institution_id !== item.meta.institution_id)
    throw new BankError('INVALID_INSTITUTION');
  if (finish.username !== item.meta.username) throw new BankError('INVALID_UPDATED_USERNAME');
  if (update.selects) selectAccounts(bank, item, finish);
  const gained = [...ticket.products, ...ticket.additional];
  item.meta.consented = [...new Set([...item.meta.consented, ...gained])].sort();
  item.meta.consent_expiration_time &&= aYearLater(bank);
  setHealth(bank, item, { state: 'healthy', error_code: null });
  return item;
}

function selectAccounts(bank: Bank, item: Item, finish: LinkFinish): void {
  const had = item.accounts.map((account) => account.key);
  const left = had.filter((key) => !finish.accounts.includes(key));
  const came = finish.accounts.filter((key) => !had.includes(key));
  if (left.length + came.length === 0) return;
  const before = item.log.length;
  for (const key of left) closeAccount(item, key);
  const institution = institutionOf(bank, finish.institution_id);
  openAccounts(item, shownBy(institution, finish.login), came);
  recordItem(bank, item);
  recordRows(bank, item);
  const added = item.log.slice(before).filter((entry) => !entry.gone).length;
  if (added > 0) bank.events.changed(item, { added, modified: 0, removed: [] });
}
