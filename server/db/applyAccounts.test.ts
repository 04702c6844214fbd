import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BankAccount } from '#server/domain/bank.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { applyAccounts } from './applyAccounts.ts';
import { connectDatabase, sql, type Database } from './connect.ts';
import { setUpHousehold } from './members.ts';

// When an account is open, and since when it is not: the bank's list decides, not its pages.

let cloned: ClonedDatabase;
let db: Database;
let itemId: string;

beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl);
  const ana = { name: 'Ana', email: 'a@home.example', passwordHash: null, role: 'owner' } as const;
  await setUpHousehold(db, { name: 'Home', timeZone: 'UTC', currency: 'USD' }, [ana]);
  const item = await db.first<{ id: string }>(sql`
    insert into items (member_id, plaid_item_id, institution_name)
    select id, 'item', 'Bank' from members returning id`);
  itemId = item!.id;
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
});

const account = (plaidId: string): BankAccount => ({
  plaidId,
  persistentId: null,
  name: plaidId,
  officialName: null,
  mask: null,
  kind: 'depository',
  subtype: null,
  currency: 'USD',
  balance: '1.00',
  available: null,
  limit: null,
});

/** The pages and the list name `told`, of which `open` are listed. @returns what closed when */
async function apply(day: string, told: string[], open: string[]) {
  const at = `${day}T12:00:00Z`;
  await db.transaction((tx) =>
    applyAccounts(tx, itemId, told.map(account), { open, at, today: day }),
  );
  const rows = await db.query<{ name: string; closed: string | null }>(sql`
    select name, closed_at::date as closed from accounts order by name`);
  return Object.fromEntries(rows.map(({ name, closed }) => [name, closed]));
}

test('an account stays closed since the day it closed, until the bank lists it again', async () => {
  const both = ['Main', 'Old'];
  expect(await apply('2026-05-01', both, both)).toEqual({ Main: null, Old: null });
  const closed = { Main: null, Old: '2026-05-02' };
  expect(await apply('2026-05-02', ['Main'], ['Main'])).toEqual(closed);
  expect(await apply('2026-05-03', both, ['Main'])).toEqual(closed);
  expect(await apply('2026-05-04', ['Main'], ['Main'])).toEqual(closed);
  expect(await apply('2026-05-05', both, both)).toEqual({ Main: null, Old: null });
});
