import { changeItem } from './items.ts';
import { addDays } from './clock.ts';
import type { Bank } from './bank.ts';
import type { Item, Row } from './item.ts';
import { itemInstitution } from './bank.ts';
import type { BankTransaction, ItemChange, Life } from '#server/sandbox/types.ts';

/** What /transactions/refresh brings: what is due, and whatever moves this login. */
export function refreshItem(bank: Bank, life: Life, item: Item): void {
  if (item.meta.behaviour === 'dynamic') changeItem(bank, item, dynamicStep(bank, item));
  postDue(bank, item);
  if (item.meta.life) life.tick(1, (id) => id === item.meta.item_id);
}

/** Posts the pending rows whose day has come, or lets them vanish. */
export function postDue(bank: Bank, item: Item): void {
  if (item.pending.size === 0 || item.meta.phase === 'new') return;
  const today = bank.clock.today();
  const due = [...item.pending]
    .filter((entry) => entry.added > 0 && (entry.row.posts?.on ?? '9999') <= today)
    .map((entry) => entry.row);
  if (due.length === 0) return;
  changeItem(bank, item, {
    add: due.filter((row) => !row.posts?.vanish).map(posted),
    remove: due.map((row) => row.transaction_id),
  });
}

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
  return {
    add: [
      ...pending.map((row) => ({ ...posted(row), date: today })),
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
    modify: earlier
      ? [{ amount: earlier.row.amount + 1, transaction_id: earlier.row.transaction_id }]
      : [],
    remove: pending.map((row) => row.transaction_id),
  };
}
