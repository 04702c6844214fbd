import type { MemberId } from '#server/contract/ids.ts';
import { topic, type Topic } from '#server/contract/live.ts';
import { sql, type Database, type Db } from './connect.ts';

const LIVE = 'ledgerberry_live';
const WORK = 'ledgerberry_work';
/**
 * Told by the tables themselves, see the triggers on `sessions` and `members`, and by `tellLeft`.
 */
const DOORS = 'ledgerberry_doors';

/**
 * Tells every process what changed for whom, at the moment the surrounding transaction commits.
 * A notification is only a hint: losing one costs seconds.
 */
export async function tellChanged(db: Db, members: MemberId[], topics: Topic[]): Promise<void> {
  const payload = JSON.stringify({ members, topics });
  await db.run(sql`select pg_notify(${LIVE}, ${payload})`);
}

/**
 * Tells that other things may be seen: whoever decided it sees what they saw before, the others
 * may not, and must not go on showing it.
 */
export async function tellOfSharing(
  db: Db,
  decidedBy: MemberId,
  members: MemberId[],
  topics: Topic[],
): Promise<void> {
  const others = members.filter((id) => id !== decidedBy);
  if (others.length > 0) await tellChanged(db, others, ['sharing', ...topics]);
  await tellChanged(db, [decidedBy], topics);
}

const tellAll = async (db: Db, whom: { id: MemberId }[], topics: Topic[]) => {
  const ids = whom.map(({ id }) => id);
  if (ids.length > 0) await tellChanged(db, ids, topics);
};

/** Tells whoever linked an item, and whoever sees anything of its accounts. */
export async function tellOfItem(db: Db, itemId: string, topics: Topic[]): Promise<void> {
  const whom = await db.query<{ id: MemberId }>(sql`
    select member_id as id from items where id = ${itemId}
    union select s.member_id from account_access s join accounts a on a.id = s.account_id
    where a.item_id = ${itemId} and s.access is not null`);
  await tellAll(db, whom, topics);
}

/**
 * Tells of an update of an item: who sees anything of it hears of its accounts, and who may read
 * an account with a change that nobody hides hears of the transactions too.
 */
export async function tellOfUpdate(
  db: Db,
  itemId: string,
  applied: { changed: boolean; accounts: Set<string> },
): Promise<void> {
  const open = [...applied.accounts];
  const whom = await db.query<{ id: MemberId; sees: boolean; reads: boolean }>(sql`
    select * from (
      select m.id, m.id = i.member_id or exists (select from account_access s
          join accounts a on a.id = s.account_id
          where s.member_id = m.id and a.item_id = i.id and s.access is not null) as sees,
        (m.id = i.member_id and ${applied.changed}) or exists (select from account_access s
          where s.member_id = m.id and s.account_id = any(${open}::uuid[])
            and s.access in ('own', 'full')) as reads
      from items i cross join members m where i.id = ${itemId}) w
    where sees or reads`);
  const [readers, others] = [whom.filter((one) => one.reads), whom.filter((one) => !one.reads)];
  await tellAll(db, readers, ['transactions', 'accounts', 'links']);
  await tellAll(db, others, ['accounts', 'links']);
}

/** Tells whoever sees anything of an account. */
export async function tellOfAccount(db: Db, id: string, topics: Topic[]): Promise<void> {
  const whom = await db.query<{ id: MemberId }>(sql`
    select member_id as id from account_access where account_id = ${id} and access is not null`);
  await tellAll(db, whom, topics);
}

/** Tells whoever may read the transactions of these accounts. */
export async function tellReaders(db: Db, accounts: string[], topics: Topic[]): Promise<void> {
  if (accounts.length === 0) return;
  const whom = await db.query<{ id: MemberId }>(sql`
    select distinct member_id as id from account_access
    where account_id = any(${accounts}::uuid[]) and access in ('own', 'full')`);
  await tellAll(db, whom, topics);
}

/** Tells whoever may read a transaction of one that changed. */
export async function tellOfTransaction(db: Db, id: string): Promise<void> {
  const whom = await db.query<{ id: MemberId }>(sql`
    select s.member_id as id from transactions t
    join account_access s on s.account_id = t.account_id
    where t.id = ${id} and s.access in ('own', 'full')
      and (t.hidden_by is null or t.hidden_by = s.member_id
        or t.hidden_until <= (select household_today()))`);
  await tellAll(db, whom, ['transactions']);
}

/** Tells the open pages of whoever leaves why they close, before their sessions end. */
export async function tellLeft(db: Db, member: MemberId): Promise<void> {
  await db.run(sql`select pg_notify(${DOORS}, ${JSON.stringify({ left: member })})`);
}

/** Wakes the loops of all processes: something is due. */
export async function wakeLoops(db: Db): Promise<void> {
  await db.run(sql`select pg_notify(${WORK}, '')`);
}

export interface Listener {
  changed(members: MemberId[], topics: Topic[]): void;
  work(): void;
  /** A session has ended, a member has another role, or has left the household. */
  ended(what: { session?: string; member?: MemberId; left?: MemberId }): void;
  /** We listen from now on, for the first time or again: hints may have been missed before. */
  missed(): void;
}

/** Listens until stopped; reconnects by itself. @returns how to stop */
export function listen(db: Database, listener: Listener): () => Promise<void> {
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let letGo = () => {};

  const start = async (again: boolean) => {
    const client = await db.connect().catch(() => undefined);
    if (!client) return later();
    let held = true;
    letGo = () => {
      if (held) client.release(true);
      held = false;
    };
    const lost = () => {
      letGo();
      later();
    };
    client.once('error', lost);
    client.on('notification', ({ channel, payload }) => {
      if (channel === WORK) listener.work();
      else deliver(listener, channel, payload ?? '');
    });
    try {
      await client.query(`listen ${LIVE}; listen ${WORK}; listen ${DOORS}`);
      if (stopped) letGo();
      else if (again) listener.missed();
    } catch {
      if (held) lost();
    }
  };
  const later = () => {
    if (!stopped) retry = setTimeout(() => void start(true), 1000);
  };

  void start(false);
  return async () => {
    stopped = true;
    clearTimeout(retry);
    letGo();
  };
}

function deliver(listener: Listener, channel: string, payload: string): void {
  try {
    const told = JSON.parse(payload) as object;
    if (channel === DOORS) return listener.ended(told);
    const { members, topics } = told as { members: MemberId[]; topics: string[] };
    const known = topics.flatMap((name) => topic.safeParse(name).data ?? []);
    listener.changed(members, known);
  } catch {
    // Somebody else's notification on our channel: not ours to answer.
  }
}
