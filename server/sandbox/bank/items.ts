import { institutionOf, itemInstitution, mintUuid } from './bank.ts';
import { idMint } from './ids.ts';
import { applyChange, openAccounts } from './change.ts';
import { emptyItem, forget } from './item.ts';
import { reveal } from './rows.ts';
import { recordChange, recordItem, recordReveal, recordRows } from './memory.ts';
import type { Bank, PublicToken } from './bank.ts';
import type { Health, Item, ItemMeta } from './item.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type {
  BankAccount,
  BankLogin,
  ChangeResult,
  ItemChange,
  ProductName,
  SandboxInstitution,
} from '#server/sandbox/types.ts';

const PUBLIC_TOKEN_LIFE = 30 * 60_000;

export interface NewItem {
  readonly institution_id: string;
  readonly username: string;
  readonly login: BankLogin;
  readonly accounts: readonly string[];
  readonly products: readonly ProductName[];
  readonly consented: readonly ProductName[];
  readonly days_requested: number;
  readonly webhook: string | null;
}

/** Opens an item that nobody holds yet: its public token waits to be exchanged. */
export function createItem(bank: Bank, wish: NewItem): { item: Item; publicToken: string } {
  const access = mintUuid(bank, 'access');
  const institution = institutionOf(bank, wish.institution_id);
  const meta: ItemMeta = {
    access_token: `access-sandbox-${access}`,
    behaviour: wish.login.behaviour ?? 'still',
    billed: wish.products.filter((product) => product === 'transactions'),
    consent_expiration_time: institution.oauth ? aYearLater(bank) : null,
    consented: [...new Set([...wish.products, ...wish.consented])].sort(),
    created_at: bank.clock.now().toISOString(),
    days_requested: wish.login.history_days ?? wish.days_requested,
    exchanged: false,
    health: { state: 'healthy', error_code: null },
    institution_id: wish.institution_id,
    item_id: idMint(`${bank.seed}:item`)(bank.minted),
    last_failure: null,
    last_update: null,
    last_webhook: null,
    life: true,
    phase: 'new',
    products: [...wish.products].sort(),
    started: null,
    synced: false,
    username: wish.username,
    webhook: wish.webhook,
  };
  const item = emptyItem(meta);
  openAccounts(item, shownBy(institution, wish.login), wish.accounts);
  bank.items.set(meta.item_id, item);
  bank.byToken.set(meta.access_token, item);
  recordItem(bank, item);
  recordRows(bank, item);
  return { item, publicToken: mintPublicToken(bank, item) };
}

/** What a bank shows of a login: some never show a transaction before it posts. */
export function shownBy(institution: SandboxInstitution, login: BankLogin): BankLogin {
  if (institution.shows_pending) return login;
  return { ...login, transactions: login.transactions.filter(({ pending }) => !pending) };
}

/** Banks with a sign-in of their own give their consent for a year. */
export function aYearLater(bank: Bank): string {
  const date = bank.clock.now();
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString();
}

function mintPublicToken(bank: Bank, item: Item): string {
  const token: PublicToken = {
    dies: bank.clock.elapsed() + PUBLIC_TOKEN_LIFE,
    exchanged: false,
    item_id: item.meta.item_id,
    public_token: `public-sandbox-${mintUuid(bank, 'public')}`,
  };
  bank.publics.set(token.public_token, token);
  bank.journal.write({ k: 'public', v: token, minted: bank.minted });
  return token.public_token;
}

/** A public token is good once and for half an hour; the history begins to be fetched now. */
export function exchange(bank: Bank, publicToken: string): Item {
  const token = bank.publics.get(publicToken);
  if (!token || token.exchanged) throw new BankError('INVALID_PUBLIC_TOKEN');
  if (token.dies <= bank.clock.elapsed()) {
    throw new BankError(
      'INVALID_PUBLIC_TOKEN',
      'provided public token is expired. Public tokens expire 30 minutes after creation at ' +
        'which point they can no longer be exchanged',
    );
  }
  const item = bank.items.get(token.item_id);
  if (!item) throw new BankError('INVALID_PUBLIC_TOKEN');
  token.exchanged = true;
  bank.journal.write({ k: 'public', v: token });
  item.meta.exchanged = true;
  recordItem(bank, item);
  if (item.meta.products.includes('transactions')) startLifecycle(bank, item);
  return item;
}

