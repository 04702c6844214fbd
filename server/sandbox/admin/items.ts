import { Hono } from 'hono';
import { scriptedChange, scriptedLogin } from './script.ts';
import type { ScriptChange, ScriptLogin } from './script.ts';
import type { Counter } from '#server/sandbox/api/endpoint.ts';
import { institutionOf, itemById } from '#server/sandbox/bank/bank.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import { liveRows } from '#server/sandbox/bank/item.ts';
import type { Health, Item } from '#server/sandbox/bank/item.ts';
import { changeItem, createItem, exchange, setHealth } from '#server/sandbox/bank/items.ts';
import { createLinkDesk } from '#server/sandbox/bank/links.ts';
import { recordItem } from '#server/sandbox/bank/memory.ts';
import { renderAccount, renderTransaction } from '#server/sandbox/bank/render.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { BankLogin, ProductName } from '#server/sandbox/types.ts';

interface LinkOrder {
  readonly link_token: string;
  readonly institution_id: string;
  readonly username?: string;
  readonly password?: string;
  /** A login of the test's own instead of a user's. */
  readonly login?: ScriptLogin;
  /** Names, keys or indexes; all where it is left out. */
  readonly accounts?: readonly (string | number)[];
  readonly outcome?: 'success' | 'exit';
  readonly error_code?: string;
  readonly status?: string;
}

/** Finishes a Link session as the pages would, without a browser. */
export function completeLink(bank: Bank, order: LinkOrder): object {
  const desk = createLinkDesk(bank);
  const ticket = desk.findLinkToken(order.link_token);
  if (!ticket) throw new BankError('INVALID_LINK_TOKEN');
  const { institution_id } = order;
  const session = desk.beginSession(ticket.link_token);
  const exit = (error_code: string | null) => ({
    error: desk.exitSession(session, {
      error_code,
      institution_id,
      ...(order.status ? { status: order.status } : {}),
    }),
    link_session_id: session,
  });
  if (order.outcome === 'exit') return exit(order.error_code ?? null);
  desk.recordEvent(session, 'SELECT_INSTITUTION', {
    institution_id,
    institution_name: institutionOf(bank, institution_id).name,
  });
  const username = order.username ?? 'user_good';
  const user = order.login
    ? ({ kind: 'login', login: scriptedLogin(order.login) } as const)
    : desk.resolveUser(institution_id, username, order.password ?? 'pass_good');
  if (user.kind === 'error') return exit(user.error_code);
  const accounts = chosen(user.login, order.accounts);
  return desk.finishSession(session, { accounts, institution_id, login: user.login, username });
}

function chosen(login: BankLogin, wanted: LinkOrder['accounts']): string[] {
  if (!wanted) return login.accounts.map(({ key }) => key);
  return wanted.map((one) => {
    const found =
      typeof one === 'number'
        ? login.accounts[one]
        : login.accounts.find(({ key, name }) => key === one || name === one);
    if (!found) throw new BankError('INVALID_FIELD', `no such account: ${one}`);
    return found.key;
  });
}

interface ScriptOrder extends ScriptLogin {
  readonly institution_id?: string;
  readonly username?: string;
  readonly products?: readonly ProductName[];
  readonly consented?: readonly ProductName[];
  readonly days_requested?: number;
  readonly webhook?: string;
  /** Exchanges the public token at once and answers with the access token. */
  readonly exchange?: boolean;
}

function script(bank: Bank, order: ScriptOrder): object {
  const login = scriptedLogin(order);
  const { institution_id } = institutionOf(bank, order.institution_id ?? 'ins_109508');
  const { item, publicToken } = createItem(bank, {
    accounts: login.accounts.map(({ key }) => key),
    consented: order.consented ?? [],
    days_requested: order.days_requested ?? 730,
    institution_id,
    login,
    products: order.products ?? ['transactions'],
    username: order.username ?? 'scripted',
    webhook: order.webhook ?? null,
  });
  if (order.exchange) exchange(bank, publicToken);
  return {
    ...(order.exchange ? { access_token: item.meta.access_token } : {}),
    account_ids: item.accounts.map(({ account_id }) => account_id),
    item_id: item.meta.item_id,
    public_token: publicToken,
    transaction_ids: [...item.entries.keys()],
  };
}

/** What a client that is up to date should show, in Plaid's shapes and with Plaid's signs. */
function truth(item: Item): object {
  return {
    accounts: item.accounts.map(renderAccount),
    status: { ...summary(item), phase: item.meta.phase },
    transactions: liveRows(item).map((row) => renderTransaction(row, true)),
  };
}

function summary({ meta, accounts, log }: Item) {
  const { item_id, institution_id, username, health, phase, synced, life, webhook } = meta;
  return {
    accounts: accounts.length,
    error_code: health.error_code,
    exchanged: meta.exchanged,
    institution_id,
    item_id,
    life,
    log: log.length,
    phase,
    state: health.state,
    synced,
    username,
    webhook,
  };
}

const CODES: Readonly<Record<Health['state'], Health['error_code']>> = {
  healthy: null,
  login_required: 'ITEM_LOGIN_REQUIRED',
  pending_disconnect: null,
  removed: 'ITEM_NOT_FOUND',
  revoked: 'USER_PERMISSION_REVOKED',
};

type StateOrder = Partial<Health> & { readonly consent_expiration_time?: string | null };

export function itemsAdmin({ bank, life }: Counter): Hono {
  const app = new Hono();
  app.get('/items', (c) => c.json([...bank.items.values()].map(summary)));
  app.post('/items/script', async (c) => c.json(script(bank, await c.req.json())));
  app.post('/items/:id/changes', async (c) => {
    const item = itemById(bank, c.req.param('id'));
    const change = scriptedChange(item, await c.req.json<ScriptChange>());
    const { added, account_ids } = changeItem(bank, item, change);
    return c.json({ account_ids, transaction_ids: added });
  });
  app.get('/items/:id/truth', (c) => c.json(truth(itemById(bank, c.req.param('id')))));
  app.post('/items/:id/state', async (c) => {
    const item = itemById(bank, c.req.param('id'));
    const order = await c.req.json<StateOrder>();
    const state = order.state ?? 'healthy';
    if (order.consent_expiration_time !== undefined) {
      item.meta.consent_expiration_time = order.consent_expiration_time;
    }
    setHealth(bank, item, {
      error_code: order.error_code ?? CODES[state],
      ...(order.repairable === undefined ? {} : { repairable: order.repairable }),
      state,
    });
    return c.json(summary(item));
  });
  app.post('/items/:id/life', async (c) => {
    const item = itemById(bank, c.req.param('id'));
    item.meta.life = (await c.req.json<{ on: boolean }>()).on;
    recordItem(bank, item);
    return c.json(summary(item));
  });
  app.post('/life/tick', async (c) => {
    const { count = 1 } = await c.req.json<{ count?: number }>();
    life.tick(count, (id) => bank.items.get(id)?.meta.life ?? false);
    return c.json({ ticked: count });
  });
  app.post('/link/complete', async (c) => c.json(completeLink(bank, await c.req.json())));
  return app;
}
