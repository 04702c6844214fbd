import type { AccountBase, Item as PlaidItem, Transaction } from 'plaid';
import type { Account, Item, Row } from './item.ts';
import { describeError } from '#server/sandbox/errors.ts';
import { sortKeys } from '#server/sandbox/json.ts';
import type { SandboxInstitution, TransactionDetail } from '#server/sandbox/types.ts';
import type { Wire } from '#server/sandbox/wire.ts';

const NOWHERE: Wire<Transaction>['location'] = {
  address: null,
  city: null,
  country: null,
  lat: null,
  lon: null,
  postal_code: null,
  region: null,
  store_number: null,
};

const NO_PAYMENT: Wire<Transaction>['payment_meta'] = {
  by_order_of: null,
  payee: null,
  payer: null,
  payment_method: null,
  payment_processor: null,
  ppd_id: null,
  reason: null,
  reference_number: null,
};

const NOBODY: never[] = [];
const NOTHING: TransactionDetail = {};
const ICONS = 'https://plaid-category-icons.plaid.com/PFC_';

/** Details with their keys in order: sorted once for all the rows that share them. */
const sortedDetails = new WeakMap<TransactionDetail, TransactionDetail>();

function sorted(detail: TransactionDetail): TransactionDetail {
  const known = sortedDetails.get(detail);
  if (known) return known;
  const fresh = sortKeys(detail);
  sortedDetails.set(detail, fresh);
  return fresh;
}

/** A transaction as Plaid sends it. The keys are written in order, so that none need be sorted. */
export function renderTransaction(row: Row, withOriginal: boolean) {
  const about = sorted(row.detail ?? NOTHING);
  const category = about.personal_finance_category ?? null;
  return {
    account_id: row.account_id,
    account_owner: row.account_owner ?? null,
    amount: row.amount,
    authorized_date: row.authorized_date ?? null,
    authorized_datetime: row.authorized_datetime ?? null,
    category: about.category ?? null,
    category_id: about.category_id ?? null,
    check_number: row.check_number ?? null,
    counterparties: about.counterparties ?? NOBODY,
    date: row.date,
    datetime: row.datetime ?? null,
    iso_currency_code: row.iso_currency_code ?? null,
    location: about.location ?? NOWHERE,
    logo_url: about.logo_url ?? null,
    merchant_category_code: about.merchant_category_code ?? null,
    merchant_entity_id: about.merchant_entity_id ?? null,
    merchant_name: about.merchant_name ?? null,
    name: row.name,
    ...(withOriginal ? { original_description: row.original_description ?? row.name } : {}),
    payment_channel: about.payment_channel ?? 'other',
    payment_meta: about.payment_meta ?? NO_PAYMENT,
    pending: row.pending ?? false,
    pending_transaction_id: row.pending_transaction_id,
    personal_finance_category: category,
    personal_finance_category_icon_url:
      about.personal_finance_category_icon_url ?? `${ICONS}${category?.primary ?? 'OTHER'}.png`,
    running_balance: row.running_balance ?? null,
    transaction_code: about.transaction_code ?? null,
    transaction_id: row.transaction_id,
    transaction_type: about.transaction_type ?? 'unresolved',
    unofficial_currency_code: row.unofficial_currency_code ?? null,
    website: about.website ?? null,
  } satisfies Wire<Transaction>;
}

export function renderAccount(account: Account) {
  const { persistent_account_id, holder_category, apy } = account;
  return {
    account_id: account.account_id,
    ...(apy === undefined ? {} : { apy }),
    balances: account.balances,
    ...(holder_category === undefined ? {} : { holder_category }),
    mask: account.mask,
    name: account.name,
    official_name: account.official_name,
    ...(persistent_account_id === undefined ? {} : { persistent_account_id }),
    subtype: account.subtype,
    type: account.type,
  } satisfies Wire<AccountBase>;
}

/** What Plaid tells of the item itself, in every reply that carries one. */
export function renderItem({ meta }: Item, institution: SandboxInstitution) {
  const { error_code } = meta.health;
  const offered = institution.products.filter((product) => !meta.products.includes(product));
  return {
    auth_method: null,
    available_products: offered,
    billed_products: meta.billed,
    consent_expiration_time: meta.consent_expiration_time,
    consented_products: meta.consented,
    error: error_code === null ? null : describeError(error_code),
    institution_id: institution.institution_id,
    institution_name: institution.name,
    item_id: meta.item_id,
    products: meta.products,
    update_type: 'background',
    webhook: meta.webhook ?? '',
  } satisfies Wire<PlaidItem>;
}
