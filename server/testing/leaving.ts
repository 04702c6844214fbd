import type { MemberId } from '#server/contract/ids.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from './bank.ts';
import type { Caller } from './caller.ts';
import type { TestHome } from './home.ts';
import { daysAgo, linkBank, type LinkedBank } from './linking.ts';
import { addMember } from './people.ts';

type Sharing = Record<string, { household?: ShareLevel; vic?: ShareLevel; ana?: ShareLevel }>;

/** A member who is about to leave, and what a test asks of that. */
export interface Leaver extends Caller {
  id: MemberId;
  name: string;
  /** A bank of theirs: each account with one transaction, `shop of` it, shared as is said. */
  link(institution: string, accounts: Sharing): Promise<LinkedBank>;
  /** The owner removes them, and hands over what is shared to somebody or nobody. */
  remove(to?: MemberId): ReturnType<Caller['attempt']>;
  /** What the list of who did what tells somebody of them. */
  toldTo(id: MemberId): Promise<{ kind: string; details: Record<string, unknown> }[]>;
}

export async function addLeaver(home: TestHome, name: string): Promise<Leaver> {
  const leaver = await addMember(home, 'member', name);
  return {
    ...leaver,
    name,
    async link(institution, accounts) {
      const linked = await linkBank(home, leaver, {
        institution_id: institution,
        login: loginWith(Object.keys(accounts)),
      });
      const own = await leaver.call('GET /api/accounts');
      for (const [one, { household = 'none', ...named }] of Object.entries(accounts)) {
        const members = Object.entries(named).map(([who, level]) => ({
          memberId: home[who as 'vic'].id,
          level,
        }));
        const id = own.accounts.find((account) => account.name === one)!.id;
        const body = { accounts: [id], sharing: { household, members } };
        await leaver.call('POST /api/accounts/sharing', { body });
      }
      return linked;
    },
    remove: (to) =>
      home.ana.attempt('POST /api/admin/members/:id/remove', {
        params: { id: leaver.id },
        body: to ? { links: 'hand_over', to } : { links: 'remove' },
      }),
    toldTo: (id) =>
      home.db.query(sql`
        select kind, details from audit_log
        where subject_id = ${id} and details ->> 'by' = ${name} order by id`),
  };
}

const loginWith = (names: string[]) => ({
  accounts: names.map((name) => ({ name, balances: { current: 500 } })),
  transactions: names.map((name) => ({
    account: name,
    amount: 5,
    date: daysAgo(1),
    name: `shop of ${name}`,
  })),
});

/** How a link is at the bank, whatever it is here. */
export async function stateAtBank(home: TestHome, link: LinkedBank): Promise<string | undefined> {
  const items = await home.bank.get<{ item_id: string; state: string }[]>('items');
  return items.find((item) => item.item_id === link.plaidId)?.state;
}

export async function endAtBank(home: TestHome, link: LinkedBank): Promise<void> {
  await eventually(async () => (await stateAtBank(home, link)) === 'removed');
}

export const accountsOf = async (who: Caller): Promise<string[]> =>
  (await who.call('GET /api/accounts')).accounts.map((account) => account.name);

export const shopsOf = async (who: Caller): Promise<string[]> =>
  (await who.call('GET /api/transactions', { query: { q: 'shop of' } })).transactions.map(
    (row) => row.name,
  );

/** All that the database holds, as text. */
export async function everythingIn(home: TestHome): Promise<string> {
  const tables = await home.db.query<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`);
  const texts: string[] = [];
  for (const { name } of tables) {
    const statement = { text: `select t::text as row from ${name} t`, values: [] };
    const rows = await home.db.query<{ row: string }>(statement as never);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}
