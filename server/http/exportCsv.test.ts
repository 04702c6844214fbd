import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { daysAgo, linkBank } from '#server/testing/linking.ts';

// What a search finds as a file, and the names that are offered to whoever looks for one.

let home: TestHome;
let netflix: string;

const rows = [
  { account: 'Main', amount: 82.1, date: daysAgo(2), name: 'Aldi' },
  { account: 'Main', amount: 31, date: daysAgo(3), name: 'Netflix' },
  { account: 'Card', amount: 300, date: daysAgo(4), name: 'Flight' },
  { account: 'Card', amount: -40, date: daysAgo(5), name: 'Flight refund' },
];

beforeAll(async () => {
  home = await createTestHome();
  await linkBank(home, home.ana, {
    login: {
      accounts: [
        { name: 'Main', mask: '1111' },
        { name: 'Card', mask: '2222' },
      ],
      transactions: rows,
    },
  });
  const { transactions } = await home.ana.call('GET /api/transactions');
  netflix = transactions.find(({ name }) => name === 'Netflix')!.id;
  const own = { name: '=HYPERLINK("http://x")', tags: ['Fun', 'to share'], note: 'ask 100%' };
  await home.ana.call('PATCH /api/transactions/:id', { params: { id: netflix }, body: own });
  const { accounts } = await home.ana.call('GET /api/accounts');
  await home.ana.call('POST /api/accounts/sharing', {
    body: {
      accounts: accounts.filter((one) => one.name === 'Card').map((one) => one.id),
      sharing: { household: 'full', members: [] },
    },
  });
});
afterAll(() => home?.close());

test('what is found comes as a file, and nothing in it is run by a spreadsheet', async () => {
  const reply = await home.ana.fetch('/api/transactions/export.csv?q=tag:fun');
  expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="transactions-/);
  const bytes = Buffer.from(await reply.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const [header, line, end] = bytes.toString('utf8').slice(1).split('\r\n');
  expect(header).toMatch(/^Date,Name,Amount,Currency,/);
  expect(line).toBe(
    `${daysAgo(3)},"'=HYPERLINK(""http://x"")",-31.00,USD,spending,,Main 1111,no,` +
      `ask 100%,"Fun, to share",${netflix}`,
  );
  expect(end).toBe('');
  const everything = await (await home.ana.fetch('/api/transactions/export.csv?sort=name')).text();
  expect(everything.trim().split('\r\n')).toHaveLength(rows.length + 1);
  const bens = await (await home.ben.fetch('/api/transactions/export.csv')).text();
  expect(bens.trim().split('\r\n')).toHaveLength(3);
  const { entries } = await home.ana.call('GET /api/audit');
  expect(entries[0]?.sentence).toBe('You exported transactions as a file.');
});

test('a file needs a fresh proof of who asks', async () => {
  await home.db.run(sql`
    update sessions set confirmed_at = now() - interval '1 day' where member_id = ${home.ben.id}`);
  expect(await home.ben.attempt('GET /api/transactions/export.csv')).toMatchObject({
    error: { code: 'confirm_first' },
  });
});

test('merchants are offered by what is typed, those that begin so first', async () => {
  const ask = async (q: string, who: 'ana' | 'ben' = 'ana') =>
    (await home[who].call('GET /api/transactions/merchants', { query: { q } })).merchants.map(
      ({ name }) => name,
    );
  expect(await ask('f')).toEqual(['Flight', 'Flight refund']);
  expect(await ask('REFUND')).toEqual(['Flight refund']);
  expect(await ask('%')).toEqual([]);
  expect(await ask('aldi', 'ben')).toEqual([]);
  expect((await ask('')).length).toBe(rows.length);
});
