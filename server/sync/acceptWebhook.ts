import { insertLinkEvents, insertWebhookEvent } from '#server/db/events.ts';
import { findItemByPlaidId, setItemState, type ItemForWebhook } from '#server/db/items.ts';
import { hurryProducts } from '#server/db/productQueue.ts';
import { requestSync, reviveItem } from '#server/db/syncQueue.ts';
import { findLinkSessionByToken, hurryLinkSession } from '#server/db/linkSessions.ts';
import type { Product } from '#server/domain/bankWealth.ts';
import { stateAfter } from '#server/domain/itemState.ts';
import { classifyPlaidError } from '#server/domain/plaidErrors.ts';
import type { VerifyWebhook } from '#server/plaid/verifyWebhook.ts';
import { redact } from '#server/plaid/errors.ts';
import { hashToken } from '#server/security/tokens.ts';
import type { SyncDeps } from './deps.ts';
import { readLinkEvents } from './linkEvents.ts';

type Body = Record<string, unknown>;
type OnItem = (deps: SyncDeps, item: ItemForWebhook, body: Body) => Promise<void>;

const sync: OnItem = (deps, item) => requestSync(deps.db, item.id, 'webhook');
const noted: OnItem = async () => {};
/** A product that nothing here asks for: the word is kept, the link is undisturbed. */
const notAsked = noted;
const product =
  (which: Product, whole = false): OnItem =>
  (deps, item) =>
    hurryProducts(deps.db, item.id, { products: [which], whole });

/** Every webhook about an item that we act on; the others are noted and answered 200. */
const onItem: Record<string, OnItem> = {
  'TRANSACTIONS/SYNC_UPDATES_AVAILABLE': sync,
  // The older codes repeat it; only before the very first sync is one of them the only cue.
  'TRANSACTIONS/INITIAL_UPDATE': firstCue,
  'TRANSACTIONS/HISTORICAL_UPDATE': firstCue,
  'TRANSACTIONS/DEFAULT_UPDATE': firstCue,
  'TRANSACTIONS/TRANSACTIONS_REMOVED': firstCue,
  'TRANSACTIONS/RECURRING_TRANSACTIONS_UPDATE': notAsked,
  'ITEM/ERROR': itemError,
  'ITEM/LOGIN_REPAIRED': (deps, item) => reviveItem(deps.db, item.id, 'webhook'),
  'ITEM/PENDING_DISCONNECT': (deps, item, body) =>
    setItemState(deps.db, item.id, { state: 'expiring', endsAt: instant(body.disconnect_time) }),
  'ITEM/PENDING_EXPIRATION': (deps, item, body) =>
    setItemState(deps.db, item.id, {
      state: 'expiring',
      endsAt: instant(body.consent_expiration_time),
    }),
  'ITEM/NEW_ACCOUNTS_AVAILABLE': (deps, item) =>
    setItemState(deps.db, item.id, { newAccounts: true }),
  // They may be old, and the permission given anew since: what Plaid answers now is what holds.
  'ITEM/USER_PERMISSION_REVOKED': sync,
  'ITEM/USER_ACCOUNT_REVOKED': sync,
  'ITEM/WEBHOOK_UPDATE_ACKNOWLEDGED': noted,
  'HOLDINGS/DEFAULT_UPDATE': product('holdings'),
  'INVESTMENTS_TRANSACTIONS/DEFAULT_UPDATE': product('trades'),
  'INVESTMENTS_TRANSACTIONS/HISTORICAL_UPDATE': product('trades', true),
  'LIABILITIES/DEFAULT_UPDATE': product('liabilities'),
};

export type WebhookAnswer = 200 | 400 | 401 | 503;

/**
 * A webhook is a doorbell: verify who rings, note what is asked, wake the loop, answer. What it
 * says of rows is not believed; the sync reads them. Throws only where the database is away: then
 * Plaid is to send it again.
 */
export function createWebhookAcceptor(deps: SyncDeps, verify: VerifyWebhook) {
  return async (
    header: string | undefined,
    readBody: () => Promise<Uint8Array>,
  ): Promise<WebhookAnswer> => {
    let raw: Uint8Array = new Uint8Array();
    const verdict = await verify(header, async () => (raw = await readBody()));
    if (verdict === 'unavailable') return 503;
    if (verdict !== 'genuine') {
      deps.log.warn('webhook.refused', { why: verdict });
      return 401;
    }
    const body = parse(raw);
    const type = name(body?.webhook_type);
    const code = name(body?.webhook_code);
    if (!body || !type || !code) return 400;
    deps.log.debug('webhook.accept', { type, code });
    const outcome = await act(deps, type, code, body);
    const plaidItemId = typeof body.item_id === 'string' ? body.item_id.slice(0, 100) : null;
    await insertWebhookEvent(deps.db, { type, code, plaidItemId, outcome });
    deps.log.info('webhook', { type, code, outcome });
    return 200;
  };
}

async function act(deps: SyncDeps, type: string, code: string, body: Body): Promise<string> {
  if (body.environment !== undefined && body.environment !== deps.environment) {
    return 'other environment';
  }
  if (type === 'LINK') return onLink(deps, code, body);
  const action = onItem[`${type}/${code}`];
  if (!action) return 'unknown code';
  const item = await findItemByPlaidId(deps.db, text(body.item_id));
  if (!item) return 'unknown item';
  if (item.state === 'archived') return 'archived item';
  await action(deps, item, body);
  return action === notAsked ? 'noted' : 'acted on';
}

async function onLink(deps: SyncDeps, code: string, body: Body): Promise<string> {
  if (!['SESSION_FINISHED', 'ITEM_ADD_RESULT', 'EVENTS', 'HANDOFF'].includes(code)) {
    return 'unknown code';
  }
  const token = typeof body.link_token === 'string' ? body.link_token : '';
  const session = await findLinkSessionByToken(deps.db, hashToken(token));
  if (!session) return 'unknown link session';
  if (code === 'EVENTS' && Array.isArray(body.events)) {
    const plaidId = typeof body.link_session_id === 'string' ? body.link_session_id : null;
    await insertLinkEvents(deps.db, readLinkEvents(session, plaidId, body.events));
  } else {
    await hurryLinkSession(deps.db, session.id);
  }
  return 'acted on';
}

async function firstCue(deps: SyncDeps, item: ItemForWebhook): Promise<void> {
  if (!item.everSynced) await requestSync(deps.db, item.id, 'webhook');
}

async function itemError(deps: SyncDeps, item: ItemForWebhook, body: Body): Promise<void> {
  const error = (body.error ?? {}) as Body;
  const safe = (value: unknown) => redact(text(value), 100);
  const code = safe(error.error_code);
  const errorClass = classifyPlaidError({
    code,
    type: safe(error.error_type),
    message: '',
    status: 400,
  });
  const state = stateAfter(errorClass);
  await setItemState(deps.db, item.id, {
    ...(state ? { state } : {}),
    errorCode: code || 'UNKNOWN',
    errorClass,
  });
  // It may be old, or overtaken by a repair: the sync finds out what holds. What is known is not.
  if (item.state !== state) await requestSync(deps.db, item.id, 'webhook');
}

function parse(raw: Uint8Array): Body | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    return typeof body === 'object' && body !== null ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const name = (value: unknown) =>
  typeof value === 'string' && /^[A-Z0-9_]{1,64}$/.test(value) ? value : undefined;

function instant(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
