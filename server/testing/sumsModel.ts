import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { AccountId, MemberId } from '#server/contract/ids.ts';
import { sql, type Database } from '#server/db/connect.ts';
import type { Asked } from '#server/db/counted.ts';
import { foldMonthSums } from '#server/db/monthSums.ts';
import { toMinor } from '#server/domain/money.ts';

// Random ledgers for the tests of sums: rows, what happens to them, and what they add up to, said
// once more in plain words.

export interface SumsHouse {
  db: Database;
  members: MemberId[];
  accounts: { id: AccountId; linker: number; level: 'none' | 'balances' | 'full' }[];
}

/** Three members with a few accounts between them, shared in every way. */
export async function fillSumsHouse(db: Database): Promise<SumsHouse> {
  await db.run(sql`
    insert into household (name, time_zone, currency) values ('Home', 'UTC', 'USD')`);
  const members: MemberId[] = [];
  for (const n of [0, 1, 2]) {
    const made = await db.first<{ id: MemberId }>(sql`
      insert into members (name, email, role)
      values (${`M${n}`}, ${`m${n}@home.example`}, 'member') returning id`);
    members.push(made!.id);
    await db.run(sql`
      insert into items (id, member_id, plaid_item_id, institution_name)
      values (${made!.id}, ${made!.id}, ${`item-${n}`}, 'A bank')`);
  }
  const accounts: SumsHouse['accounts'] = [];
  for (const [linker, level] of [
    [0, 'full'],
    [0, 'none'],
    [1, 'full'],
    [1, 'balances'],
  ] as const) {
    const id = randomUUID() as AccountId;
    accounts.push({ id, linker, level });
    await db.run(sql`
      insert into accounts (id, item_id, plaid_account_id, name, kind, currency)
      values (${id}, ${members[linker]}, ${id}, 'An account', 'depository', 'USD')`);
    await db.run(sql`
      insert into account_shares (account_id, member_id, level) values (${id}, null, ${level})`);
  }
  return { db, members, accounts };
}

export const CODES = [
  'FOOD_AND_DRINK_GROCERIES',
  'FOOD_AND_DRINK_COFFEE',
  'INCOME_SALARY',
  'TRANSFER_OUT_SAVINGS',
  'OWN_S_GARDEN',
  'OWN_I_EGGS',
  'OWN_T_JAR',
] as const;
export const MERCHANTS = ['Grocer', 'Kiosk', 'Works'];
const FIRST = Date.UTC(2025, 10, 20);
/** Some five months, of which the first and the last are not whole. */
export const DAYS = 160;
export const dayOf = (n: number) => new Date(FIRST + n * 86_400_000).toISOString().slice(0, 10);

const code = fc.option(fc.constantFrom(...CODES));
const cents = fc.integer({ min: -20_000, max: 20_000 }).filter((one) => one !== 0);
export const row = fc.record({
  account: fc.nat(3),
  cents,
  day: fc.nat(DAYS - 1),
  name: fc.constantFrom(...MERCHANTS),
  category: code,
  currency: fc.constantFrom('USD', 'USD', 'EUR'),
  pending: fc.boolean(),
});
const split = fc.array(fc.record({ category: code, amount: cents }), {
  minLength: 1,
  maxLength: 3,
});
/** What happens to so many of the rows, found by the remainder of their number. */
const some = fc.record({ of: fc.integer({ min: 1, max: 5 }), rest: fc.nat(4) });
export const change = fc.oneof(
  fc.record({ do: fc.constant('category' as const), some, category: code }),
  fc.record({ do: fc.constant('split' as const), some, parts: fc.option(split) }),
  fc.record({ do: fc.constant('left out' as const), some, out: fc.option(fc.boolean()) }),
  fc.record({ do: fc.constant('moved' as const), some, day: fc.nat(DAYS - 1) }),
  fc.record({
    do: fc.constant('hidden' as const),
    some,
    by: fc.option(fc.nat(2)),
    how: fc.constantFrom('totals', 'nothing'),
    days: fc.integer({ min: -1, max: 2 }),
  }),
  fc.record({ do: fc.constant('deleted' as const), some, gone: fc.boolean() }),
  fc.record({ do: fc.constant('removed' as const), some, gone: fc.boolean() }),
  fc.record({ do: fc.constant('told twice' as const), some, twin: fc.boolean() }),
  fc.record({ do: fc.constant('posted' as const), some, cents }),
  fc.record({ do: fc.constant('erased' as const), some }),
  fc.record({ do: fc.constant('folded' as const) }),
);
export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
export type NewRow = typeof row extends fc.Arbitrary<infer T> ? T : never;

/** An entry as it counts for somebody, from the bare columns and in words of its own. */
export interface Entry {
  day: string;
  flow: string;
  category: string | null;
  name: string | null;
  currency: string;
  minor: bigint;
}

