import type { InvestmentTransaction } from 'plaid';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BankDebt, BankHolding, BankSecurity, BankTrade } from '#server/domain/bankWealth.ts';
import { PlaidFailure } from '#server/plaid/errors.ts';
import { Untranslatable } from '#server/plaid/translate.ts';
import { translateDebts } from '#server/plaid/translateDebts.ts';
import {
  translateHolding,
  translateSecurity,
  translateTrade,
} from '#server/plaid/translateHeld.ts';
import type { CallContext } from '#server/plaid/transport.ts';
import { currencyOf } from '#server/plaid/translate.ts';
import type { SyncDeps } from './deps.ts';

/** Plaid's largest page. */
const COUNT = 500;
/** Fifty thousand trades: beyond this it is no household. */
const MOST_PAGES = 100;
const MOST_RESTARTS = 3;

type Ask = Pick<SyncDeps, 'plaid' | 'pace'>;

/** @throws PlaidFailure, Untranslatable */
export async function readDebts(
  { plaid }: Ask,
  accessToken: string,
  context: CallContext,
): Promise<BankDebt[]> {
  const reply = await plaid('liabilitiesGet', { access_token: accessToken }, context);
  const currencies = new Map(
    list(reply.accounts).map((one) => [one.account_id, currencyOf(one.balances ?? {})]),
  );
  return translateDebts(reply.liabilities, (id) => currencies.get(id) ?? 'USD');
}

export interface ReadHoldings {
  securities: BankSecurity[];
  holdings: BankHolding[];
  /** The accounts that the answer is about, those that hold nothing too. */
  accounts: string[];
}

/** @throws PlaidFailure, Untranslatable */
export async function readHoldings(
  { plaid }: Ask,
  accessToken: string,
  context: CallContext,
): Promise<ReadHoldings> {
  const reply = await plaid('investmentsHoldingsGet', { access_token: accessToken }, context);
  return {
    securities: list(reply.securities).map(translateSecurity),
    holdings: list(reply.holdings).map(translateHolding),
    accounts: list(reply.accounts).map((account) => account.account_id),
  };
}

export interface ReadTrades {
  securities: BankSecurity[];
  trades: BankTrade[];
  from: string;
}

/**
 * All trades of some days. Their pages are places in a list, so one that is inserted meanwhile
 * moves the others: where they do not add up, all are read again.
 * @throws PlaidFailure, Untranslatable
 */
export async function readTrades(
  deps: Ask,
  accessToken: string,
  days: { from: string; to: string },
  context: CallContext,
): Promise<ReadTrades> {
  for (let restarts = 0; ; restarts++) {
    const read = await readPages(deps, accessToken, days, context);
    if (read) return { ...read, from: days.from };
    if (restarts >= MOST_RESTARTS) {
      throw new PlaidFailure({
        code: 'TRADES_KEEP_MOVING',
        type: 'API_ERROR',
        status: 0,
        message: 'The list of trades kept changing while it was read',
      });
    }
    const { signal } = context;
    await sleep(1000 * deps.pace * (restarts + 1), undefined, signal ? { signal } : undefined);
  }
}

async function readPages(
  { plaid }: Ask,
  accessToken: string,
  { from, to }: { from: string; to: string },
  context: CallContext,
): Promise<Omit<ReadTrades, 'from'> | undefined> {
  const trades = new Map<string, BankTrade>();
  const securities = new Map<string, BankSecurity>();
  let total: number | undefined;
  for (let page = 0, offset = 0; ; page++) {
    if (page >= MOST_PAGES) throw new Untranslatable('more trades than a household makes');
    const request = {
      access_token: accessToken,
      start_date: from,
      end_date: to,
      options: { count: COUNT, offset },
    };
    const reply = await plaid('investmentsTransactionsGet', request, context);
    const rows: InvestmentTransaction[] = list(reply.investment_transactions);
    for (const one of list(reply.securities).map(translateSecurity)) {
      securities.set(one.plaidId, one);
    }
    for (const one of rows.map(translateTrade)) trades.set(one.plaidId, one);
    offset += rows.length;
    total ??= reply.total_investment_transactions;
    if (reply.total_investment_transactions !== total) return undefined;
    if (offset >= total || rows.length === 0) {
      if (trades.size !== total) return undefined;
      return { securities: [...securities.values()], trades: [...trades.values()] };
    }
  }
}

function list<Entry>(value: Entry[] | undefined): Entry[] {
  if (!Array.isArray(value)) throw new Untranslatable('an answer without one of its lists');
  return value;
}
