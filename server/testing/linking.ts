import type { ItemId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from './bank.ts';
import type { Caller } from './caller.ts';
import type { TestHome } from './home.ts';

/** A bank link of a test: our id, and the bank's. */
export interface LinkedBank {
  id: ItemId;
  plaidId: string;
}

/** `login` is one of the test's own, as the bank's control plane takes it. */
export interface Login {
  institution_id?: string;
  username?: string;
  password?: string;
  accounts?: (string | number)[];
  login?: object;
}

/** Links a login for a member and waits until all of its history is here. */
export async function linkBank(
  home: TestHome,
  member: Caller,
  login: Login = {},
): Promise<LinkedBank> {
  const linked = await startLink(home, member, login);
  await eventually(async () => {
    const row = await home.db.first<{ done: boolean }>(sql`
      select history_complete as done from items where id = ${linked.id}`);
    return row?.done;
  });
  await quiet(home, linked);
  return linked;
}

/** Links a login; nothing of it need have arrived yet. */
export async function startLink(
  home: TestHome,
  member: Caller,
  login: Login = {},
): Promise<LinkedBank> {
  const { session } = await home.bank.link(member, { institution_id: 'ins_109508', ...login });
  const state = await eventually(async () => {
    const now = await member.call('GET /api/link-sessions/:id', { params: { id: session } });
    return now.outcome !== 'open' && now;
  });
  if (!state.linkId) throw new Error(`The link was not made: ${state.outcome} ${state.sentence}`);
  const row = await home.db.first<{ plaidId: string }>(sql`
    select plaid_item_id as "plaidId" from items where id = ${state.linkId}`);
  return { id: state.linkId, plaidId: row?.plaidId ?? '' };
}

/** When nothing is asked of a link and no sync of it runs. */
export async function quiet(home: TestHome, link: LinkedBank): Promise<void> {
  await eventually(async () => {
    const row = await home.db.first<{ quiet: boolean }>(sql`
      select requested_at is null and lease_by is null and coalesce(due_at > now(), true) as quiet
      from items where id = ${link.id}`);
    return !row || row.quiet;
  }, 20);
}

/** One more sync, begun from now on, and its end. */
export async function syncNow(home: TestHome, member: Caller, link: LinkedBank): Promise<void> {
  const before = await countSyncs(home, link);
  await member.call('POST /api/links/:id/sync', { params: { id: link.id } });
  await eventually(async () => (await countSyncs(home, link)) > before, 20);
  await quiet(home, link);
}

/** Something happens at the bank, and what we make of it. @returns new transaction ids of `add` */
export async function change(
  home: TestHome,
  member: Caller,
  link: LinkedBank,
  order: object,
): Promise<string[]> {
  const path = `items/${link.plaidId}/changes`;
  const made = await home.bank.post<{ transaction_ids: string[] }>(path, order);
  await syncNow(home, member, link);
  return made.transaction_ids;
}

export async function countSyncs(home: TestHome, link: LinkedBank): Promise<number> {
  const row = await home.db.first<{ n: number }>(sql`
    select count(*)::int as n from syncs where item_id = ${link.id}`);
  return row?.n ?? 0;
}

/** A day so many days before today, in UTC. */
export const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