function flowOf(own: string | null, bank: string | null, minor: bigint): string {
  const shown = own ?? bank;
  if (own?.startsWith('OWN_T_')) return 'transfer';
  if (own?.startsWith('OWN_I_')) return 'income';
  if (own?.startsWith('OWN_S_')) return 'spending';
  if (shown === 'TRANSFER_OUT_SAVINGS') return 'transfer';
  if (shown === 'INCOME_SALARY') return 'income';
  return shown === null && minor > 0n ? 'income' : 'spending';
}

interface Bare {
  account: AccountId;
  amount: string;
  currency: string;
  day: string;
  pending: boolean;
  name: string;
  bank: string | null;
  own: string | null;
  split: { category: string | null; amount?: string }[] | null;
  leftOut: boolean | null;
  by: MemberId | null;
  over: boolean;
  how: string | null;
}

export async function insertRows({ db, accounts }: SumsHouse, rows: NewRow[]): Promise<void> {
  const told = rows.map((one, n) => ({
    ...one,
    account: accounts[one.account]!.id,
    day: dayOf(one.day),
    id: randomUUID(),
    number: String(n),
  }));
  await db.run(sql`
    insert into transactions (account_id, plaid_transaction_id, amount, amount_sent, currency, date,
      pending, name, merchant_name, category, account_kind, details, pending_transaction_id)
    select r.account, r.id, r.cents / 100.0, 0, r.currency, r.day, r.pending, 'BANK', r.name,
      r.category, 'depository', '{}', r.number
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r(id text, account uuid,
      cents numeric, currency text, day date, pending boolean, name text, category text,
      number text)`);
}

export async function happen({ db, members }: SumsHouse, one: Change): Promise<unknown> {
  if (one.do === 'folded') return foldMonthSums(db);
  // The number of a row is kept where nothing looks at it.
  const them = sql`pending_transaction_id::int % ${one.some.of} = ${one.some.rest % one.some.of}`;
  const set = (what: ReturnType<typeof sql>) =>
    db.run(sql`update transactions set ${what} where ${them}`);
  switch (one.do) {
    case 'category':
      return set(sql`own_category = ${one.category}`);
    case 'split': {
      const parts = one.parts?.map(({ category, amount }, at) => ({
        category,
        ...(at === 0 ? {} : { amount: (amount / 100).toFixed(2) }),
      }));
      return set(sql`own_split = ${parts ? JSON.stringify(parts) : null}::jsonb`);
    }
    case 'left out':
      return set(sql`own_left_out = ${one.out}`);
    case 'moved':
      return set(sql`own_date = ${dayOf(one.day)}`);
    case 'hidden':
      return set(sql`
        hidden_by = ${one.by === null ? null : members[one.by]},
        hidden_until = ${one.by === null ? null : sql`current_date + ${one.days}::int`},
        hidden_how = ${one.by === null ? null : one.how}`);
    case 'deleted':
      return set(sql`deleted_at = ${one.gone ? sql`now()` : null}`);
    case 'removed':
      return set(sql`removed_at = ${one.gone ? sql`now()` : null}`);
    case 'told twice':
      return set(sql`twin_of = ${one.twin ? randomUUID() : null}`);
    case 'posted':
      return set(sql`pending = false, amount = ${one.cents} / 100.0`);
    case 'erased':
      return db.run(sql`delete from transactions where ${them}`);
  }
}

export async function entriesOf(
  { db, accounts, members }: SumsHouse,
  who: number,
  asked: Asked,
): Promise<Entry[]> {
  const rows = await db.query<Bare>(sql`
    select account_id as account, amount::text, currency, coalesce(own_date, date) as day, pending,
      merchant_name as name, category as bank, own_category as own, own_split as split,
      own_left_out as "leftOut", hidden_by as by, hidden_until <= current_date as over,
      hidden_how as how
    from transactions where removed_at is null and deleted_at is null and twin_of is null`);
  return rows.flatMap((one) => {
    const { linker, level } = accounts.find(({ id }) => id === one.account)!;
    if (linker !== who && level !== 'full') return [];
    const open = one.by === null || one.by === members[who] || one.over;
    const counts = (open || one.how === 'totals') && (asked.pending || !one.pending);
    if (!counts || one.leftOut || one.day < asked.from || one.day > asked.to) return [];
    const whole = toMinor(one.amount, one.currency);
    const taken = (one.split ?? []).reduce(
      (all, { amount }) => all + (amount ? toMinor(amount, one.currency) : 0n),
      0n,
    );
    const parts = one.split?.map(({ category, amount }) => ({
      own: category ?? one.own,
      minor: amount ? toMinor(amount, one.currency) : whole - taken,
    })) ?? [{ own: one.own, minor: whole }];
    return parts.map(({ own, minor }) => ({
      day: one.day,
      flow: flowOf(own, one.bank, minor),
      category: open ? (own ?? one.bank) : null,
      name: open ? one.name : null,
      currency: one.currency,
      minor,
    }));
  });
}
