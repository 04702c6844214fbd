import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { linkBank } from '#server/testing/linking.ts';

// Plaid's own example households, linked as `user_custom`: what we show is what their files say,
// added up here from the files alone. The rule for balances is in server/sandbox/world/README.md.

const folder = join(import.meta.dirname, '../../../shared/plaid/personas');
const files = ['transactions_checking+savings_custom_user.json', 'assets_custom_user2.json'];
const here = files.filter((file) => existsSync(join(folder, file)));

interface Row {
  date_posted: string;
  amount: number;
  description: string;
}
interface Persona {
  override_accounts: {
    type: string;
    subtype: string;
    starting_balance?: number;
    liability?: { principal?: number };
    meta?: { limit?: number };
    transactions?: Row[];
  }[];
}

const cents = (amount: number) => BigInt(Math.round(amount * 100));
const written = (amount: bigint) => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

/** An account as its file says, in our signs: what is owed is negative. */
function expectedAccount(account: Persona['override_accounts'][number]) {
  const { type, subtype, starting_balance: given, liability, transactions = [] } = account;
  const owed = type === 'credit' || type === 'loan';
  const usual = type === 'depository' ? 5000 : type === 'loan' ? (liability?.principal ?? 0) : 0;
  const spent = transactions.reduce((sum, row) => sum + cents(row.amount), 0n);
  const start = cents(given ?? usual);
  const balance = owed ? -(start + spent) : start - spent;
  return { type, subtype, balance: written(balance) };
}

function expectedRows(persona: Persona, end: string) {
  const rows = persona.override_accounts.flatMap(({ transactions = [] }) => transactions);
  return rows
    .filter((row) => row.date_posted >= daysBefore(end, 730))
    .map((row) => `${row.date_posted} ${written(-cents(row.amount))} ${row.description.trim()}`);
}

test('the personas are here, or it is said that they are not', () => {
  if (here.length === files.length) return;
  process.stdout.write('Skipped: the personas (../shared/plaid/personas) are not here.\n');
});

describe.each(here)('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const persona = JSON.parse(text) as Persona;
  const dates = persona.override_accounts.flatMap(({ transactions = [] }) =>
    transactions.map((row) => row.date_posted),
  );
  const end = dates.toSorted().at(-1)!;
  let home: TestHome;

  beforeAll(async () => {
    home = await createTestHome({ sandbox: { now: new Date(`${end}T12:00:00Z`) } });
    await linkBank(home, home.ana, { username: 'user_custom', password: text });
  });
  afterAll(() => home?.close());

  async function shownRows(): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 50, ...(cursor ? { cursor } : {}) };
      const reply = await home.ana.call('GET /api/transactions', { query });
      for (const { id } of reply.transactions) {
        const { transaction, bank } = await home.ana.call('GET /api/transactions/:id', {
          params: { id },
        });
        expect(transaction).toMatchObject({ pending: false, amount: { currency: 'USD' } });
        found.push(`${bank.date} ${transaction.amount.amount} ${bank.name}`);
      }
      cursor = reply.next ?? undefined;
    } while (cursor);
    return found;
  }

  test('its accounts and their balances', async () => {
    const { accounts } = await home.ana.call('GET /api/accounts');
    const shown = accounts.map(({ type, subtype, balance }) => ({
      type,
      subtype,
      balance: balance?.amount,
    }));
    const expected = persona.override_accounts.map(expectedAccount);
    const order = (a: { type: string; subtype: string | null }) => `${a.type} ${a.subtype}`;
    const inOrder = <One extends { type: string; subtype: string | null }>(list: One[]) =>
      list.toSorted((a, b) => order(a).localeCompare(order(b)));
    expect(inOrder(shown)).toEqual(inOrder(expected));

    const sum = expected.reduce((all, account) => all + cents(Number(account.balance)), 0n);
    const { netWorth } = await home.ana.call('GET /api/overview');
    expect(netWorth.net).toEqual([{ amount: written(sum), currency: 'USD' }]);
  });

  test('its transactions within two years, and no others', async () => {
    const expected = expectedRows(persona, end);
    expect(expected.length).toBeGreaterThan(1);
    expect((await shownRows()).toSorted()).toEqual(expected.toSorted());
    const { total } = await home.ana.call('GET /api/transactions/months');
    expect(total).toBe(expected.length);
  });

  test('their sum, and what they say of income and spending', async () => {
    const query = { from: daysBefore(end, 740), to: end };
    const amounts = expectedRows(persona, end).map((row) => cents(Number(row.split(' ')[1])));
    const sum = amounts.reduce((all, amount) => all + amount, 0n);
    const { sums } = await home.ana.call('GET /api/transactions/months', { query });
    expect(sums).toEqual([{ amount: written(sum), currency: 'USD' }]);
    const { income, spending, net } = await home.ana.call('GET /api/summary', { query });
    const part = (list: { amount: string }[]) => cents(Number(list[0]?.amount ?? 0));
    expect(part(income) + part(spending)).toBe(part(net));
  });
});
