import type { Transaction, TransactionReply } from '#server/contract/transactions.ts';
import { dayLong, listed, moment, moneyText } from '#web/ui/format.ts';
import { html } from 'lit';

const channels: Record<string, string> = {
  'in store': 'In a shop',
  online: 'Online',
  other: 'Neither in a shop nor online',
};
const confidences: Record<string, string> = {
  VERY_HIGH: 'very sure',
  HIGH: 'sure',
  MEDIUM: 'fairly sure',
  LOW: 'not sure',
  UNKNOWN: 'it does not say how sure',
};

const readable = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(id|ppd)\b/gi, (one) =>
    one.toUpperCase(),
  );
};

/** Everything the bank tells about a transaction, as label and words, without gaps. */
export const factsOf = (
  { bank, transaction }: TransactionReply,
  timeZone: string,
): [label: string, words: string][] => {
  const place = bank.location;
  const confidence = bank.categoryConfidence && confidences[bank.categoryConfidence];
  const where = place
    ? [place.address, place.city, place.region, place.postalCode, place.country]
        .filter(Boolean)
        .join(', ')
    : null;
  const facts: [string, string | null | undefined][] = [
    ['Text', bank.name],
    ['Merchant', bank.merchantName],
    ['Original text', bank.originalDescription],
    [transaction.pending ? 'Pending since' : 'Posted on', dayLong(bank.date)],
    ['Posted at', bank.datetime && moment(bank.datetime, timeZone)],
    ['Made on', bank.authorizedDate && dayLong(bank.authorizedDate)],
    ['Made at', bank.authorizedDatetime && moment(bank.authorizedDatetime, timeZone)],
    [
      'Category',
      bank.category &&
        (confidence ? `${bank.category.label} (${confidence})` : bank.category.label),
    ],
    ['Paid', bank.paymentChannel && (channels[bank.paymentChannel] ?? bank.paymentChannel)],
    ['Kind', bank.transactionCode && readable(bank.transactionCode)],
    ['Check number', bank.checkNumber],
    ['Where', where],
    ['Store number', place?.storeNumber],
    ['Website', bank.website],
    ['Merchant code', bank.merchantCategoryCode],
    ['Account owner', bank.accountOwner],
    ['Balance afterwards', bank.runningBalance && moneyText(bank.runningBalance)],
    [
      'Other parties',
      listed(bank.counterparties.map(({ name, type }) => `${name} (${type.replaceAll('_', ' ')})`)),
    ],
    ...bank.paymentMeta.map(({ name, value }): [string, string] => [readable(name), value]),
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
};

/** The household's own values, for who may not change them. */
export const ownFacts = ({ name, category, date, note }: Transaction) => {
  const facts = [
    ['Name', name],
    ['Category', category?.label ?? 'No category'],
    ['Date', dayLong(date)],
    ['Note', note],
  ].filter(([, words]) => words);
  return html`<dl class="own">
    ${facts.map(
      ([label, words]) =>
        html`<dt>${label}</dt>
          <dd>${words}</dd>`,
    )}
  </dl>`;
};

/** The facts as a list, and when they came. */
export const factsList = (data: TransactionReply, timeZone: string) =>
  html`<dl>
    ${factsOf(data, timeZone).map(
      ([label, words]) =>
        html`<dt>${label}</dt>
          <dd>${words}</dd>`,
    )}
    <dt>Arrived here</dt>
    <dd>${moment(data.firstSeenAt, timeZone)}</dd>
  </dl>`;
