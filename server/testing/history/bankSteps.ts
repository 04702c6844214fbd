import type { Random } from '#server/sandbox/world/random.ts';
import { isTold, readLedger } from './ledger.ts';
import * as model from './model.ts';
import type { Account, History, Purchase } from './model.ts';

// What happens at the bank. Each step is one atomic change of the item's history there.

export type Step = (history: History, dice: Random) => Promise<void>;

interface Change {
  add?: object[];
  modify?: object[];
  remove?: string[];
  balances?: object;
  accounts?: object;
}

interface Changed {
  transaction_ids: string[];
  account_ids: Record<string, string>;
}

export const apply = (history: History, change: Change) =>
  history.home.bank.post<Changed & Record<string, unknown>>(
    `items/${history.plaidItemId}/changes`,
    change,
  );

export const openAccounts = (history: History) =>
  history.accounts.filter((account) => account.open);

/** Live purchases that stand under one id; the first one is the anchor and never moves. */
export const steady = (history: History, more: (one: Purchase) => boolean = () => true) =>
  history.purchases.filter(
    (one, index) => index > 0 && one.life === 'live' && !one.leftover && more(one),
  );

function some(dice: Random, purchases: Purchase[], most = 1): Purchase[] {
  const chosen = new Set<Purchase>();
  if (purchases.length === 0) return [];
  // What the household has touched is where most can go wrong.
  const touched = purchases.filter((one) => one.changes.length > 0);
  for (let n = dice.int(1, most); n > 0; n--) {
    chosen.add(dice.pick(touched.length > 0 && dice.chance(0.7) ? touched : purchases));
  }
  return [...chosen];
}

async function addPurchases(history: History, purchases: Purchase[]): Promise<void> {
  const add = purchases.map((one) => model.asAdded(one));
  const { transaction_ids: ids } = await apply(history, { add });
  purchases.forEach((one, index) => (one.bankId = ids[index] ?? null));
  history.purchases.push(...purchases);
}

const buy =
  (pending: boolean, most: number): Step =>
  async (history, dice) => {
    const purchases = Array.from({ length: dice.int(1, most) }, () => {
      const account = dice.pick(openAccounts(history));
      return model.newPurchase(history, account, model.newRow(history, dice, account, pending));
    });
    await addPurchases(history, purchases);
  };

/** Two that nobody could tell apart: the same shop, day and amount. */
const buyTwins: Step = async (history, dice) => {
  const account = dice.pick(openAccounts(history));
  const row = model.newRow(history, dice, account, dice.chance(0.5));
  const twins: Purchase['twins'] = [];
  const pair = [1, 2].map(() => ({ ...model.newPurchase(history, account, { ...row }), twins }));
  await addPurchases(history, pair);
};

/** Another id without a word about the old one: is there any doubt who it is? */
export async function isPlain(history: History, purchase: Purchase): Promise<boolean> {
  return purchase.twins === null && (await isTold(history, purchase));
}

/** Changed before the ledger knows its new id: nobody can tell that it is the same one. */
async function blur(history: History, purchase: Purchase): Promise<void> {
  if (!purchase.unnamed || (await isTold(history, purchase)) || !purchase.unnamed) return;
  model.loosen(purchase, 'open');
}

const isHold = (one: Purchase) => one.row.pending;

/** The hold posts: the bank names it, in the same step, earlier or later; or it names nothing. */
const post: Step = async (history, dice) => {
  const [purchase] = some(dice, steady(history, isHold));
  if (!purchase) return;
  const how = dice.next();
  const named = how < 0.6;
  const tip = named ? dice.chance(0.5) : dice.chance(0.3);
  const other = dice.chance(named ? 0.3 : 0.2);
  const hold = purchase.bankId!;
  if (!named) {
    const plain = (await isPlain(history, purchase)) && !tip && !other;
    if (!plain) model.loosen(purchase, tip ? 'lost' : 'open');
    purchase.unnamed = true;
  } else if (tip || other) {
    await blur(history, purchase);
  }
  const account = history.accounts.find((one) => one.key === purchase.account)!;
  purchase.row = {
    ...purchase.row,
    pending: false,
    date: model.daysAfter(purchase.row.date, dice.int(0, 3)),
    ...(tip ? { amount: model.freshAmount(history, dice, currencyOf(purchase, account)) } : {}),
    name: other ? `Renamed by the bank ${dice.int(1, 99)}` : purchase.row.name.replace(/\d+$/, '7'),
  };
  if (other && purchase.row.detail) purchase.row.detail = model.newDetail(dice, null);
  const from = named ? hold : null;
  const apart = dice.next();
  if (apart < 0.25) {
    await apply(history, { remove: [hold] });
    Object.assign(purchase, { life: 'between', bankId: null, cameFrom: from });
    return;
  }
  const early = named && apart < 0.4;
  const add = [model.asAdded(purchase, { pending_transaction_id: from })];
  const made = await apply(history, { add, ...(early ? {} : { remove: [hold] }) });
  Object.assign(purchase, { bankId: made.transaction_ids[0] ?? null, cameFrom: from });
  if (early) purchase.leftover = hold;
};

const currencyOf = (purchase: Purchase, account: Account) =>
  purchase.row.iso_currency_code || purchase.row.unofficial_currency_code
    ? (purchase.row as model.Currency)
    : account.currency;

