import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemId, MemberId } from '#server/contract/ids.ts';
import { applyUpdate } from '#server/db/applyUpdate.ts';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { insertItem } from '#server/db/items.ts';
import { insertMember, setUpHousehold } from '#server/db/members.ts';
import type { BankAccount, BankTransaction } from '#server/domain/bank.ts';
import type { LegAccount } from '#server/domain/transfers/leg.ts';
import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { dateOf, START, type Household, type Truth } from './house.ts';
import { inventHousehold } from './household.ts';

// What belongs together depends on the rows alone: told all at once, or piece by piece in any
// order, by several banks, with words taken back and others added, the ledger says the same in the
// end. `ORDERS=50` tells more.

const ORDERS = Number(process.env.ORDERS ?? 3);
const MONTHS = 4;

let cloned: ClonedDatabase[] = [];
const open: Database[] = [];
beforeAll(async () => {
  cloned = await Promise.all([cloneDatabase(), cloneDatabase()]);
  open.push(...cloned.map(({ appUrl }) => connectDatabase(appUrl)));
});
afterAll(async () => {
  await Promise.all(open.map((db) => db.close()));
  await Promise.all(cloned.map((one) => one.drop()));
});

interface Bank {
  item: ItemId;
  cursor: string | null;
  accounts: LegAccount[];
}

/** The same accounts under the same ids in each database; the banks are each one member's. */
async function openBanks(db: Database, house: Household, ids: Map<string, string>) {
  await db.run(sql`delete from items`);
  const members = new Map<string, MemberId>();
  const memberOf = async (name: string) => {
    const known = members.get(name);
    if (known) return known;
    const found = await db.first<{ id: MemberId }>(
      sql`select id from members where name = ${name}`,
    );
    const email = `${name.replaceAll(' ', '.')}@home.example`;
    const person = { name, email, passwordHash: null, role: 'owner' as const };
    const id = found?.id ?? (await insertMember(db, person));
    members.set(name, id);
    return id;
  };
  const banks: Bank[] = [];
  const key = (account: LegAccount) => `${account.institution} ${account.owners[0]}`;
  for (const accounts of Map.groupBy(house.accounts, key).values()) {
    const [{ institution, owners } = { institution: '', owners: [''] }] = accounts;
    const item = await insertItem(db, {
      memberId: await memberOf(owners[0] ?? ''),
      plaidItemId: randomUUID(),
      institutionId: institution,
      institutionName: institution,
      accessToken: 'sealed',
      webhookUrl: null,
    });
    for (const account of accounts) {
      await db.run(sql`
        insert into accounts (id, item_id, plaid_account_id, name, mask, kind, subtype, currency)
        values (${ids.get(account.id)}, ${item}, ${account.id}, ${account.names[0]},
          ${account.mask}, ${account.kind}, ${account.subtype}, 'USD')`);
    }
    banks.push({ item, cursor: null, accounts });
  }
  return banks;
}

const told = (account: LegAccount): BankAccount => ({
  plaidId: account.id,
  persistentId: null,
  name: account.names[0] ?? '',
  officialName: null,
  mask: account.mask,
  kind: account.kind as BankAccount['kind'],
  subtype: account.subtype,
  currency: 'USD',
  balance: null,
  available: null,
  limit: null,
});

const rowOf = (row: Truth): BankTransaction => ({
  plaidId: row.id,
  pendingId: null,
  plaidAccountId: row.accountId,
  amount: row.amount,
  amountSent: row.amount,
  currency: row.currency,
  date: row.posted,
  authorizedDate: row.day,
  pending: false,
  name: row.name,
  merchantName: null,
  merchantId: row.merchantId,
  category: row.category,
  categoryPrimary: null,
  details: {},
});

