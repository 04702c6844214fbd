/** Life of logins outside the household: a small purchase is held, and later it posts. */
import { SHOPS } from './shops.ts';
import type { Random } from './random.ts';
import type { BankAccount, LifeBank, LifeItem } from '#server/sandbox/types.ts';

const PLACES = [...SHOPS.coffee, ...SHOPS.lunch, ...SHOPS.smallGroceries, ...SHOPS.books];

export function strangerTick(bank: LifeBank, item: LifeItem, random: Random): void {
  const waiting = item
    .latest(100)
    .filter((row) => row.pending && row.key.startsWith('life-') && !row.posts);
  const account = random.pick(item.accounts);
  const spends = item.accounts.filter(
    ({ type, subtype }) => type === 'credit' || subtype === 'checking',
  );
  const oldest = waiting.at(-1);
  if (oldest && random.chance(0.45)) {
    settle(bank, item, oldest);
    return;
  }
  const chosen = spends.length > 0 ? random.pick(spends) : account;
  if (chosen.type !== 'credit' && chosen.type !== 'depository') return;
  const shop = random.pick(PLACES);
  const cents = random.skewed(350, 4200);
  bank.change(item.item_id, {
    add: [
      {
        key: `life-${item.item_id.slice(0, 6)}-${Number(bank.recall('ticks') ?? 0)}`,
        account: chosen.key,
        amount: cents / 100,
        date: bank.today(),
        authorized_date: bank.today(),
        name: shop.name,
        original_description: shop.raw,
        pending: true,
      },
    ],
    balances: { [chosen.key]: held(chosen, cents) },
  });
}

function settle(bank: LifeBank, item: LifeItem, row: ReturnType<LifeItem['latest']>[number]): void {
  const account = item.accounts.find(({ key }) => key === row.account);
  if (!account) return;
  const { transaction_id, pending: _pending, ...values } = row;
  bank.change(item.item_id, {
    add: [
      {
        ...values,
        key: `${row.key}-posted`,
        date: bank.today(),
        pending: false,
        pending_key: row.key,
      },
    ],
    remove: [transaction_id],
    balances: { [account.key]: settled(account, Math.round(row.amount * 100)) },
  });
}

type Balances = BankAccount['balances'];

const moved = (value: number | null, cents: number): number | null =>
  value === null ? null : Math.round(value * 100 + cents) / 100;

/** A hold lowers what is available and leaves the current balance alone. */
function held(account: BankAccount, cents: number): Partial<Balances> {
  if (account.available_is_fixed) return {};
  return { available: moved(account.balances.available, -cents) };
}

function settled(account: BankAccount, cents: number): Partial<Balances> {
  const sign = account.type === 'depository' ? -1 : 1;
  return { current: moved(account.balances.current, sign * cents) };
}
