import { randomUUID } from 'node:crypto';
import type { AccountsGetResponse, TransactionsSyncResponse } from 'plaid';
import type { ItemId, MemberId } from '#server/contract/ids.ts';
import type { Database } from '#server/db/connect.ts';
import { sql } from '#server/db/connect.ts';
import { applyUpdate } from '#server/db/applyUpdate.ts';
import { insertItem } from '#server/db/items.ts';
import { insertMember, setUpHousehold } from '#server/db/members.ts';
import { foldPages } from '#server/domain/foldPages.ts';
import { translateAccount, translateTransaction } from '#server/plaid/translate.ts';
import { LOGINS, PEOPLE } from '#server/sandbox/world/household.ts';
import { startSandbox } from '#server/sandbox/sandbox.ts';

/** Everything one item's bank says on a first sync, as it came over HTTP. */
export interface BankAnswer {
  itemId: string;
  institutionId: string;
  pages: TransactionsSyncResponse[];
  accounts: AccountsGetResponse['accounts'];
}

/** Reads the demo household by Plaid's API, or one of about so many rows. */
export async function readHousehold(rows?: number): Promise<BankAnswer[]> {
  const bank = await startSandbox({
    ...(rows === undefined ? {} : { rows, years: rows < 50_000 ? 5 : 10 }),
    lifecycle: { initial_ms: 0, historical_ms: 0 },
  });
  const call = async <Reply>(path: string, body: object): Promise<Reply> => {
    const reply = await fetch(bank.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'plaid-client-id': 'sandbox-client',
        'plaid-secret': 'sandbox-secret',
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return (await reply.json()) as Reply;
  };
  try {
    const answers: BankAnswer[] = [];
    for (const login of LOGINS) answers.push(await readLogin(call, login));
    return answers;
  } finally {
    await bank.close();
  }
}

type Call = <Reply>(path: string, body: object) => Promise<Reply>;

async function readLogin(call: Call, login: (typeof LOGINS)[number]): Promise<BankAnswer> {
  const person = PEOPLE.find(({ username }) => username === login.username);
  const { public_token } = await call<{ public_token: string }>('/sandbox/public_token/create', {
    institution_id: login.institution,
    initial_products: ['transactions'],
    options: {
      override_username: person?.username,
      override_password: person?.password,
      transactions: { days_requested: 730 },
    },
  });
  const { access_token, item_id } = await call<{ access_token: string; item_id: string }>(
    '/item/public_token/exchange',
    { public_token },
  );
  const pages: TransactionsSyncResponse[] = [];
  let cursor = '';
  do {
    const page = await call<TransactionsSyncResponse>('/transactions/sync', {
      access_token,
      count: 500,
      options: { include_original_description: true, days_requested: 730 },
      ...(cursor ? { cursor } : {}),
    });
    pages.push(page);
    cursor = page.next_cursor;
  } while (pages.at(-1)?.has_more);
  const { accounts } = await call<AccountsGetResponse>('/accounts/get', { access_token });
  return { itemId: item_id, institutionId: login.institution, pages, accounts };
}

/** A household with one member and their items, ready for a first sync. */
export async function prepareItems(db: Database, answers: BankAnswer[]): Promise<ItemId[]> {
  const person = { name: 'Nora', email: 'nora@bench.example', passwordHash: null, role: 'owner' };
  const household = { name: 'Bench', timeZone: 'UTC', currency: 'USD' };
  const members = await setUpHousehold(db, household, [{ ...person, role: 'owner' }]);
  const known = await db.first<{ id: MemberId }>(sql`
    select id from members where email = ${person.email}`);
  const [first] = members || [known?.id];
  const memberId = first ?? (await insertMember(db, { ...person, role: 'owner' }));
  const ids: ItemId[] = [];
  for (const answer of answers) {
    ids.push(
      await insertItem(db, {
        memberId: memberId as MemberId,
        plaidItemId: answer.itemId,
        institutionId: answer.institutionId,
        institutionName: answer.institutionId,
        accessToken: 'sealed',
        webhookUrl: null,
      }),
    );
  }
  return ids;
}

/** Our own work of a sync: translate, fold, apply. @returns milliseconds */
export async function applyAnswer(
  db: Database,
  itemId: ItemId,
  answer: BankAnswer,
  as: { fromCursor: string | null; lists: 'added' | 'modified' },
): Promise<number> {
  const leaseBy = randomUUID();
  await db.run(sql`update items set lease_by = ${leaseBy} where id = ${itemId}`);
  const started = performance.now();
  const pages = answer.pages.map((page) => ({
    added: as.lists === 'added' ? page.added.map(translateTransaction) : [],
    modified: as.lists === 'modified' ? page.added.map(translateTransaction) : [],
    removed: [],
  }));
  const folded = foldPages(pages);
  const accounts = answer.accounts.map(translateAccount);
  const nextCursor = `${answer.pages.at(-1)?.next_cursor}${as.lists}`;
  const result = await applyUpdate(db, {
    itemId,
    leaseBy,
    fromCursor: as.fromCursor,
    nextCursor,
    kind: 'backfill',
    startedAt: new Date().toISOString(),
    accounts,
    openAccounts: accounts.map((account) => account.plaidId),
    upserts: folded.upserts,
    removals: folded.removals,
    sweep: false,
    ready: true,
    historyComplete: true,
    bankUpdatedAt: null,
    trouble: null,
    offers: null,
    today: '2026-01-01',
    pages: pages.length,
    restarts: 0,
    nextInSeconds: 3600,
  });
  if (result.outcome === 'stale') throw new Error('The bench’s own update was stale');
  return performance.now() - started;
}

export const nextCursorOf = (answer: BankAnswer, lists: 'added' | 'modified'): string =>
  `${answer.pages.at(-1)?.next_cursor}${lists}`;
