import type { Random } from '#server/sandbox/world/random.ts';
import { apply, complete, isPlain, openAccounts, type Step } from './bankSteps.ts';
import { letTimePass, readLedger, settle } from './ledger.ts';
import * as model from './model.ts';
import type { Account, History } from './model.ts';
import { readTruth, recogniseAccounts } from './verdict.ts';

// What happens to whole accounts at the bank.

const kinds = [
  { type: 'depository', subtype: 'checking' },
  { type: 'depository', subtype: 'savings' },
  { type: 'credit', subtype: 'credit card' },
  { type: 'loan', subtype: 'student' },
];

/** An account as the control plane takes it, and as the model keeps it. */
export function newAccount(dice: Random, number: number) {
  const currency = dice.pick<model.Currency>([
    { iso_currency_code: 'USD' },
    { iso_currency_code: 'USD' },
    { iso_currency_code: dice.pick(['EUR', 'JPY']) },
    { unofficial_currency_code: 'BTC' },
  ]);
  const key = `account ${number}`;
  const told = {
    key,
    name: `Account ${number}`,
    mask: dice.chance(0.8) ? String(dice.int(1000, 9999)) : null,
    ...dice.pick(kinds),
    ...(dice.chance(0.3) ? { persistent_account_id: `persistent ${number} ${dice.next()}` } : {}),
    balances: {
      iso_currency_code: null,
      unofficial_currency_code: null,
      ...currency,
      current: dice.int(0, 9999),
      available: null,
    },
  };
  const account: Account = { key, plaidId: '', ledgerId: null, open: true, currency, told };
  return { told, account };
}

const addAccount: Step = async (history, dice) => {
  const { told, account } = newAccount(dice, history.accounts.length + 1);
  const { account_ids: ids } = await apply(history, { accounts: { add: [told] } });
  history.accounts.push({ ...account, plaidId: ids[account.key] ?? '' });
};

/** An account that was no longer shared is shared again: under new ids, with all of its rows. */
const shareAgain: Step = async (history, dice) => {
  const account = history.accounts.find((one) => !one.open);
  if (!account) return;
  // Gone and back before anybody looked, it would only seem to have another id.
  await letTimePass(history);
  await settle(history);
  const stands = await readLedger(history);
  if (stands.some((row) => row.plaidAccountId === account.plaidId && !row.closed)) return;
  const { balances, ...told } = account.told;
  const again = { ...told, balances: { ...balances, current: dice.int(0, 9999) } };
  const own = history.purchases.filter((one) => one.account === account.key && one.life === 'kept');
  for (const purchase of own) {
    if (purchase.twins || purchase.fate !== 'sure') model.loosen(purchase, 'open');
    purchase.unnamed = true;
  }
  const add = own.map((one) => model.asAdded(one, { pending_transaction_id: null }));
  const first = { accounts: { add: [again] }, add: [] };
  const later = dice.chance(0.5);
  const opened = await apply(history, later ? first : { ...first, add });
  if (later) {
    await settle(history);
    await letTimePass(history);
    await settle(history);
  }
  const { transaction_ids: ids } = later ? await apply(history, { add }) : opened;
  own.forEach((one, n) => Object.assign(one, { life: 'live', bankId: ids[n] ?? null }));
  Object.assign(account, { open: true, plaidId: opened.account_ids[account.key] });
};

const changeMask: Step = async (history, dice) => {
  const account = dice.pick(openAccounts(history));
  const values = { mask: String(dice.int(1000, 9999)), official_name: `Name ${dice.int(1, 99)}` };
  account.told = { ...account.told, ...values };
  await apply(history, { accounts: { rename: { [account.key]: values } } });
};

const livingIn = (history: History, account: Account) =>
  history.purchases.filter((one) => one.account === account.key && one.life === 'live');

/** An account goes on under another id, and so do all of its rows. */
const churnAccount: Step = async (history, dice) => {
  // What is not told yet gets ids that nobody hears of.
  if (history.staged && history.revealedAt === 0) return;
  await complete(history, dice);
  await recogniseAccounts(history);
  const account = dice.pick(openAccounts(history));
  const own = livingIn(history, account);
  for (const purchase of own) {
    if (!(await isPlain(history, purchase))) model.loosen(purchase, 'open');
    purchase.unnamed = true;
  }
  const { account_ids: ids } = await apply(history, { accounts: { churn: [account.key] } });
  account.plaidId = ids[account.key] ?? '';
  const { transactions } = await readTruth(history);
  const byTag = new Map(transactions.map((one) => [one.original_description, one]));
  for (const purchase of own) {
    purchase.bankId = byTag.get(purchase.tag)?.transaction_id ?? purchase.bankId;
  }
};

/** An account is no longer shared. What was known of it by then is to stay. */
const loseAccount: Step = async (history, dice) => {
  const account = openAccounts(history).at(-1)!;
  if (account === history.accounts[0]) return;
  await complete(history, dice);
  await letTimePass(history);
  await settle(history);
  const own = livingIn(history, account);
  const ledger = await readLedger(history);
  const standing = ledger.filter((row) => row.plaidAccountId === account.plaidId);
  const told = new Set(standing.map((row) => row.plaidId));
  if (standing.length !== own.length || !own.every((one) => told.has(one.bankId ?? ''))) return;
  await apply(history, { accounts: { remove: [account.key] } });
  account.open = false;
  for (const purchase of own) purchase.life = 'kept';
};

/** By name, with how often each is drawn. */
export const accountSteps: Record<string, [weight: number, step: Step]> = {
  addAccount: [1, addAccount],
  changeMask: [1, changeMask],
  churnAccount: [2, churnAccount],
  loseAccount: [2, loseAccount],
  shareAgain: [2, shareAgain],
};