/** What a hold became comes at last, or a hold that has become something leaves. */
export const complete: Step = async (history) => {
  for (const purchase of history.purchases) {
    if (purchase.leftover) {
      await apply(history, { remove: [purchase.leftover] });
      purchase.leftover = null;
    } else if (purchase.life === 'between') {
      const add = [model.asAdded(purchase, { pending_transaction_id: purchase.cameFrom })];
      const { transaction_ids: ids } = await apply(history, { add });
      Object.assign(purchase, { life: 'live', bankId: ids[0] ?? null });
    }
  }
};

/** A known transaction comes back under another id, and nobody says which it was. */
const churn: Step = async (history, dice) => {
  const chosen = some(dice, steady(history), 2);
  for (const purchase of chosen) {
    if (!(await isPlain(history, purchase))) model.loosen(purchase, 'open');
    purchase.unnamed = true;
  }
  // A bank may still name the hold that it came from, long gone: that is no news.
  const named = dice.chance(0.4);
  const add = chosen.map((one) =>
    model.asAdded(one, { pending_transaction_id: named ? one.cameFrom : null }),
  );
  const remove = chosen.map((one) => one.bankId!);
  const { transaction_ids: ids } = await apply(history, { add, remove });
  chosen.forEach((one, index) => (one.bankId = ids[index] ?? null));
};

const take =
  (which: (one: Purchase) => boolean): Step =>
  async (history, dice) => {
    const chosen = some(dice, steady(history, which), 2);
    if (chosen.length === 0) return;
    await apply(history, { remove: chosen.map((one) => one.bankId!) });
    for (const purchase of chosen) Object.assign(purchase, { life: 'gone', bankId: null });
  };

/** Somebody else's purchase of the same size, soon after one was taken back: never the same one. */
const coincide: Step = async (history, dice) => {
  const gone = history.purchases.filter((one) => one.life === 'gone' && !one.twins);
  if (gone.length === 0) return;
  const touched = gone.filter((one) => one.changes.length > 0);
  const past = dice.pick(touched.length > 0 ? touched : gone);
  const account = openAccounts(history).find((one) => one.key === past.account);
  if (!account) return;
  const pending = dice.chance(0.3);
  const row = { ...past.row, pending, name: `Kiosk ${dice.int(1, 99)}`, detail: {} };
  const purchase = model.newPurchase(history, account, row);
  // Told in one breath, a hold that goes and a posting that comes may well be one.
  const held = (await readLedger(history, past)).some((one) => one.pending);
  if (held && !pending) {
    Object.assign(purchase, { fate: 'open', guesses: [past.own] });
  }
  await addPurchases(history, [purchase]);
};

const removeUnknown: Step = async (history, dice) => {
  const remove = Array.from({ length: dice.int(1, 3) }, () => `NeverSeen${dice.int(1, 1e9)}`);
  await apply(history, { remove });
};

const modify: Step = async (history, dice) => {
  const chosen = some(dice, steady(history), 4);
  for (const purchase of chosen) await blur(history, purchase);
  const changed = chosen.map((purchase) => {
    const account = history.accounts.find((one) => one.key === purchase.account)!;
    const change: Partial<model.Row> = { detail: model.newDetail(dice, null) };
    if (dice.chance(0.4) && !purchase.twins) {
      change.amount = model.freshAmount(history, dice, currencyOf(purchase, account));
    }
    if (dice.chance(0.3)) change.name = `Corrected ${dice.int(1, 999)}`;
    if (dice.chance(0.3)) change.date = model.daysAfter(purchase.row.date, -1);
    purchase.row = { ...purchase.row, ...change };
    return { transaction_id: purchase.bankId, ...change };
  });
  if (changed.length > 0) await apply(history, { modify: changed });
};

/** The bank sends rows again that say nothing new. */
const resend: Step = async (history, dice) => {
  const chosen = dice.chance(0.3) ? steady(history) : some(dice, steady(history), 6);
  if (chosen.length === 0) return;
  await apply(history, { modify: chosen.map((one) => ({ transaction_id: one.bankId })) });
};

const balance: Step = async (history, dice) => {
  const account = dice.pick(openAccounts(history));
  const value = dice.int(-50_000, 500_000) / 100 + dice.pick([0, 0, 1e-12, 0.004]);
  const balances = {
    current: dice.chance(0.1) ? null : value,
    available: dice.chance(0.7) ? value - 1 : null,
    limit: dice.chance(0.3) ? 5000 : null,
  };
  if (balances.current === null) balances.available = value;
  await apply(history, { balances: { [account.key]: balances } });
};

/** By name, with how often each is drawn. */
export const bankSteps: Record<string, [weight: number, step: Step]> = {
  buy: [8, buy(false, 4)],
  buyMany: [2, buy(false, 40)],
  hold: [8, buy(true, 3)],
  buyTwins: [2, buyTwins],
  post: [20, post],
  complete: [3, complete],
  churn: [5, churn],
  coincide: [2, coincide],
  vanish: [3, take(isHold)],
  remove: [3, take((one) => !one.row.pending)],
  removeUnknown: [1, removeUnknown],
  modify: [6, modify],
  resend: [3, resend],
  balance: [4, balance],
};
