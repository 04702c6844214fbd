import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { connectDatabase, sql, type Database } from './connect.ts';
import { forgetOldEvents } from './events.ts';
import { setUpHousehold } from './members.ts';

// What is kept, and for how long.

let cloned: ClonedDatabase;
let db: Database;
beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl);
  const ana = { name: 'Ana', email: 'a@home.example', passwordHash: null, role: 'owner' } as const;
  await setUpHousehold(db, { name: 'Home', timeZone: 'UTC', currency: 'USD' }, [ana]);
  await db.run(sql`
    insert into items (member_id, plaid_item_id, institution_name)
    select id, 'item', 'Bank' from members`);
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
});

const kept = async (table: string) => {
  const statement = { text: `select count(*)::int as n from ${table}`, values: [] };
  return (await db.first<{ n: number }>(statement as never))?.n;
};

test('the noise of calls is kept for three months, what people did for a year', async () => {
  for (const days of [1, 89, 91, 399, 401]) {
    await db.run(sql`
      insert into plaid_api_events (at, method, duration_ms)
      values (now() - make_interval(days => ${days}), 'itemGet', 1)`);
    await db.run(sql`
      insert into webhook_events (at, type, code, outcome)
      values (now() - make_interval(days => ${days}), 'ITEM', 'ERROR', 'noted')`);
    await db.run(sql`
      insert into link_events (at, name) values (now() - make_interval(days => ${days}), 'OPEN')`);
    for (const outcome of ['applied', 'unchanged', 'failed']) {
      await db.run(sql`
        insert into syncs (item_id, kind, started_at, duration_ms, outcome)
        select id, 'scheduled', now() - make_interval(days => ${days}), 1, ${outcome} from items`);
    }
    await db.run(sql`
      insert into item_exchanges (at, member_id, outcome)
      select now() - make_interval(days => ${days}), id, 'saved' from members`);
  }
  await forgetOldEvents(db);
  expect(await kept('plaid_api_events')).toBe(2);
  expect(await kept('webhook_events')).toBe(2);
  expect(await kept('link_events')).toBe(4);
  expect(await kept("syncs where outcome <> 'unchanged'")).toBe(8);
  expect(await kept("syncs where outcome = 'unchanged'")).toBe(1);
  // The plan counts every connection for ever.
  expect(await kept('item_exchanges')).toBe(5);
});

test('what has run out is forgotten: sessions, codes, failures', async () => {
  for (const days of [-1, 1, 3]) {
    const at = sql`now() - make_interval(days => ${days})`;
    await db.run(sql`
      insert into sessions (token_hash, member_id, expires_at)
      select ${Buffer.from([days + 10])}, id, ${at} from members`);
    await db.run(sql`
      insert into sign_in_codes (code_hash, expires_at)
      values (${Buffer.from([days + 10])}, ${at})`);
    await db.run(sql`
      insert into sign_in_failures (key, failures, last_at)
      values (${Buffer.from([days + 10])}, 3, ${at})`);
  }
  await forgetOldEvents(db);
  expect(await kept('sessions')).toBe(1);
  expect(await kept('sign_in_codes')).toBe(1);
  expect(await kept('sign_in_failures')).toBe(2);
});
