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

test('what has run out is forgotten: sessions, codes, challenges, failures', async () => {
  for (const days of [-1, 1, 3]) {
    const at = sql`now() - make_interval(days => ${days})`;
    await db.run(sql`
      insert into sessions (token_hash, member_id, expires_at)
      select ${Buffer.from([days + 10])}, id, ${at} from members`);
    await db.run(sql`
      insert into sign_in_codes (code_hash, expires_at)
      values (${Buffer.from([days + 10])}, ${at})`);
    await db.run(sql`
      insert into invitations (code_hash, role, invited_by, expires_at)
      select ${Buffer.from([days + 10])}, 'member', id, ${at} from members`);
    await db.run(sql`
      insert into passkey_challenges (challenge, purpose, expires_at)
      values (${Buffer.from([days + 10])}, 'sign_in', ${at})`);
    await db.run(sql`
      insert into api_tokens (member_id, name, token_hash, scopes, expires_at)
      select id, 'program', ${Buffer.from([days + 10])}, '{read}',
        now() - make_interval(days => ${days * 89}) from members`);
    await db.run(sql`
      insert into sign_in_failures (key, failures, last_at)
      values (${Buffer.from([days + 10])}, 3, ${at})`);
    await db.run(sql`
      insert into hidden_merchants (member_id, merchant, name, until, how)
      select id, ${`shop ${days}`}, 'Shop', current_date - ${days * 5}::int, 'nothing'
      from members`);
  }
  await forgetOldEvents(db);
  expect(await kept('sessions')).toBe(1);
  expect(await kept('sign_in_codes')).toBe(1);
  expect(await kept('invitations')).toBe(1);
  expect(await kept('passkey_challenges')).toBe(1);
  expect(await kept('api_tokens')).toBe(2);
  expect(await kept('sign_in_failures')).toBe(2);
  expect(await kept('hidden_merchants')).toBe(2);
});

test('a session that was left alone is forgotten before its last day', async () => {
  await db.run(sql`delete from sessions`);
  for (const minutes of [29, 31]) {
    await db.run(sql`
      insert into sessions (token_hash, member_id, expires_at, idle_minutes, last_seen_at)
      select ${Buffer.from([minutes])}, id, now() + interval '1 day', 30,
        now() - make_interval(mins => ${minutes}) from members`);
  }
  await forgetOldEvents(db);
  expect(await db.query(sql`select token_hash from sessions`)).toEqual([
    { token_hash: Buffer.from([29]) },
  ]);
});

test('what was done is kept for three years, and the app changes and deletes nothing', async () => {
  for (const years of [1, 2, 4]) {
    await db.run(sql`
      insert into audit_log (at, about, kind)
      values (now() - make_interval(years => ${years}), 'appliance', 'setup.done')`);
  }
  await forgetOldEvents(db);
  expect(await kept('audit_log')).toBe(2);
  for (const statement of [
    'update audit_log set actor_name = null',
    'delete from audit_log',
    'truncate audit_log',
    'alter table audit_log disable trigger all',
    'drop table audit_log',
  ]) {
    const refused = db.run({ text: statement, values: [] } as never);
    await expect(refused, statement).rejects.toMatchObject({ code: '42501' });
  }
});
