import type { ShareLevel } from '#server/contract/sharing.ts';
import { sql } from '#server/db/connect.ts';
import { guardWealth } from './guardedWealth.ts';
import { createTestHome, type TestHome } from './home.ts';
import { daysAgo, linkBank, quiet, type LinkedBank } from './linking.ts';

export type Who = 'ana' | 'ben' | 'vic' | 'stranger';
export const everybody: Who[] = ['ana', 'ben', 'vic', 'stranger'];

interface Shared {
  household: ShareLevel;
  members: Partial<Record<'ben' | 'vic', ShareLevel>>;
  /** Who may read its transactions. */
  reads: Who[];
  /** Who may know what it holds. */
  holds: Who[];
}

/** Each account of Ana's, by how it is shared. */
export const shared = {
  private: { household: 'none', members: {}, reads: ['ana'], holds: ['ana'] },
  balances: { household: 'balances', members: {}, reads: ['ana'], holds: ['ana', 'ben'] },
  open: { household: 'full', members: {}, reads: ['ana', 'ben'], holds: ['ana', 'ben'] },
  forvic: {
    household: 'none',
    members: { vic: 'full' },
    reads: ['ana', 'vic'],
    holds: ['ana', 'vic'],
  },
  notben: { household: 'full', members: { ben: 'none' }, reads: ['ana'], holds: ['ana'] },
} satisfies Record<string, Shared> as Record<string, Shared>;
export const names = Object.keys(shared);

/** Of each of its shops, as replies would show it. */
export const amountOf = (name: string) => `${1_300 + names.indexOf(name) * 7}.31`;

export interface GuardedHome {
  home: TestHome;
  /** Ana's link, with all of these accounts. */
  bank: LinkedBank;
  /** Ana's ids, by noun: accounts, transactions, links, changes, hidings, rules and so on. */
  ids: Record<string, string[]>;
  accountIds: Record<string, string>;
  /** What stands in replies, and who may see it. */
  canaries: { text: string; may: Who[] }[];
}

/** A household of private, shared and hidden things. */
export async function createGuardedHome(): Promise<GuardedHome> {
  const home = await createTestHome();
  await home.bank.post('webhooks', { drop: true });
  const bank = await linkBank(home, home.ana, { login: anasLogin });
  const bens = await linkBank(home, home.ben, {
    institution_id: 'ins_109509',
    login: {
      accounts: [{ name: 'acct-bens', balances: { current: 88_888.13, available: 88_777.13 } }],
      transactions: [{ amount: 999.37, date: daysAgo(1), name: 'shop-bens' }],
    },
  });
  const accountIds = await findAccounts(home);
  const { transactions, changes, attachments } = await writeNotes(home);
  await share(home, accountIds);
  const hidings = await hide(home);
  const rules = await makeRules(home, accountIds);
  const recurring = await makeRecurring(home);
  const searches = [await saveSearch(home)];
  const budgets = await makeBudgets(home);
  await Promise.all([quiet(home, bank), quiet(home, bens)]);
  const transfers = await suggestEverything(home);
  const wealth = await guardWealth(home, shared);
  const ids = {
    accounts: Object.values(accountIds),
    transactions,
    changes,
    attachments,
    hidings,
    rules,
    recurring: recurring.map(({ id }) => id),
    budgets,
    searches,
    transfers,
    links: [bank.id],
    ...wealth.ids,
  };
  return {
    home,
    bank,
    ids,
    accountIds,
    canaries: [
      ...listCanaries(accountIds, bens.plaidId),
      ...recurring.map(canaryOf),
      ...wealth.canaries,
    ],
  };
}

const row = (name: string, amount: number, shop: string, detailed?: string) => ({
  account: `acct-${name}`,
  amount,
  date: daysAgo(1),
  name: shop,
  ...(detailed ? { detail: { personal_finance_category: category(detailed) } } : {}),
});

const category = (detailed: string) => ({
  primary: 'GENERAL_MERCHANDISE',
  detailed,
  confidence_level: 'HIGH',
});

const anasLogin = {
  accounts: names.map((name, n) => ({
    name: `acct-${name}`,
    mask: `90${n}7`,
    balances: { current: 71_000 + n * 100 + 0.13, available: 61_000 + n * 100 + 0.17 },
  })),
  transactions: [
    ...names.map((name) => row(name, Number(amountOf(name)), `shop-${name}`)),
    row('open', 345.67, 'gift-totals', 'GENERAL_MERCHANDISE_SPORTING_GOODS'),
    row('open', 456.78, 'gift-nothing', 'GENERAL_MERCHANDISE_PET_SUPPLIES'),
    { ...row('open', 567.89, 'gift-rule'), detail: { merchant_name: 'Giftmaker' } },
  ],
};

async function findAccounts({ ana }: TestHome): Promise<Record<string, string>> {
  const { accounts } = await ana.call('GET /api/accounts');
  const idOf = (name: string) => accounts.find((one) => one.name === `acct-${name}`)!.id;
  return Object.fromEntries(names.map((name) => [name, idOf(name)]));
}

