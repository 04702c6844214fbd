import type {
  LinkTokenCreateRequest,
  LinkTokenCreateResponse,
  LinkTokenGetRequest,
  LinkTokenGetResponse,
  LinkTokenGetSessionsResponse,
} from 'plaid';
import { endpoint } from './endpoint.ts';
import type { Reply } from './endpoint.ts';
import { linkTokenFields } from './linkFields.ts';
import { must, word } from './fields.ts';
import { institutionOf, itemByToken, mintUuid } from '#server/sandbox/bank/bank.ts';
import type { Bank, Session, Ticket } from '#server/sandbox/bank/bank.ts';
import { keepTicket, recordTicket } from '#server/sandbox/bank/memory.ts';
import { BankError, describeError } from '#server/sandbox/errors.ts';
import type { ProductName } from '#server/sandbox/types.ts';
import type { Wire } from '#server/sandbox/wire.ts';

type Wish = Wire<LinkTokenCreateRequest>;

const HOUR = 3_600_000;
const LONG_LIFE = 4 * HOUR;
const SHORT_LIFE = HOUR / 2;
const SESSION_MEMORY = 6 * HOUR;

/** Products that are never asked for by name: they come with others. */
const NOT_FOR_LINK: readonly string[] = ['balance', 'recurring_transactions'];
const KNOWN: readonly string[] = [
  'assets',
  'auth',
  'identity',
  'investments',
  'liabilities',
  'signal',
  'statements',
  'transactions',
  'transfer',
];

export const linkTokenCreate = endpoint<LinkTokenCreateRequest>(
  linkTokenFields,
  ({ bank }, wish) => {
    const update = updateOf(bank, wish);
    checkWish(bank, wish, update !== null);
    const life = lifeOf(wish, update !== null);
    const ticket: Ticket = {
      additional: (wish.additional_consented_products ?? []) as ProductName[],
      client_name: wish.client_name.length > 30 ? 'This Application' : wish.client_name,
      completion_redirect_uri: wish.hosted_link?.completion_redirect_uri ?? null,
      country_codes: wish.country_codes,
      created_at: new Date().toISOString(),
      days_requested: wish.transactions?.days_requested ?? 90,
      dies: bank.clock.elapsed() + life,
      expiration: new Date(Date.now() + life).toISOString(),
      hosted: wish.hosted_link !== undefined,
      hosted_id: mintUuid(bank, 'hosted'),
      language: wish.language,
      link_token: `link-sandbox-${mintUuid(bank, 'link')}`,
      optional: (wish.optional_products ?? []) as ProductName[],
      products: (wish.products ?? []) as ProductName[],
      redirect_uri: wish.redirect_uri ?? null,
      required_if_supported: (wish.required_if_supported_products ?? []) as ProductName[],
      update,
      webhook: wish.webhook ?? null,
    };
    keepTicket(bank, ticket);
    recordTicket(bank, ticket);
    return {
      expiration: ticket.expiration,
      link_token: ticket.link_token,
      ...(ticket.hosted ? { hosted_link_url: `${bank.linkBase}/link/${ticket.hosted_id}` } : {}),
    } satisfies Reply<LinkTokenCreateResponse>;
  },
);

function lifeOf(wish: Wish, update: boolean): number {
  const asked = wish.hosted_link?.url_lifetime_seconds;
  if (asked !== undefined) return asked * 1000;
  return update || wish.hosted_link ? SHORT_LIFE : LONG_LIFE;
}

function updateOf(bank: Bank, wish: Wish): Ticket['update'] {
  if (!wish.access_token) return null;
  const { meta } = itemByToken(bank, wish.access_token);
  if (meta.health.repairable === false && meta.health.error_code) {
    throw new BankError(meta.health.error_code);
  }
  return { item_id: meta.item_id, selects: wish.update?.account_selection_enabled ?? false };
}

