import type {
  InvestmentsHoldingsGetRequest,
  InvestmentsHoldingsGetResponse,
  InvestmentsTransactionsGetRequest,
  InvestmentsTransactionsGetResponse,
  LiabilitiesGetRequest,
  LiabilitiesGetResponse,
} from 'plaid';
import { chosenAccounts, renderInvestmentAccount } from './accounts.ts';
import { itemEndpoint } from './endpoint.ts';
import type { Reply } from './endpoint.ts';
import { day, flag, integer, list, must, object, word } from './fields.ts';
import { itemInstitution } from '#server/sandbox/bank/bank.ts';
import { idMint } from '#server/sandbox/bank/ids.ts';
import type { Account, Item } from '#server/sandbox/bank/item.ts';
import { requireProduct } from '#server/sandbox/bank/items.ts';
import { renderAccount, renderItem } from '#server/sandbox/bank/render.ts';
import { BankError } from '#server/sandbox/errors.ts';

const accountIds = { account_ids: list(word) };

export const liabilitiesGet = itemEndpoint<LiabilitiesGetRequest>(
  'whole',
  { options: object(accountIds) },
  ({ bank }, item, { options }) => {
    requireProduct(bank, item, 'liabilities');
    const accounts = chosenAccounts(item, options?.account_ids);
    const debts = accounts.filter((one) => one.credit ?? one.mortgage ?? one.student);
    if (debts.length === 0) throw new BankError('NO_LIABILITY_ACCOUNTS');
    return {
      accounts: accounts.map(renderAccount),
      item: renderItem(item, itemInstitution(bank, item)),
      liabilities: {
        credit: orNull(debts, ({ credit, account_id }) => credit && { ...credit, account_id }),
        line_of_credit: null,
        loan: null,
        mortgage: orNull(
          debts,
          ({ mortgage, account_id }) => mortgage && { ...mortgage, account_id },
        ),
        student: orNull(debts, ({ student, account_id }) => student && { ...student, account_id }),
      },
    } satisfies Reply<LiabilitiesGetResponse>;
  },
);

function orNull<T>(accounts: Account[], pick: (one: Account) => T | undefined): T[] | null {
  const found = accounts.map(pick).filter((one) => one !== undefined);
  return found.length > 0 ? found : null;
}

function investmentAccounts(item: Item, ids: readonly string[] | undefined): Account[] {
  const accounts = chosenAccounts(item, ids).filter(({ type }) => type === 'investment');
  if (accounts.length === 0) throw new BankError('NO_INVESTMENT_ACCOUNTS');
  return accounts;
}

/** Plaid's securities by the login's own names for them. */
function securitiesOf(item: Item, used: ReadonlySet<string>) {
  return item.securities
    .filter(({ key }) => used.has(key))
    .map(({ key: _key, ...security }) => security);
}

function securityId(item: Item, key: string | null): string | null {
  return item.securities.find((one) => one.key === key)?.security_id ?? null;
}

export const holdingsGet = itemEndpoint<InvestmentsHoldingsGetRequest>(
  'whole',
  { options: object(accountIds) },
  ({ bank }, item, { options }) => {
    requireProduct(bank, item, 'investments');
    const accounts = investmentAccounts(item, options?.account_ids);
    const held = accounts.flatMap(({ account_id, holdings = [] }) =>
      holdings.map((holding) => ({ account_id, holding })),
    );
    return {
      accounts: accounts.map(renderInvestmentAccount),
      holdings: held.map(({ account_id, holding: { security, ...holding } }) => ({
        ...holding,
        account_id,
        security_id: securityId(item, security) ?? '',
      })),
      item: renderItem(item, itemInstitution(bank, item)),
      securities: securitiesOf(item, new Set(held.map(({ holding }) => holding.security))),
    } satisfies Reply<InvestmentsHoldingsGetResponse>;
  },
);

export const investmentsTransactionsGet = itemEndpoint<InvestmentsTransactionsGetRequest>(
  'whole',
  {
    end_date: must(day),
    options: object({
      ...accountIds,
      async_update: flag,
      count: integer(1, 500),
      offset: integer(0, Number.MAX_SAFE_INTEGER),
    }),
    start_date: must(day),
  },
  ({ bank }, item, { start_date, end_date, options }) => {
    requireProduct(bank, item, 'investments');
    if (end_date < start_date) {
      throw new BankError('INVALID_FIELD', 'end_date must not be before start_date');
    }
    const accounts = investmentAccounts(item, options?.account_ids);
    const trades = accounts
      .flatMap(({ account_id, trades: own = [] }) =>
        own.map(({ key, security, ...trade }) => ({
          ...trade,
          account_id,
          // By its own key: another that comes before it does not change it.
          investment_transaction_id: idMint(`trade:${account_id}:${key}`)(0),
          key: security,
          security_id: securityId(item, security),
        })),
      )
      .filter(({ date }) => date >= start_date && date <= end_date)
      .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
    const { offset = 0, count = 100 } = options ?? {};
    const page = trades.slice(offset, offset + count);
    const used = new Set(page.flatMap(({ key }) => (key === null ? [] : [key])));
    return {
      accounts: accounts.map(renderInvestmentAccount),
      investment_transactions: page.map(({ key: _key, ...trade }) => trade),
      item: renderItem(item, itemInstitution(bank, item)),
      securities: securitiesOf(item, used),
      total_investment_transactions: trades.length,
    } satisfies Reply<InvestmentsTransactionsGetResponse>;
  },
);
