import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMinor } from '#server/domain/money.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import {
  change,
  CODES,
  dayOf,
  DAYS,
  entriesOf,
  fillSumsHouse,
  happen,
  insertRows,
  MERCHANTS,
  row,
  type Entry,
  type SumsHouse,
} from '#server/testing/sumsModel.ts';
import { connectDatabase, sql, type Database } from './connect.ts';
import type { Asked } from './counted.ts';
import { listMerchants, sumDays, sumMonths } from './reports.ts';
import { sumFlows, sumFlowsByMonth } from './summary.ts';
import type { Viewer } from './viewer.ts';

// The sums that charts and totals are made of, against adding up every row again in plain words:
// after any transactions, edits, splits, surprises and deletions, for everybody who looks.

let cloned: ClonedDatabase;
let db: Database;
let house: SumsHouse;
beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl);
  house = await fillSumsHouse(db);
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
});

const viewerOf = (who: number) =>
  ({ memberId: house.members[who], role: 'member', within: null }) as Viewer;

/** Sums by a key, without those of nothing at all. */
function sums<T>(list: readonly T[], key: (one: T) => string, of: (one: T) => [bigint, number]) {
  const found = new Map<string, [bigint, number]>();
  for (const one of list) {
    const [sum, count] = found.get(key(one)) ?? [0n, 0];
    const [more, times] = of(one);
    found.set(key(one), [sum + more, count + times]);
  }
  const lines = [...found].map(([name, [sum, count]]) => `${name}: ${sum} in ${count}`);
  return lines.filter((line) => !line.endsWith(': 0 in 0')).sort();
}

async function check(who: number, asked: Asked): Promise<void> {
  const viewer = viewerOf(who);
  const all = (await entriesOf(house, who, asked)).filter(({ flow }) =>
    /income|spending/.test(flow),
  );
  const one = ({ minor }: Entry): [bigint, number] => [minor, 1];
  const told = (sum: { amount: { amount: string; currency: string }; count: number }) =>
    [toMinor(sum.amount.amount, sum.amount.currency), sum.count] as [bigint, number];
  const byCategory = ({ flow, category, currency }: Entry) => `${flow} ${category} ${currency}`;

  expect(
    sums(
      await sumFlows(db, viewer, asked),
      ({ flow, category, amount }) => `${flow} ${category?.code ?? null} ${amount.currency}`,
      told,
    ),
  ).toEqual(sums(all, byCategory, one));
  const { months: byMonth, all: inOne } = await sumFlowsByMonth(db, viewer, asked);
  expect(inOne.map(({ count }) => count).reduce((sum, one) => sum + one, 0)).toBe(all.length);
  expect([...byMonth.keys()].sort()).toEqual(
    [...new Set(all.map(({ day }) => day.slice(0, 7)))].sort(),
  );
  expect(
    sums(
      await sumMonths(db, viewer, asked, 'category'),
      ({ month, flow, category, currency }) =>
        `${month} ${flow} ${category?.code ?? null} ${currency}`,
      ({ amount, currency, count }) => [toMinor(amount, currency), count],
    ),
  ).toEqual(sums(all, (entry) => `${entry.day.slice(0, 7)} ${byCategory(entry)}`, one));
  expect(
    sums(
      await sumDays(db, viewer, asked),
      ({ date, flow, amount }) => `${date} ${flow} ${amount.currency}`,
      told,
    ),
  ).toEqual(sums(all, ({ day, flow, currency }) => `${day} ${flow} ${currency}`, one));
  const { merchants, others } = await listMerchants(db, viewer, asked, 2);
  const open = all.filter(({ name }) => name !== null);
  const inAll = (list: Entry[]) => sums(list, ({ flow, currency }) => `${flow} ${currency}`, one);
  const named = ({ flow, amount }: (typeof merchants)[number] | (typeof others)[number]) =>
    `${flow} ${amount.currency}`;
  expect(sums([...merchants, ...others], named, told)).toEqual(inAll(open));
}

const asking = fc.record({
  who: fc.nat(2),
  from: fc.nat(DAYS - 1),
  days: fc.nat(DAYS),
  pending: fc.boolean(),
  category: fc.option(fc.constantFrom('FOOD_AND_DRINK', 'NONE', ...CODES)),
});

test('sums are what the rows add up to, whatever happened and whoever looks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      fc.array(change, { maxLength: 12 }),
      fc.array(asking, { minLength: 3, maxLength: 6 }),
      async (rows, changes, askings) => {
        await db.run(sql`delete from transactions`);
        await insertRows(house, rows);
        for (const one of changes) await happen(house, one);
        for (const { who, from, days, pending } of askings) {
          await check(who, { from: dayOf(from), to: dayOf(from + days), pending });
        }
      },
    ),
    { numRuns: Number(process.env.SUMS ?? 60) },
  );
});

test('narrowed to a category, a merchant or an account, they are that part of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 5, maxLength: 25 }),
      fc.array(change, { maxLength: 6 }),
      asking,
      fc.constantFrom(...MERCHANTS),
      fc.nat(3),
      async (rows, changes, { who, pending, category }, merchant, account) => {
        await db.run(sql`delete from transactions`);
        await insertRows(house, rows);
        for (const one of changes) await happen(house, one);
        const viewer = viewerOf(who);
        const asked: Asked = { from: dayOf(0), to: dayOf(DAYS), pending };
        const counted = (await entriesOf(house, who, asked)).filter(({ flow }) =>
          /income|spending/.test(flow),
        );
        const total = async (narrowed: Partial<Asked>) =>
          (await sumMonths(db, viewer, { ...asked, ...narrowed }, 'flow')).map(
            ({ amount, currency }) => toMinor(amount, currency),
          );
        const add = (list: bigint[]) => list.reduce((all, one) => all + one, 0n);
        const of = (holds: (entry: Entry) => boolean) =>
          add(counted.filter(holds).map(({ minor }) => minor));
        const under = (entry: Entry) =>
          category === 'NONE'
            ? entry.category === null
            : (entry.category?.startsWith(category ?? '') ?? false);
        if (category !== null) expect(add(await total({ categories: [category] }))).toBe(of(under));
        expect(add(await total({ merchant }))).toBe(of(({ name }) => name === merchant));
        const { id } = house.accounts[account]!;
        const others = house.accounts.filter((one) => one.id !== id).map((one) => one.id);
        expect(add(await total({ accounts: [id] })) + add(await total({ accounts: others }))).toBe(
          of(() => true),
        );
      },
    ),
    { numRuns: Number(process.env.SUMS ?? 40) },
  );
});
