import { changeItem } from './items.ts';
import { addDays } from './clock.ts';
import type { Bank } from './bank.ts';
import type { Item, Row } from './item.ts';
import { itemInstitution } from './bank.ts';
import type { BankTransaction, ItemChange, Life } from '#server/sandbox/types.ts';

/** What /transactions/refresh brings: what is due, and whatever moves this login. */
export function refreshItem(bank: Bank, life: Life, item: Item): void {
  const { behaviour, item_id, life: lives } = item.meta;
  if (behaviour === 'dynamic') return void changeItem(bank, item, dynamicStep(bank, item));
  postDue(bank, item);
  if (lives) life.tick(1, (id) => id === item_id);
}

/** Posts the pending rows whose day has come, or lets them vanish. */
export function postDue(bank: Bank, item: Item): void {
  if (item.pending.size === 0 || item.meta.phase === 'new') return;
  const today = bank.clock.today();
  const due = [...item.pending]
    .filter((entry) => entry.added > 0 && (entry.row.posts?.on ?? '9999') <= today)
    .map((entry) => entry.row);
  if (due.length === 0) return;
  const add = due.filter((row) => !row.posts?.vanish).map(posted);
  const remove = due.map((row) => row.transaction_id);
  changeItem(bank, item, { add, balances: balancesAfter(item, add, remove), remove });
}

/**
 * What has posted moves the current balance: a bank account's down, a card's or loan's up. What is
 * available is the rest, or the rest of the limit, less what is still pending.
 */
function balancesAfter(item: Item, posting: readonly BankTransaction[], gone: readonly string[]) {
  const involved = new Set(posting.map(({ account }) => account));
  for (const id of gone) involved.add(item.entries.get(id)!.row.account);
  const held = [...item.pending].map(({ row }) => row).filter((row) => row.amount > 0);
  const balances: Record<string, { current?: number; available?: number }> = {};
  for (const { key, type, balances: old, available_is_fixed } of item.accounts) {
    if (!involved.has(key)) continue;
    const mine = ({ account }: BankTransaction) => account === key;
    const moved = sum(posting.filter(mine));
    const waiting = sum(held.filter((row) => mine(row) && !gone.includes(row.transaction_id)));
    const owed = type === 'credit' || type === 'loan';
    const current = (old.current ?? 0) + (owed ? moved : -moved);
    const room = owed ? (old.limit ?? 0) - current : current;
    balances[key] = {
      ...(old.current === null ? {} : { current: cents(current) }),
      ...(old.available === null || available_is_fixed ? {} : { available: cents(room - waiting) }),
    };
  }
  return balances;
}

const sum = (rows: readonly BankTransaction[]) => rows.reduce((all, { amount }) => all + amount, 0);
const cents = (amount: number) => Math.round(amount * 100) / 100;

function posted(row: Row): BankTransaction {
  const { posts, transaction_id, pending: _pending, key, ...values } = row;
  return {
    ...values,
    amount: posts?.amount ?? row.amount,
    authorized_date: row.authorized_date ?? row.date,
    date: posts?.on ?? row.date,
    key: `${key}:posted`,
    name: posts?.name ?? row.name,
    pending_transaction_id: posts?.unmatched ? null : transaction_id,
  };
}

const NEWS = ['Corner Bakery', 'Metro Card Refill', 'Book Exchange', 'Greengrocer on Fifth'];

/**
 * The step of `user_transactions_dynamic`: whatever is pending posts, two new ones come in, and
 * one earlier amount grows by a dollar.
 */
function dynamicStep(bank: Bank, item: Item): ItemChange {
  const today = bank.clock.today();
  const pending = [...item.pending].filter((entry) => entry.added > 0).map(({ row }) => row);
  const earlier = [...item.entries.values()].find(
    (entry) => !entry.gone && entry.added > 0 && !entry.row.pending && entry.row.amount > 0,
  );
  const account = item.accounts.find(({ type }) => type === 'depository') ?? item.accounts[0];
  const holds = itemInstitution(bank, item).shows_pending;
  const news = account ? [1, 2] : [];
  const settled = pending.map((row) => ({ ...posted(row), date: today }));
  const remove = pending.map((row) => row.transaction_id);
  return {
    add: [
      ...settled,
      ...news.map((n) => ({
        account: account!.key,
        amount: Math.round((4 + ((item.minted * 37 + n * 911) % 5000) / 100) * 100) / 100,
        authorized_date: addDays(today, -1),
        date: today,
        key: `dynamic:${item.minted}:${n}`,
        name: NEWS[(item.minted + n) % NEWS.length]!,
        pending: holds,
      })),
    ],
    balances: balancesAfter(item, settled, remove),
    modify: earlier
      ? [{ amount: earlier.row.amount + 1, transaction_id: earlier.row.transaction_id }]
      : [],
    remove,
  };
}
