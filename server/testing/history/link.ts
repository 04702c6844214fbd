import type { ItemId, MemberId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { insertItem } from '#server/db/items.ts';
import { insertMember } from '#server/db/members.ts';
import { insertSession } from '#server/db/sessions.ts';
import type { Random } from '#server/sandbox/world/random.ts';
import { loadKeyRing } from '#server/security/keyFile.ts';
import { createSealer } from '#server/security/seal.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { tokenPurpose } from '#server/sync/deps.ts';
import { eventually } from '#server/testing/bank.ts';
import { createCaller } from '#server/testing/caller.ts';
import type { TestHome } from '#server/testing/home.ts';
import { newAccount } from './accountSteps.ts';
import { settle } from './ledger.ts';
import { asAdded, daysAgo, newPurchase, newRow, type History } from './model.ts';
import { readTruth } from './verdict.ts';

/** A history before anything is linked, with the login that its bank is to open. */
export interface Draft {
  history: History;
  memberId: MemberId;
  login: { accounts: object[]; transactions: object[] };
}

/** A fresh member, and a few accounts and rows at a bank. */
export async function draft(
  home: TestHome,
  dice: Random,
  size: { rows: number; accounts: number },
): Promise<Draft> {
  const memberId = await insertMember(home.db, {
    name: 'Mia',
    email: `${newToken()}@home.example`,
    passwordHash: null,
    role: 'member',
  });
  const token = newToken();
  await insertSession(home.db, { tokenHash: hashToken(token), memberId, userAgent: null });
  const accounts = Array.from({ length: size.accounts }, (_, n) => newAccount(dice, n + 1));
  const history: History = {
    home,
    member: createCaller(home.url, `ledgerberry=${token}`),
    itemId: '' as ItemId,
    plaidItemId: '',
    accounts: accounts.map(({ account }) => account),
    purchases: [],
    cents: new Set(),
    count: 0,
    staged: false,
    revealedAt: 0,
    anchored: dice.chance(0.85),
    signInNeeded: false,
    trail: [`seeded with ${size.rows} rows in ${size.accounts} accounts`],
  };
  for (let n = 0; n < size.rows; n++) {
    const account = n === 0 ? history.accounts[0]! : dice.pick(history.accounts);
    const row = newRow(history, dice, account, n > 0 && dice.chance(0.3));
    if (n === 0 && history.anchored) row.date = daysAgo(700);
    history.purchases.push(newPurchase(history, account, row));
  }
  const login = {
    accounts: accounts.map(({ told }) => told),
    transactions: history.purchases.map((purchase) => asAdded(purchase)),
  };
  return { history, memberId, login };
}

/** A fresh bank link of a fresh member, in the ways that links come about. */
export async function link(home: TestHome, dice: Random): Promise<History> {
  const drafted = await draft(home, dice, { rows: dice.int(1, 30), accounts: dice.int(1, 3) });
  const { history } = drafted;
  const forReal = dice.chance(0.1);
  history.staged = !forReal && dice.chance(0.25);
  if (history.staged) history.trail.push('the bank tells its history in stages');
  await home.bank.post('lifecycle', {
    initial_ms: history.staged && dice.chance(0.5) ? 300_000 : 0,
    historical_ms: history.staged ? 300_000 : 0,
  });
  await home.bank.post('settings', { largest_page: dice.pick([2, 5, 500]) });
  await (forReal ? linkForReal(drafted) : linkAtOnce(drafted));
  // Mostly the household has seen its rows before anything else happens to them.
  if (dice.chance(0.7)) await settle(history);
  return history;
}

/** By a Link session of the member's, finished at the bank and found out by webhook. */
async function linkForReal({ history, login }: Draft): Promise<void> {
  const order = { institution_id: 'ins_109508', login };
  const { session } = await history.home.bank.link(history.member, order);
  const params = { id: session };
  const linked = await eventually(async () => {
    const now = await history.member.call('GET /api/link-sessions/:id', { params });
    return now.outcome === 'linked' && (now.linkId ?? undefined);
  });
  await takeOver(history, linked);
}

/** The link has been made: which item and which ids it has become. */
export async function takeOver(history: History, itemId: ItemId): Promise<void> {
  history.itemId = itemId;
  const row = await history.home.db.first<{ id: string }>(sql`
    select plaid_item_id as id from items where id = ${itemId}`);
  history.plaidItemId = row?.id ?? '';
  const truth = await readTruth(history);
  for (const [n, account] of history.accounts.entries()) {
    account.plaidId = truth.accounts[n]?.account_id ?? '';
  }
  const told = new Map(truth.transactions.map((one) => [one.original_description, one]));
  for (const purchase of history.purchases) {
    purchase.bankId = told.get(purchase.tag)?.transaction_id ?? null;
  }
}

/** The same without the way through Link, which costs more than it shows a thousand times. */
export async function linkAtOnce({ history, memberId, login }: Draft): Promise<void> {
  const { bank, config, db } = history.home;
  const made = await bank.post<{
    access_token: string;
    item_id: string;
    account_ids: string[];
    transaction_ids: string[];
  }>('items/script', { ...login, webhook: config.webhookUrl, exchange: true });
  history.plaidItemId = made.item_id;
  history.accounts.forEach((account, n) => (account.plaidId = made.account_ids[n] ?? ''));
  history.purchases.forEach((one, n) => (one.bankId = made.transaction_ids[n] ?? null));
  const sealer = createSealer(await loadKeyRing(config.tokenKeyFile, false));
  history.itemId = await db.transaction((tx) =>
    insertItem(tx, {
      memberId,
      plaidItemId: made.item_id,
      institutionId: 'ins_109508',
      institutionName: 'First Platypus Bank',
      accessToken: sealer.seal(made.access_token, tokenPurpose(made.item_id)),
      webhookUrl: config.webhookUrl,
    }),
  );
}