function checkWish(bank: Bank, wish: Wish, update: boolean): void {
  if (!wish.user && !wish.user_id) {
    throw new BankError('MISSING_FIELDS', 'the following required fields are missing: user');
  }
  const lists = [
    wish.products ?? [],
    wish.required_if_supported_products ?? [],
    wish.optional_products ?? [],
    wish.additional_consented_products ?? [],
  ];
  if (!update && lists[0]!.length === 0) {
    throw new BankError('INVALID_FIELD', 'products must contain at least 1 element(s)');
  }
  for (const product of lists.flat()) checkProduct(product);
  if (new Set(lists.flat()).size < lists.flat().length) {
    throw new BankError('INVALID_FIELD', 'a product must be in one of the product lists only');
  }
  if (wish.institution_id) institutionOf(bank, wish.institution_id);
  if (wish.link_customization_name && wish.link_customization_name !== 'default') {
    throw new BankError('INVALID_LINK_CUSTOMIZATION');
  }
  if (wish.redirect_uri !== undefined) checkRedirect(bank, wish.redirect_uri);
}

function checkProduct(product: string): void {
  if (KNOWN.includes(product)) return;
  const why = NOT_FOR_LINK.includes(product)
    ? `the product "${product}" cannot be used to initialize Link`
    : `client is not authorized to access the following products: ["${product}"]`;
  throw new BankError('INVALID_PRODUCT', why);
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** https, or http on this machine; no query, no fragment; on the list where there is one. */
function checkRedirect(bank: Bank, address: string): void {
  const url = URL.parse(address);
  const refuse = (why: string) => {
    throw new BankError('INVALID_FIELD', why);
  };
  if (!url || !/^https?:$/.test(url.protocol)) refuse('redirect_uri must be a valid URL');
  if (address.includes('?') || address.includes('#')) {
    refuse('redirect_uri must not contain a query string or a fragment');
  }
  if (url!.protocol === 'http:' && !LOOPBACK.includes(url!.hostname)) {
    refuse('redirect_uri must use https');
  }
  const allowed = bank.settings.redirect_uris;
  if (allowed && !allowed.includes(address)) {
    refuse('OAuth redirect URI must be configured in the developer dashboard');
  }
}

export const linkTokenGet = endpoint<LinkTokenGetRequest>(
  { link_token: must(word) },
  ({ bank }, { link_token }) => {
    const ticket = bank.tickets.get(link_token);
    if (!ticket) throw new BankError('INVALID_LINK_TOKEN');
    const horizon = bank.clock.elapsed() - SESSION_MEMORY;
    const sessions = [...bank.sessions.values()].filter(
      (one) => one.link_token === link_token && (one.ended ?? horizon + 1) > horizon,
    );
    return {
      created_at: ticket.created_at,
      expiration: ticket.expiration,
      link_sessions: sessions.map(showSession),
      link_token,
      metadata: {
        client_name: ticket.client_name,
        country_codes: [...ticket.country_codes] as Wish['country_codes'],
        initial_products: [...ticket.products],
        language: ticket.language,
        redirect_uri: ticket.redirect_uri,
        webhook: ticket.webhook,
      },
    } satisfies Reply<LinkTokenGetResponse>;
  },
);

function showSession(session: Session) {
  const { outcome, exit, link_session_id } = session;
  const added = outcome?.public_token
    ? {
        accounts: [...outcome.accounts],
        institution: outcome.institution,
        public_token: outcome.public_token,
      }
    : null;
  return {
    events: session.events,
    exit: exit && showExit(exit, link_session_id),
    finished_at: session.finished_at,
    link_session_id,
    results: outcome && {
      bank_income_results: [],
      cra_item_add_results: [],
      cra_update_results: [],
      document_income_results: null,
      item_add_results: added ? [added] : [],
      payroll_income_results: [],
    },
    started_at: session.started_at,
  } satisfies Wire<LinkTokenGetSessionsResponse>;
}

function showExit(exit: NonNullable<Session['exit']>, link_session_id: string) {
  const { error_code, institution, request_id, status } = exit;
  return {
    error: error_code && { ...describeError(error_code), request_id },
    metadata: { institution, link_session_id, request_id, status },
  };
}
