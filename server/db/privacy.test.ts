import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId, MemberId, TransactionId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import type { Sort, TransactionFilter } from '#server/contract/transactions.ts';
import { createDictionary } from '#server/domain/dictionary.ts';
import { cloneDatabase, type ClonedDatabase } from '#server/testing/home.ts';
import { findWhoSees } from './shares.ts';
import { listAccounts, listBalances, sumNetWorth } from './accounts.ts';
import { listBankLinks } from './bankLinks.ts';
import { accountsOf, listBudgetAccounts, sumSpent } from './budgets.ts';
import { connectDatabase, sql, type Database } from './connect.ts';
import { traceBalances } from './course.ts';
import { listMerchants, sumDays, sumMonths } from './reports.ts';
import { sumFlows } from './summary.ts';
import { sumUp } from './filter.ts';
import { findPastRows } from './ruleRows.ts';
import { loadRecurringRows } from './recurring.ts';
import { listTransactions } from './register.ts';
import { findTransaction } from './transactions.ts';
import { listSuggestions } from './transfers.ts';
import { viewAs, type Viewer } from './viewer.ts';

// The rule of who sees what, against a model that says it in words of its own: random households,
// through every query that reads the ledger.

let cloned: ClonedDatabase;
let db: Database;
beforeAll(async () => {
  cloned = await cloneDatabase();
  db = connectDatabase(cloned.appUrl);
  await db.run(sql`
    insert into household (name, time_zone, currency) values ('Home', 'UTC', 'USD')`);
});
afterAll(async () => {
  await db?.close();
  await cloned?.drop();
});

interface Row {
  id: TransactionId;
  cents: number;
  hidden: { by: number; days: number; how: 'totals' | 'nothing' } | null;
  deleted: boolean;
  removed: boolean;
}
interface Account {
  id: AccountId;
  linker: number;
  cents: number;
  closed: boolean;
  household: ShareLevel | null;
  named: (ShareLevel | null)[];
  rows: Row[];
}
interface House {
  roles: Role[];
  accounts: Account[];
}

const MEMBERS = 4;
const level = fc.option(fc.constantFrom<ShareLevel>('none', 'balances', 'full'));
const uuid = fc.constant(null).map(() => randomUUID() as never);
const house: fc.Arbitrary<House> = fc.record({
  roles: fc.array(fc.constantFrom<Role>('owner', 'member', 'viewer'), {
    minLength: MEMBERS,
    maxLength: MEMBERS,
  }),
  accounts: fc.array(
    fc.record({
      id: uuid,
      linker: fc.nat(MEMBERS - 1),
      cents: fc.integer({ min: -10_000, max: 10_000 }),
      closed: fc.boolean(),
      household: level,
      named: fc.array(level, { minLength: MEMBERS, maxLength: MEMBERS }),
      rows: fc.array(
        fc.record({
          id: uuid,
          cents: fc.integer({ min: -5000, max: -1 }),
          hidden: fc.option(
            fc.record({
              by: fc.nat(MEMBERS - 1),
              days: fc.integer({ min: -1, max: 2 }),
              how: fc.constantFrom('totals', 'nothing'),
            }),
          ),
          deleted: fc.boolean(),
          removed: fc.boolean(),
        }),
        { maxLength: 5 },
      ),
    }),
    { maxLength: 6 },
  ),
});

async function fill(one: House): Promise<MemberId[]> {
  await db.run(sql`delete from items`);
  await db.run(sql`delete from members`);
  const ids: MemberId[] = [];
  for (const [n, role] of one.roles.entries()) {
    const name = `M${n} ${n === 0 ? 'first' : 'other'}`;
    const made = await db.first<{ id: MemberId }>(sql`
      insert into members (name, email, role)
      values (${name}, ${`m${n}@home.example`}, ${role}) returning id`);
    ids.push(made!.id);
    await db.run(sql`
      insert into items (id, member_id, plaid_item_id, institution_name)
      values (${ids[n]}, ${ids[n]}, ${`item-${n}`}, 'A bank')`);
  }
  for (const account of one.accounts) await fillAccount(account, ids);
  await db.run(sql`
    insert into transfer_links (out_id, in_id, kind, says)
    select o.id, i.id, 'transfer', 'suggested'
    from transactions o join transactions i on o.id < i.id`);
  return ids;
}

