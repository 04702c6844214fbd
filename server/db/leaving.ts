import type { AccountId, ItemId, MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { leftBehind, pairAround } from './applyTransfers.ts';
import { noteAudit } from './audit.ts';
import { sql, takeTime, type Database, type Db } from './connect.ts';
import { standAlone } from './feeds.ts';
import { endLater } from './linksToEnd.ts';
import { tellEverybody } from './members.ts';
import { tellChanged, tellLeft } from './notify.ts';
import { holdHousehold, isLastOwner, isOwner } from './roles.ts';
import type { Viewer } from './viewer.ts';

export interface Leaving {
  /** Who leaves: the viewer, or another whom the viewer removes as an owner. */
  id: MemberId;
  /** Whom what they see in full is handed over to; null: everything of the member goes. */
  to: MemberId | null;
  network: string | null;
}

export type Left = 'done' | 'forbidden' | 'missing' | 'last_owner' | 'no_receiver';

interface Person {
  id: MemberId;
  name: string;
  role: Role;
}

/**
 * Takes a member out of the household, with everything that is theirs, in one transaction: there is
 * no half of it. Only what Plaid must confirm comes after, from a table, until it is done. What
 * they hid in an account that goes on with another stays hidden until its day: the rows say so
 * themselves.
 */
export function leave(db: Database, viewer: Viewer, leaving: Leaving): Promise<Left> {
  const { id, to, network } = leaving;
  const bySelf = id === viewer.memberId;
  return db.transaction(async (tx) => {
    await takeTime(tx);
    await holdHousehold(tx);
    if (!bySelf && !(await isOwner(tx, viewer.memberId))) return 'forbidden';
    // As syncs hold them, before items and rows: from here on nothing of theirs comes or changes.
    const held = await tx.query<Person>(sql`
      select id, name, role from members order by id for no key update`);
    const person = held.find((one) => one.id === id);
    const receiver = held.find((one) => one.id === to && one.id !== id);
    if (!person) return 'missing';
    if (await isLastOwner(tx, id)) return 'last_owner';
    if (to && (!receiver || receiver.role === 'viewer')) return 'no_receiver';
    const plan = await planLinks(tx, id, receiver?.id ?? null);
    await noteWhatEnds(tx, person, receiver, plan);
    const alone = await standAlone(tx, sql`id = any(${plan.apart}::uuid[])`);
    const left = await leftBehind(tx, sql`id = any(${plan.lost}::uuid[])`);
    await letGo(tx, plan);
    await pairAround(tx, { ids: [...left.ids, ...alone], sizes: left.sizes });
    if (receiver) await handOver(tx, receiver.id, plan);
    await noteAudit(tx, {
      kind: bySelf ? 'member.left' : 'member.removed',
      actor: viewer.memberId,
      subject: id,
      details: { name: person.name },
      network,
    });
    await tellLeft(tx, id);
    await tx.run(sql`delete from members where id = ${id}`);
    await tellEverybody(tx, ['household']);
    return 'done';
  });
}

/** What becomes of each link and account of a member who leaves. */
interface Plan {
  /** Go on as they are: all of their accounts are kept. */
  whole: ItemId[];
  /** End, and only some of their accounts are kept. */
  parts: ItemId[];
  /** Go, with all accounts. */
  gone: ItemId[];
  kept: AccountId[];
  lost: AccountId[];
  /** Are no feed of a joint account any more: all but those whose receiver feeds it as well. */
  apart: AccountId[];
}

/**
 * An account is kept where the receiver sees it in full at this moment: sharing waits for the
 * accounts as we do, so it is either over or comes too late.
 */
async function planLinks(tx: Db, id: MemberId, to: MemberId | null): Promise<Plan> {
  const items = await tx.query<{ id: ItemId; manual: boolean }>(sql`
    select id, manual from items where member_id = ${id} order by id for update`);
  const own = sql`item_id in (select id from items where member_id = ${id})`;
  await tx.run(sql`select from accounts where ${own} order by id for no key update`);
  const accounts = await tx.query<{
    id: AccountId;
    item: ItemId;
    kept: boolean;
    apart: boolean;
  }>(sql`
    select a.id, a.item_id as item, coalesce(s.access in ('own', 'full'), false) as kept,
      s.access is distinct from 'own' as apart
    from accounts a left join account_access s on s.account_id = a.id and s.member_id = ${to}
    where ${own}`);
  const plan: Plan = { whole: [], parts: [], gone: [], kept: [], lost: [], apart: [] };
  for (const account of accounts) {
    (account.kept ? plan.kept : plan.lost).push(account.id);
    if (account.apart) plan.apart.push(account.id);
  }
  for (const item of items) {
    const kept = accounts.filter((account) => account.item === item.id).map((one) => one.kept);
    // What is kept by hand does not end with the rest of it: no bank tells it.
    const ends = kept.includes(false) && !item.manual;
    const fate = !kept.includes(true) ? 'gone' : ends ? 'parts' : 'whole';
    plan[fate].push(item.id);
  }
  return plan;
}

/**
 * Everybody who saw something of the member is told what is gone and what goes on, each of what
 * they saw. The appliance tells it: who removes a member learns nothing of the others' sharing.
 */
async function noteWhatEnds(
  tx: Db,
  person: Person,
  receiver: Person | undefined,
  plan: Plan,
): Promise<void> {
  const seen = await tx.query<{ id: MemberId; lost: boolean; names: string[] }>(sql`
    select s.member_id as id, a.id = any(${plan.lost}::uuid[]) as lost,
      jsonb_agg(coalesce(l.own_name, l.name) order by coalesce(l.own_name, l.name)) as names
    from account_access s join accounts a on a.id = s.account_id
    join accounts l on l.id = s.ledger_id
    where a.id = any(${[...plan.lost, ...plan.kept]}::uuid[]) and s.access is not null
      and s.member_id <> ${person.id}
    group by 1, 2 order by 2 desc, 1`);
  for (const { id, lost, names } of seen) {
    const whom = receiver && !lost ? { to: receiver.name, yours: receiver.id === id } : {};
    await noteAudit(tx, {
      kind: lost ? 'sharing.ended' : 'sharing.handed_over',
      actor: null,
      subject: id,
      details: { by: person.name, accounts: names.length, names: listed(names), ...whom },
    });
    await tellChanged(tx, [id], ['sharing', 'accounts', 'transactions', 'links']);
  }
}

const MOST_NAMES = 5;

const listed = (names: string[]) => {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

/** Ends connections, deletes accounts. */
async function letGo(tx: Db, plan: Plan): Promise<void> {
  await endLater(tx, [...plan.parts, ...plan.gone]);
  await tx.run(sql`delete from accounts where id = any(${plan.lost}::uuid[])`);
  await tx.run(sql`delete from items where id = any(${plan.gone}::uuid[])`);
}

/**
 * What is kept goes on with the receiver. What the past syncs of a link counted is not handed over:
 * they counted what is gone too, and surprises.
 */
async function handOver(tx: Db, to: MemberId, { whole, parts, kept, apart }: Plan): Promise<void> {
  await tx.run(sql`delete from syncs where item_id = any(${[...whole, ...parts]}::uuid[])`);
  await tx.run(sql`
    delete from account_shares where member_id = ${to} and account_id = any(${kept}::uuid[])`);
  // One member has nobody to agree with on what their own accounts are; and whoever has them now
  // has not said yet whether they are somebody else's too.
  await tx.run(sql`
    delete from joints j using accounts a, items i
    where (j.first_id = any(${kept}::uuid[]) or j.second_id = any(${kept}::uuid[]))
      and a.id in (j.first_id, j.second_id) and a.id <> all(${kept}::uuid[])
      and i.id = a.item_id and (i.member_id = ${to} or j.joined_at is null
        or j.first_id = any(${apart}::uuid[]) or j.second_id = any(${apart}::uuid[]))`);
  await tx.run(sql`update items set member_id = ${to} where id = any(${whole}::uuid[])`);
  await tx.run(sql`
    update accounts set closed_at = now()
    where item_id = any(${parts}::uuid[]) and closed_at is null`);
  await tx.run(sql`
    update items set member_id = ${to}, access_token = null, state = 'archived',
      archived_at = coalesce(archived_at, now()), cursor = null, due_at = null,
      requested_at = null, requested_kind = null, lease_by = null, lease_until = null,
      ends_at = null, new_accounts = false, error_code = null, error_class = null,
      error_request_id = null, error_at = null
    where id = any(${parts}::uuid[])`);
}
