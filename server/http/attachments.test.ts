import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { change, daysAgo, linkBank, type LinkedBank } from '#server/testing/linking.ts';

// Receipts beside a transaction: kept, shown to who sees it, taken off, and never run.

let home: TestHome;
let link: LinkedBank;
let id: string;

beforeAll(async () => {
  home = await createTestHome();
  link = await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }],
      transactions: [
        { account: 'Main', amount: 10, date: daysAgo(1), name: 'Hold', pending: true },
      ],
    },
  });
  id = (await home.ana.call('GET /api/transactions')).transactions[0]!.id;
});
afterAll(() => home?.close());

const png = Buffer.from('\x89PNG\r\n\x1a\n and then something', 'latin1');
const attach = (body: Uint8Array, name = 'Receipt.png') =>
  home.ana.call('POST /api/transactions/:id/attachments', {
    params: { id },
    query: { name },
    body,
  });
const list = async () =>
  (await home.ana.call('GET /api/transactions/:id/attachments', { params: { id } })).attachments;

test('a picture is kept as it is and shown as nothing but a picture', async () => {
  const { attachment, change: made } = await attach(png);
  expect(made.sentence).toBe('Attached “Receipt.png”');
  const reply = await home.ana.fetch(`/api/attachments/${attachment.id}`);
  expect(Buffer.from(await reply.arrayBuffer())).toEqual(png);
  const header = (name: string) => reply.headers.get(name);
  expect(header('content-type')).toBe('image/png');
  expect(header('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(header('x-content-type-options')).toBe('nosniff');
  expect(header('content-disposition')).toBe("inline; filename*=UTF-8''Receipt.png");
  expect((await home.ben.fetch(`/api/attachments/${attachment.id}`)).status).toBe(404);
});

test('a document is saved, not opened', async () => {
  const { attachment } = await attach(Buffer.from('%PDF-1.7 …'), 'a "b"; c.pdf');
  const reply = await home.ana.fetch(`/api/attachments/${attachment.id}`);
  expect(reply.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''a%20%22b%22%3B%20c.pdf",
  );
});

test.each<[string, Uint8Array]>([
  ['a page', Buffer.from('<script>alert(1)</script>')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['nothing', new Uint8Array(0)],
])('%s is refused', async (_what, body) => {
  await expect(attach(body)).rejects.toThrow('can be attached');
});

test('what is larger than a photograph is refused before it is read', async () => {
  await expect(attach(Buffer.concat([png, Buffer.alloc(8 * 1024 * 1024)]))).rejects.toThrow(
    'too much',
  );
});

test('taking off, attaching, and undoing either', async () => {
  const before = await list();
  const { attachment, change: attached } = await attach(png, 'Two.png');
  const params = { id: attachment.id };
  const off = await home.ana.call('POST /api/attachments/:id/remove', { params });
  expect(await list()).toEqual(before);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: off.change.id } });
  expect(await list()).toHaveLength(before.length + 1);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: attached.id } });
  expect(await list()).toEqual(before);
  await home.ana.call('POST /api/changes/:id/redo', { params: { id: attached.id } });
  const reply = await home.ana.fetch(`/api/attachments/${attachment.id}`);
  expect(Buffer.from(await reply.arrayBuffer())).toEqual(png);
});

test('it goes with the hold that posts', async () => {
  const before = await list();
  const row = await home.db.first<{ plaid: string }>(
    sql`select plaid_transaction_id as plaid from transactions where id = ${id}`,
  );
  await change(home, home.ana, link, {
    add: [
      {
        account: 'Main',
        amount: 12,
        date: daysAgo(0),
        name: 'Posted',
        pending_transaction_id: row!.plaid,
      },
    ],
    remove: [row!.plaid],
  });
  expect((await home.ana.call('GET /api/transactions')).transactions).toMatchObject([{ id }]);
  expect(await list()).toEqual(before);
});