async function fillAccount(account: Account, ids: MemberId[]): Promise<void> {
  await db.run(sql`
    insert into accounts (id, item_id, plaid_account_id, name, kind, currency, balance, closed_at,
      transaction_count)
    values (${account.id}, ${ids[account.linker]}, ${account.id}, 'An account', 'depository', 'USD',
      ${account.cents / 100}, ${account.closed ? '2026-01-01' : null},
      ${account.rows.filter((row) => !row.deleted && !row.removed).length})`);
  await db.run(sql`
    insert into balances (account_id, day, balance, currency)
    values (${account.id}, current_date, ${account.cents / 100}, 'USD')`);
  const shares = [
    { member: null, level: account.household },
    ...account.named.map((one, n) => ({ member: ids[n], level: one })),
  ].filter((share) => share.level !== null);
  await db.run(sql`
    insert into account_shares (account_id, member_id, level)
    select ${account.id}, s.member, s.level
    from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb) as s(member uuid, level text)`);
  const rows = account.rows.map(({ hidden, ...row }) => ({
    ...row,
    by: hidden ? ids[hidden.by] : null,
    days: hidden?.days ?? null,
    how: hidden?.how ?? null,
  }));
  await db.run(sql`
    insert into transactions (id, account_id, plaid_transaction_id, amount, amount_sent, currency,
      date, pending, name, category, account_kind, details, hidden_by, hidden_until, hidden_how,
      deleted_at, removed_at)
    select r.id, ${account.id}, r.id, r.cents / 100.0, 0, 'USD', current_date, false, 'Shop',
      'FOOD_AND_DRINK_GROCERIES', 'depository', '{}', r.by, current_date + r.days, r.how,
      case when r.deleted then now() end, case when r.removed then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, cents numeric, by uuid,
      days int, how text, deleted boolean, removed boolean)`);
}

/** What somebody sees of an account, said once more and otherwise. */
function seen(one: House, account: Account, who: number): 'own' | 'full' | 'balances' | undefined {
  if (account.linker === who) return 'own';
  const byName = account.named[who];
  if (byName) return byName === 'none' ? undefined : byName;
  if (one.roles[who] === 'viewer' || !account.household) return undefined;
  return account.household === 'none' ? undefined : account.household;
}

const anyRule = { scope: 'household' as const, match: 'all' as const, conditions: [] };
const money = (cents: number) => [{ amount: (cents / 100).toFixed(2), currency: 'USD' }];
const sum = (rows: { cents: number }[]) => rows.reduce((all, row) => all + row.cents, 0);
const sorted = (list: string[]) => list.toSorted();

