import type {
  CustomSandboxTransaction,
  SandboxItemFireWebhookRequest,
  SandboxItemFireWebhookResponse,
  SandboxItemResetLoginRequest,
  SandboxItemResetLoginResponse,
  SandboxPublicTokenCreateRequest,
  SandboxPublicTokenCreateResponse,
  SandboxTransactionsCreateRequest,
  SandboxTransactionsCreateResponse,
} from 'plaid';
import { endpoint, itemEndpoint } from './endpoint.ts';
import type { Reply } from './endpoint.ts';
import { anything, day, integer, list, must, nullable, number, object, oneOf } from './fields.ts';
import { text, webAddress, word } from './fields.ts';
import { institutionOf } from '#server/sandbox/bank/bank.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import { daysBetween } from '#server/sandbox/bank/clock.ts';
import type { Item } from '#server/sandbox/bank/item.ts';
import { changeItem, createItem, requireProduct, setHealth } from '#server/sandbox/bank/items.ts';
import { signIn } from '#server/sandbox/bank/links.ts';
import { BankError, isErrorCode } from '#server/sandbox/errors.ts';
import type { ProductName } from '#server/sandbox/types.ts';
import { fireItemWebhook } from '#server/sandbox/webhooks/wiring.ts';
import type { Wire } from '#server/sandbox/wire.ts';

export const publicTokenCreate = endpoint<SandboxPublicTokenCreateRequest>(
  {
    initial_products: must(list(word, 1)),
    institution_id: must(word),
    options: object({
      income_verification: anything,
      override_password: nullable(text),
      override_username: nullable(text),
      statements: anything,
      transactions: nullable(
        object({ days_requested: integer(1, 730), end_date: anything, start_date: anything }),
      ),
      webhook: webAddress,
    }),
    user_id: anything,
    user_token: anything,
  },
  ({ bank }, { institution_id, initial_products, options }) => {
    const institution = institutionOf(bank, institution_id);
    const username = options?.override_username ?? 'user_good';
    const password = options?.override_password ?? 'pass_good';
    const user = signIn(bank, institution_id, username, password);
    if (user.kind === 'error') {
      const { error_code: code, message } = user;
      throw new BankError(isErrorCode(code) ? code : 'INVALID_CREDENTIALS', message);
    }
    const foreign = initial_products.find((product) => !institution.products.includes(product));
    if (foreign) {
      throw new BankError(
        'INVALID_PRODUCT',
        `the institution does not support the following products: ["${foreign}"]`,
      );
    }
    const { publicToken } = createItem(bank, {
      accounts: user.login.accounts.map(({ key }) => key),
      consented: [],
      days_requested: options?.transactions?.days_requested ?? 90,
      institution_id,
      login: user.login,
      products: initial_products as ProductName[],
      username,
      webhook: options?.webhook ?? null,
    });
    return { public_token: publicToken } satisfies Reply<SandboxPublicTokenCreateResponse>;
  },
);

export const resetLogin = itemEndpoint<SandboxItemResetLoginRequest>(
  'any',
  {},
  ({ bank, postman }, item) => {
    setHealth(bank, item, { error_code: 'ITEM_LOGIN_REQUIRED', state: 'login_required' });
    fireItemWebhook(postman, item, 'ITEM', 'ERROR');
    return { reset_login: true } satisfies Reply<SandboxItemResetLoginResponse>;
  },
);

/** The types under which a code may be fired; the first one is meant when none is said. */
const FIRED: Readonly<Record<string, readonly string[]>> = {
  AUTHORIZATION_GRANTED: ['AUTH'],
  DEFAULT_UPDATE: ['TRANSACTIONS', 'HOLDINGS', 'INVESTMENTS_TRANSACTIONS', 'LIABILITIES'],
  ERROR: ['ITEM'],
  LOGIN_REPAIRED: ['ITEM'],
  NEW_ACCOUNTS_AVAILABLE: ['ITEM'],
  PENDING_DISCONNECT: ['ITEM'],
  PRODUCT_READY: ['ASSETS'],
  RECURRING_TRANSACTIONS_UPDATE: ['TRANSACTIONS'],
  SMS_MICRODEPOSITS_VERIFICATION: ['AUTH'],
  SYNC_UPDATES_AVAILABLE: ['TRANSACTIONS'],
  USER_ACCOUNT_REVOKED: ['ITEM'],
  USER_PERMISSION_REVOKED: ['ITEM'],
};

const NEEDED: Readonly<Record<string, ProductName>> = {
  ASSETS: 'assets',
  AUTH: 'auth',
  HOLDINGS: 'investments',
  INVESTMENTS_TRANSACTIONS: 'investments',
  LIABILITIES: 'liabilities',
  TRANSACTIONS: 'transactions',
};

