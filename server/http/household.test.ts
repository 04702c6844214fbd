import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayIn } from '#server/domain/today.ts';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

// The household's day is the same for the database as for us, whatever its time zone.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

const good = ['UTC', 'utc', 'america/new_york', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Saigon'];

test('a time zone is kept only where both know it, and mean the same by it', async () => {
  const statuses = new Map<string, number>();
  for (const timeZone of [...good, '+05:30', '-0800', '+14', 'UTC+3', 'posixrules']) {
    const { status } = await home.ana.attempt('PATCH /api/household', { body: { timeZone } });
    statuses.set(timeZone, status);
    const row = await home.db.first<{ day: string; kept: string }>(sql`
      select household_today() as day, time_zone as kept from household`);
    expect(row?.day, timeZone).toBe(dayIn(row!.kept, Date.now()));
  }
  expect([...statuses].filter(([, status]) => status === 200).map(([zone]) => zone)).toEqual(good);
  expect(new Set(statuses.values())).toEqual(new Set([200, 400]));
});

test('of all that browsers suggest, the database knows nearly every one', async () => {
  const known = await home.db.query<{ name: string }>(sql`select name from pg_timezone_names`);
  const names = new Set(known.map(({ name }) => name));
  const strange = Intl.supportedValuesOf('timeZone').filter((name) => !names.has(name));
  expect(strange.length).toBeLessThan(5);
});