async function check(one: House, ids: MemberId[], who: number, within: number | null) {
  const viewer = { memberId: ids[who], role: one.roles[who], within: null } as Viewer;
  const eyes =
    within === null
      ? viewer
      : viewAs({ memberId: ids[within] } as Viewer, { id: ids[who]!, role: one.roles[who]! });
  const mine = one.accounts.filter((account) => within === null || account.linker === within);
  const sees = mine.filter((account) => seen(one, account, who));
  const reads = sees.filter((account) => seen(one, account, who) !== 'balances');
  const live = reads.flatMap((account) => account.rows.filter((row) => !row.removed));
  const own = (by: number) => by === who && within === null;
  const open = live.filter(({ hidden }) => !hidden || own(hidden.by) || hidden.days <= 0);
  const shown = open.filter((row) => !row.deleted);
  const counts = live.filter(
    (row) => !row.deleted && (open.includes(row) || row.hidden?.how === 'totals'),
  );

  const list = await listAccounts(db, eyes);
  expect(sorted(list.map((account) => account.id))).toEqual(sorted(sees.map(({ id }) => id)));
  for (const account of list) {
    const model = sees.find(({ id }) => id === account.id)!;
    const access = seen(one, model, who);
    const count = model.rows.filter((row) => shown.includes(row)).length;
    expect(account).toMatchObject({
      access,
      transactionCount: access === 'balances' ? null : count,
    });
    expect((await listBalances(db, eyes, account.id)).length).toBe(1);
  }
  const links = await listBankLinks(db, eyes);
  expect(sorted(links.flatMap((link) => link.accounts.map((account) => account.id)))).toEqual(
    sorted(sees.map(({ id }) => id)),
  );
  const worth = await sumNetWorth(db, eyes, 'USD');
  const held = sees.filter((account) => !account.closed);
  expect(worth.net).toEqual(held.length > 0 ? money(sum(held)) : []);

  const find = async (filter: TransactionFilter, sort: Sort = 'day') => {
    const { lines } = await listTransactions(db, eyes, filter, { sort, limit: 200 });
    return sorted(lines.map((line) => line.id));
  };
  const everything = sorted(shown.map(({ id }) => id));
  for (const sort of sorts) expect(await find({}, sort)).toEqual(everything);
  expect((await find({ deleted: 'true' })).length).toBe(open.length - shown.length);
  for (const q of searches) expect(await find({ q }), q).toEqual(everything);
  expect((await find({ q: 'is:deleted' })).length).toBe(open.length - shown.length);
  expect((await find({ q: 'OR(shop is:deleted)' })).length).toBe(open.length);
  const comesBack = await loadRecurringRows(db, eyes);
  expect(sorted(comesBack.map(({ id }) => id))).toEqual(everything);
  const past = await findPastRows(db, eyes, anyRule, createDictionary([]), 1000);
  expect(sorted(past.map(({ id }) => id))).toEqual(everything);
  const here = (hidden: Row['hidden']) => hidden && own(hidden.by) && hidden.days > 0;
  expect((await find({ q: 'is:hidden' })).length).toBe(
    shown.filter(({ hidden }) => here(hidden)).length,
  );
  const linked = reads.filter((account) => account.linker === 0).flatMap(({ rows }) => rows);
  const byFirst = await find({ q: 'member:"M0 first"' });
  expect(byFirst).toEqual(sorted(shown.filter((row) => linked.includes(row)).map(({ id }) => id)));
  const pairs = Math.max(0, (shown.length * (shown.length - 1)) / 2);
  expect((await listSuggestions(db, eyes)).total).toBe(pairs);
  const { months, sums } = await sumUp(db, eyes, { q: 'shop' }, { sums: true, currency: 'USD' });
  expect(months[0]?.count ?? 0).toBe(shown.length);
  expect(sums).toEqual(shown.length > 0 ? money(sum(shown)) : []);
  const flows = await sumFlows(db, eyes, { from: '0001-01-01', to: '9999-12-31', pending: true });
  const total = flows.map(({ amount }) => Math.round(Number(amount.amount) * 100));
  expect(total.reduce((all, each) => all + each, 0)).toBe(sum(counts));
  const named = flows.filter(({ category }) => category !== null);
  expect(named.reduce((all, { count }) => all + count, 0)).toBe(shown.length);
  const span = { from: '2000-01-01', to: '2999-12-31', pending: true };
  const { merchants } = await listMerchants(db, eyes, span, 10);
  expect(merchants.reduce((all, { count }) => all + count, 0)).toBe(shown.length);
  const days = await sumDays(db, eyes, span);
  expect(days.reduce((all, { count }) => all + count, 0)).toBe(counts.length);
  const month = await sumMonths(db, eyes, span, 'category');
  expect(month.reduce((all, { count }) => all + count, 0)).toBe(counts.length);
  const today = new Date().toISOString().slice(0, 10);
  const asked = { from: null, to: today, today, by: 'day' } as const;
  const course = await traceBalances(db, eyes, asked, 'USD');
  expect(sorted(course.accounts.map(({ id }) => id))).toEqual(sorted(sees.map(({ id }) => id)));
  const now = (Number(course.totals[0]?.assets.at(-1)) * 100).toFixed(0);
  expect(Number(now)).toBe(sum(held));

  const forBudgets = await listBudgetAccounts(db, eyes);
  for (const scope of ['own', 'household'] as const) {
    const ids = accountsOf(forBudgets, scope);
    const model = reads.filter((account) =>
      scope === 'own' ? seen(one, account, who) === 'own' : account.household === 'full',
    );
    expect(sorted(ids)).toEqual(sorted(model.map(({ id }) => id)));
    const spent = await sumSpent(db, eyes, ids, '2000-01', '2999-12');
    const rows = model.flatMap((account) => account.rows).filter((row) => counts.includes(row));
    expect(spent.reduce((all, { amount }) => all - Number(amount), 0)).toBe(sum(rows));
  }

  for (const account of one.accounts) {
    const told = await findWhoSees(db, eyes, account.id);
    expect(told?.access).toBe(sees.includes(account) ? seen(one, account, who) : undefined);
    for (const row of account.rows) {
      const detail = await findTransaction(db, eyes, row.id);
      expect(detail !== undefined, row.id).toBe(open.includes(row));
    }
  }
}

const sorts: Sort[] = ['day', '-day', 'amount', '-name', 'category', 'account'];
/** Each finds all that may be seen. */
const searches = [
  'shop food',
  '-other',
  'NOT(is:income)',
  'category:groceries OR merchant:shp',
  'merchant:shoq',
  'date:today amount:<60',
];

test('every query shows exactly what may be seen, with one’s own eyes and as others', async () => {
  let seenSome = 0;
  await fc.assert(
    fc.asyncProperty(house, async (one) => {
      const ids = await fill(one);
      for (const who of one.roles.keys()) {
        await check(one, ids, who, null);
        await check(one, ids, who, (who + 1) % MEMBERS);
      }
      seenSome += one.accounts.length;
    }),
    { numRuns: 25 },
  );
  expect(seenSome).toBeGreaterThan(20);
}, 120_000);