/** Sets the stages of the history going, or takes them up again after a restart. */
export function startLifecycle(bank: Bank, item: Item): void {
  if (item.meta.started === null) {
    item.meta.started = bank.clock.elapsed();
    recordItem(bank, item);
  }
  scheduleNextPhase(bank, item);
}

export function scheduleNextPhase(bank: Bank, item: Item): void {
  const { phase, started } = item.meta;
  if (started === null || phase === 'historical') return;
  const { initial_ms, historical_ms } = bank.settings.lifecycle;
  const next = phase === 'new' ? 'initial' : 'historical';
  const due = started + (next === 'initial' ? initial_ms : Math.max(initial_ms, historical_ms));
  const wait = due - bank.clock.elapsed();
  const step = () => {
    if (item.meta.phase !== phase || item.meta.health.state === 'removed') return;
    revealPhase(bank, item, next);
    scheduleNextPhase(bank, item);
  };
  if (wait <= 0) step();
  else bank.clock.after(wait, step);
}

function revealPhase(bank: Bank, item: Item, phase: 'initial' | 'historical'): void {
  const today = bank.clock.today();
  const told = reveal(item, phase, today);
  item.meta.last_update = bank.clock.now().toISOString();
  recordReveal(bank, item, phase, today);
  bank.events.revealed(item, phase, told);
  bank.journal.flush();
}

/** Applies one atomic step of an item's history and lets the client know. */
export function changeItem(bank: Bank, item: Item, change: ItemChange): ChangeResult {
  const result = applyChange(item, change);
  item.meta.last_update = bank.clock.now().toISOString();
  recordChange(bank, item, change);
  const counts = {
    added: change.add?.length ?? 0,
    modified: change.modify?.length ?? 0,
    removed: [...(change.remove ?? [])],
  };
  if (counts.added + counts.modified + counts.removed.length > 0) {
    bank.events.changed(item, counts);
  }
  bank.events.learned(item, besides(change));
  return result;
}

/** What a change says of debts and holdings: they have webhooks of their own. */
function besides(change: ItemChange): ReadonlySet<keyof BankAccount> {
  const { add = [], rename = {} } = change.accounts ?? {};
  return new Set(
    [...add, ...Object.values(rename)].flatMap((one) => Object.keys(one) as (keyof BankAccount)[]),
  );
}

export function setHealth(bank: Bank, item: Item, health: Health): void {
  item.meta.health = health;
  if (health.state === 'removed') forget(item);
  if (health.error_code !== null) item.meta.last_failure = bank.clock.now().toISOString();
  recordItem(bank, item);
}

/** Refuses when the item, or the product on it, cannot be asked now. */
export function requireProduct(bank: Bank, item: Item, product: ProductName): void {
  const { products, consented, health, billed } = item.meta;
  if (health.error_code) throw new BankError(health.error_code);
  if (!itemInstitution(bank, item).products.includes(product)) {
    throw new BankError(
      'PRODUCTS_NOT_SUPPORTED',
      `the following products are not supported by this institution: ["${product}"]`,
    );
  }
  if (!products.includes(product)) {
    if (!consented.includes(product)) {
      throw new BankError(
        'ADDITIONAL_CONSENT_REQUIRED',
        `client does not have user consent to access the ${product.toUpperCase()} product`,
      );
    }
    item.meta.products = [...products, product].sort();
  }
  if (billed.includes(product) && products.includes(product)) return;
  item.meta.billed = [...new Set([...billed, product])].sort();
  recordItem(bank, item);
}