async function writeNotes({ ana }: TestHome) {
  const { transactions } = await ana.call('GET /api/transactions');
  const changes: string[] = [];
  const attachments: string[] = [];
  for (const { id, name } of transactions) {
    if (!name.startsWith('shop-')) continue;
    const body = { note: name.replace('shop', 'note') };
    const made = await ana.call('PATCH /api/transactions/:id', { params: { id }, body });
    changes.push(made.change.id);
    const paper = name.replace('shop', 'paper');
    const query = { name: paper };
    const file = Buffer.from(`%PDF-1.7 of ${paper}`);
    const kept = await ana.call('POST /api/transactions/:id/attachments', {
      params: { id },
      query,
      body: file,
    });
    attachments.push(kept.attachment.id);
  }
  return { transactions: transactions.map((line) => line.id as string), changes, attachments };
}

/** Every two rows in different accounts, as if they might be a transfer. */
async function suggestEverything({ db }: TestHome): Promise<string[]> {
  const made = await db.query<{ id: string }>(sql`
    insert into transfer_links (out_id, in_id, kind, says, score)
    select o.id, i.id, 'transfer', 'suggested', 3 from transactions o join transactions i
      on o.id < i.id and o.account_id <> i.account_id
    returning id`);
  return made.map(({ id }) => id);
}

async function share(home: TestHome, accountIds: Record<string, string>): Promise<void> {
  for (const name of names) {
    const { household, members } = shared[name]!;
    const byName = Object.entries(members).map(([who, level]) => ({
      memberId: home[who as 'ben' | 'vic'].id,
      level,
    }));
    const sharing = { household, members: byName };
    const body = { accounts: [accountIds[name] as never], sharing };
    await home.ana.call('POST /api/accounts/sharing', { body });
  }
}

/** A day that hides something for a while. */
export const until = () => daysAgo(-30);

async function hide({ ana }: TestHome): Promise<string[]> {
  const { transactions } = await ana.call('GET /api/transactions');
  const made: string[] = [];
  for (const [name, what, how] of [
    ['gift-totals', 'transaction', 'totals'],
    ['gift-nothing', 'transaction', 'nothing'],
    ['Giftmaker', 'merchant', 'nothing'],
  ] as const) {
    const transaction = transactions.find((one) => one.name === name)!.id;
    const body = { transaction, what, how, until: until() };
    made.push((await ana.call('POST /api/hidings', { body })).id);
  }
  return made;
}

/** One of her own, and one for all that names an account which only she sees. */
async function makeRules({ ana }: TestHome, accountIds: Record<string, string>) {
  const own = await ana.call('POST /api/rules', {
    body: {
      scope: 'own',
      conditions: [{ field: 'name', is: 'contains', values: ['shop-private'] }],
      actions: { tags: ['tag-of-ana'] },
      past: true,
    },
  });
  const shared = await ana.call('POST /api/rules', {
    body: {
      scope: 'household',
      conditions: [
        { field: 'account', accounts: [accountIds.private, accountIds.open] as never[] },
        { field: 'amount', is: 'more', amount: '999999' },
      ],
      actions: { reviewed: true },
    },
  });
  return [own.rule.id as string, shared.rule.id as string];
}

/** One for all, and one of her own. */
async function makeBudgets({ ana }: TestHome): Promise<string[]> {
  for (const [scope, amount] of [
    ['household', '2000'],
    ['own', '7654.32'],
  ] as const) {
    const budgets = [{ category: 'GENERAL_MERCHANDISE', amount }];
    const body = { scope, month: daysAgo(0).slice(0, 7), budgets };
    await ana.call('POST /api/budgets', { body });
  }
  const { budgets } = await ana.call('GET /api/budgets');
  return budgets.map(({ id }) => id);
}

/** Each of her transactions comes back, she says, the gifts too. */
async function makeRecurring({ ana }: TestHome): Promise<{ id: string; name: string }[]> {
  const { transactions } = await ana.call('GET /api/transactions');
  for (const { id } of transactions) {
    await ana.call('POST /api/recurring', { body: { transaction: id, cadence: 'monthly' } });
  }
  const { series } = await ana.call('GET /api/recurring');
  return series.map(({ id, name }) => ({ id, name }));
}

/** What comes back is known to whoever reads the account; of a gift, to nobody else. */
const canaryOf = ({ id, name }: { id: string; name: string }) => ({
  text: id,
  may: shared[name.replace('shop-', '')]?.reads ?? (['ana'] satisfies Who[]),
});

async function saveSearch({ ana }: TestHome): Promise<string> {
  const body = { name: 'saved-mine', search: 'q=sought-mine' };
  return (await ana.call('POST /api/saved-searches', { body })).search.id;
}

function listCanaries(accountIds: Record<string, string>, bensItem: string) {
  const gifts = ['gift-totals', 'gift-nothing', 'gift-rule', 'Giftmaker', '345.67', '456.78'];
  const more = ['567.89', 'SPORTING_GOODS', 'PET_SUPPLIES', 'saved-mine', 'sought-mine'];
  const bens = ['acct-bens', 'shop-bens', '88888.13', '88777.13', '999.37', bensItem];
  const only = (who: Who) => (text: string) => ({ text, may: [who] });
  return [
    ...names.flatMap((name) => {
      const { reads, holds } = shared[name]!;
      const read = [`shop-${name}`, `note-${name}`, `paper-${name}`, amountOf(name)];
      const held = [`acct-${name}`, accountIds[name]!];
      return [
        ...read.map((text) => ({ text, may: reads })),
        ...held.map((text) => ({ text, may: holds })),
      ];
    }),
    ...[...gifts, ...more, 'tag-of-ana', '7654.32'].map(only('ana')),
    ...bens.map(only('ben')),
  ];
}