export const fireWebhook = itemEndpoint<SandboxItemFireWebhookRequest>(
  'any',
  {
    webhook_code: must(oneOf(Object.keys(FIRED))),
    webhook_type: oneOf(['ITEM', ...Object.keys(NEEDED)]),
  },
  ({ bank, postman }, item, { webhook_code: code, webhook_type }) => {
    const type = webhook_type ?? FIRED[code]![0]!;
    const product = NEEDED[type];
    if (product && !item.meta.products.includes(product)) {
      throw new BankError('SANDBOX_PRODUCT_NOT_ENABLED');
    }
    if (!FIRED[code]!.includes(type) || !item.meta.webhook) {
      throw new BankError('SANDBOX_WEBHOOK_INVALID');
    }
    const account_id = item.accounts[0]?.account_id;
    bringAbout(bank, item, code);
    const facts = { new_transactions: 0, ...(account_id ? { account_id } : {}) };
    if (!fireItemWebhook(postman, item, type, code, facts)) {
      throw new BankError('SANDBOX_WEBHOOK_INVALID');
    }
    return { webhook_fired: true } satisfies Reply<SandboxItemFireWebhookResponse>;
  },
);

/** What a webhook tells becomes true before it is told. */
export function bringAbout(bank: Bank, item: Item, code: string): void {
  if (code === 'ERROR') {
    setHealth(bank, item, { error_code: 'ITEM_LOGIN_REQUIRED', state: 'login_required' });
  } else if (code === 'LOGIN_REPAIRED') {
    setHealth(bank, item, { error_code: null, state: 'healthy' });
  } else if (code === 'PENDING_DISCONNECT') {
    setHealth(bank, item, { error_code: null, state: 'pending_disconnect' });
  } else if (code === 'PENDING_EXPIRATION') {
    const week = new Date(bank.clock.now().getTime() + 7 * 86_400_000);
    item.meta.consent_expiration_time = week.toISOString();
    setHealth(bank, item, item.meta.health);
  } else if (code === 'USER_PERMISSION_REVOKED') {
    setHealth(bank, item, { error_code: 'USER_PERMISSION_REVOKED', state: 'revoked' });
  } else if (code === 'USER_ACCOUNT_REVOKED' && item.accounts[0]) {
    changeItem(bank, item, { accounts: { remove: [item.accounts[0].key] } });
  }
}

const CUSTOM = {
  amount: must(number),
  date_posted: must(day),
  date_transacted: must(day),
  description: must(word),
  iso_currency_code: word,
};

export const transactionsCreate = itemEndpoint<SandboxTransactionsCreateRequest>(
  'whole',
  { transactions: must(list(object(CUSTOM), 1)) },
  ({ bank }, item, { transactions }) => {
    requireProduct(bank, item, 'transactions');
    if (item.meta.behaviour !== 'dynamic') {
      throw new BankError(
        'INVALID_FIELD',
        'transactions can only be created for the user_transactions_dynamic test user',
      );
    }
    if (transactions.length > 10) {
      throw new BankError('INVALID_FIELD', 'The request contains too many transactions.');
    }
    const today = bank.clock.today();
    for (const one of transactions) checkCustom(one, today);
    const account = item.accounts.find(({ type }) => type === 'depository');
    if (!account) throw new BankError('INVALID_FIELD', 'the item has no depository account');
    changeItem(bank, item, {
      add: transactions.map((one, n) => ({
        account: account.key,
        amount: one.amount,
        authorized_date: one.date_transacted,
        date: one.date_posted,
        iso_currency_code: one.iso_currency_code ?? 'USD',
        key: `custom:${item.minted}:${n}`,
        name: one.description,
      })),
    });
    return {} satisfies Reply<SandboxTransactionsCreateResponse>;
  },
);

function checkCustom(one: Wire<CustomSandboxTransaction>, today: string): void {
  for (const [name, field] of Object.entries(CUSTOM)) {
    const value = one[name as keyof CustomSandboxTransaction];
    if (value === undefined && field.required) {
      throw new BankError(
        'MISSING_FIELDS',
        `the following required fields are missing: transactions.${name}`,
      );
    }
    const wrong = value === undefined ? null : field.check(value);
    if (wrong) throw new BankError('INVALID_FIELD', `transactions.${name} ${wrong}`);
  }
  const late = [one.date_transacted, one.date_posted].some((date) => {
    const age = daysBetween(date, today);
    return age < 0 || age > 14;
  });
  if (late || one.date_posted < one.date_transacted) {
    throw new BankError(
      'INVALID_FIELD',
      'Transaction and posted dates must be within the last 14 days. The posted date cannot be ' +
        'before the transaction date.',
    );
  }
}
