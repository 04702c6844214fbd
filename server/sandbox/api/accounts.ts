import type {
  AccountsBalanceGetRequest,
  AccountsGetRequest,
  AccountsGetResponse,
  InvestmentAccount,
} from 'plaid';
import { itemEndpoint } from './endpoint.ts';
import type { Counter, Reply } from './endpoint.ts';
import { instant, list, object, word } from './fields.ts';
import { itemInstitution } from '#server/sandbox/bank/bank.ts';
import type { Account, Item } from '#server/sandbox/bank/item.ts';
import { renderAccount, renderItem } from '#server/sandbox/bank/render.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { Wire } from '#server/sandbox/wire.ts';

/** The accounts that a request asks for by their ids: all where it names none. */
export function chosenAccounts(item: Item, ids: readonly string[] | undefined): Account[] {
  if (ids === undefined || ids === null) return item.accounts;
  return ids.map((id) => {
    const account = item.accounts.find((one) => one.account_id === id);
    if (!account) throw new BankError('INVALID_ACCOUNT_ID');
    return account;
  });
}

export function renderInvestmentAccount(account: Account) {
  const shown = renderAccount(account);
  return {
    ...shown,
    balances: { ...shown.balances, margin_loan_amount: null },
  } satisfies Wire<InvestmentAccount>;
}

function answer({ bank }: Counter, item: Item, accounts: Account[]) {
  return {
    accounts: accounts.map(renderAccount),
    item: renderItem(item, itemInstitution(bank, item)),
  } satisfies Reply<AccountsGetResponse>;
}

const accountIds = { account_ids: list(word) };

export const accountsGet = itemEndpoint<AccountsGetRequest>(
  'whole',
  { options: object(accountIds) },
  (counter, item, { options }) => answer(counter, item, chosenAccounts(item, options?.account_ids)),
);

/**
 * The one institution that treats cards apart: their balances must be asked for with an age, and
 * they cannot be refreshed alone.
 */
export const CHOOSY = 'ins_128026';

export const balanceGet = itemEndpoint<AccountsBalanceGetRequest>(
  'whole',
  { options: object({ ...accountIds, min_last_updated_datetime: instant }) },
  (counter, item, { options }) => {
    const { bank } = counter;
    const accounts = chosenAccounts(item, options?.account_ids);
    const oldest = options?.min_last_updated_datetime;
    const aged =
      item.meta.institution_id === CHOOSY && accounts.some(({ type }) => type !== 'depository');
    if (!aged) return answer(counter, item, accounts);
    if (!oldest) {
      throw new BankError(
        'INVALID_FIELD',
        'options.min_last_updated_datetime is required for this institution',
      );
    }
    const updated = `${bank.clock.today()}T00:00:00Z`;
    if (Date.parse(oldest) > Date.parse(updated)) {
      throw new BankError('LAST_UPDATED_DATETIME_OUT_OF_RANGE');
    }
    const dated = accounts.map((account) =>
      account.type === 'depository'
        ? account
        : { ...account, balances: { ...account.balances, last_updated_datetime: updated } },
    );
    return answer(counter, item, dated);
  },
);