async function tell(db: Database, bank: Bank, upserts: BankTransaction[], removals: string[] = []) {
  const leaseBy = randomUUID();
  await db.run(sql`update items set lease_by = ${leaseBy} where id = ${bank.item}`);
  const nextCursor = randomUUID();
  const accounts = bank.accounts.map(told);
  const { outcome } = await applyUpdate(db, {
    itemId: bank.item,
    leaseBy,
    fromCursor: bank.cursor,
    nextCursor,
    kind: 'update',
    startedAt: new Date().toISOString(),
    accounts,
    openAccounts: accounts.map((account) => account.plaidId),
    upserts,
    removals,
    sweep: false,
    ready: true,
    historyComplete: true,
    bankUpdatedAt: null,
    trouble: null,
    offers: null,
    today: '2024-06-01',
    pages: 1,
    restarts: 0,
    nextInSeconds: 3600,
  });
  expect(outcome).not.toBe('stale');
  bank.cursor = nextCursor;
}

/** In words: rows that nobody could tell apart may stand for each other. */
async function read(db: Database): Promise<{ links: string[]; flows: string[] }> {
  const row = (t: string) =>
    sql([
      `${t}.account_id || ' ' || ${t}.amount || ' ' || ${t}.date || ' '
    || ${t}.authorized_date || ' ' || ${t}.name`,
    ]);
  const links = await db.query<{ says: string }>(sql`
    select l.kind || ' ' || l.says || ': ' || ${row('o')} || ' > ' || ${row('i')} as says
    from transfer_links l
    join transactions o on o.id = l.out_id join transactions i on i.id = l.in_id`);
  const flows = await db.query<{ says: string }>(sql`
    select ${row('t')} || ' ' || t.flow || ' ' || coalesce(t.category_shown, '') || ' '
      || coalesce(${row('p')}, '') as says
    from transactions t left join transactions p on p.id = t.transfer_peer
    where t.removed_at is null`);
  const sorted = (rows: { says: string }[]) => rows.map(({ says }) => says).toSorted();
  return { links: sorted(links), flows: sorted(flows) };
}

/** Some rows come late, some come first with another amount, some never were. */
async function tellPiecemeal(db: Database, banks: Bank[], rows: Truth[], random: Random) {
  const left = new Map(banks.map((bank) => [bank, shuffled(ofBank(rows, bank), random)]));
  const wrong: { bank: Bank; row: Truth }[] = [];
  for (let n = 0; [...left.values()].some((some) => some.length > 0); n++) {
    const bank = random.pick(banks);
    const some = left.get(bank)!.splice(0, random.int(1, 60));
    if (some.length === 0) continue;
    const now = some.map((row) => {
      if (!random.chance(0.08)) return rowOf(row);
      wrong.push({ bank, row });
      return { ...rowOf(row), amount: random.pick(rows).amount };
    });
    const never = random.pick(ofBank(rows, bank));
    const ghost = { ...rowOf(never), plaidId: `ghost ${n}` };
    await tell(db, bank, [...now, ghost]);
    await tell(db, bank, [], [ghost.plaidId]);
  }
  for (const { bank, row } of shuffled(wrong, random)) await tell(db, bank, [rowOf(row)]);
}

const ofBank = (rows: Truth[], bank: Bank) =>
  rows.filter((row) => bank.accounts.some((account) => account.id === row.accountId));

const shuffled = <One>(some: One[], random: Random): One[] =>
  some
    .map((one) => ({ one, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);

test(`transfers and refunds are the same however they are told, in ${ORDERS} orders`, async () => {
  const [atOnce, piecemeal] = open as [Database, Database];
  const household = { name: 'Any order', timeZone: 'UTC', currency: 'USD' };
  for (const db of open) await setUpHousehold(db, household, []);
  for (let seed = 1; seed <= ORDERS; seed++) {
    const random = createRandom('any order', seed);
    const house = inventHousehold(`any order ${seed}`);
    const until = dateOf(START + 30 * MONTHS);
    const rows = house.rows.filter((row) => row.day < until);
    const ids = new Map(house.accounts.map((account) => [account.id, randomUUID() as string]));
    for (const bank of await openBanks(atOnce, house, ids)) {
      await tell(atOnce, bank, ofBank(rows, bank).map(rowOf));
    }
    await tellPiecemeal(piecemeal, await openBanks(piecemeal, house, ids), rows, random);
    const expected = await read(atOnce);
    expect(expected.links.length).toBeGreaterThan(40);
    expect(await read(piecemeal), `seed ${seed}`).toEqual(expected);
  }
});
