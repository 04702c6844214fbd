import type { TransactionReply } from '#server/contract/transactions.ts';
import type { DetailRow } from '#server/db/transactions.ts';
import { describeCategory } from '#server/domain/categories.ts';
import { decimalText, fromMinor, toMinor } from '#server/domain/money.ts';

type Facts = TransactionReply['bank'];
type Loose = Record<string, unknown>;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};

/** Everything Plaid tells of a transaction, out of its columns and what is kept beside them. */
export function readBankFacts(row: DetailRow): Facts {
  const { details } = row;
  return {
    name: row.bankName,
    merchantName: row.merchantName,
    originalDescription: text(details.original_description),
    date: row.bankDate,
    authorizedDate: row.authorizedDate,
    datetime: text(details.datetime),
    authorizedDatetime: text(details.authorized_datetime),
    category:
      row.bankCategory === null
        ? null
        : { ...describeCategory(row.bankCategory, row.bankCategoryPrimary), icon: null },
    categoryConfidence: text(loose(details.personal_finance_category).confidence_level),
    paymentChannel: text(details.payment_channel),
    transactionCode: text(details.transaction_code),
    checkNumber: text(details.check_number),
    website: text(details.website),
    merchantCategoryCode: text(details.merchant_category_code),
    accountOwner: text(details.account_owner),
    runningBalance: runningBalance(details.running_balance, row.currency),
    location: readPlace(details.location),
    counterparties: readCounterparties(details.counterparties),
    paymentMeta: Object.entries(loose(details.payment_meta)).flatMap(([name, value]) =>
      text(value) ? [{ name, value: String(value) }] : [],
    ),
  };
}

function runningBalance(value: unknown, currency: string) {
  if (typeof value !== 'number') return null;
  try {
    return { amount: fromMinor(toMinor(decimalText(value), currency), currency), currency };
  } catch {
    // Beyond all money: kept as sent, and not shown.
    return null;
  }
}

function readPlace(value: unknown): Facts['location'] {
  const place = loose(value);
  const read = {
    address: text(place.address),
    city: text(place.city),
    region: text(place.region),
    postalCode: text(place.postal_code),
    country: text(place.country),
    storeNumber: text(place.store_number),
  };
  return Object.values(read).some(Boolean) ? read : null;
}

function readCounterparties(value: unknown): Facts['counterparties'] {
  if (!Array.isArray(value)) return [];
  return value.map(loose).flatMap((one) => {
    const name = text(one.name);
    if (!name) return [];
    return [
      {
        name,
        type: text(one.type) ?? 'unknown',
        confidence: text(one.confidence_level),
        website: text(one.website),
      },
    ];
  });
}
