import type { MemberId } from '#server/contract/ids.ts';
import type { Topic } from '#server/contract/live.ts';
import type { Household, Member, Role } from '#server/contract/session.ts';
import type { Sql } from 'sql-template-tag';
import { noteAudit } from './audit.ts';
import { sql, type Database, type Db } from './connect.ts';
import { tellChanged, wakeLoops } from './notify.ts';
import type { Viewer } from './viewer.ts';

const householdColumns = sql`
  name, time_zone as "timeZone", currency, connection_limit as "connectionLimit",
  ask_wealth as "askWealth", ecb_rates as "ecbRates"`;

/** Undefined until the owner has set the appliance up. */
export function findHousehold(db: Db): Promise<Household | undefined> {
  return db.first(sql`select ${householdColumns} from household`);
}

/** Whether the database knows a time zone too: it knows the household's day by it. */
export async function knowsTimeZone(db: Db, name: string): Promise<boolean> {
  const row = await db.first(sql`
    select from pg_timezone_names where lower(name) = ${name.toLowerCase()} limit 1`);
  return row !== undefined;
}

export type HouseholdPatch = { [Field in keyof Household]?: Household[Field] | undefined };

/** Changes its settings and notes what is another. For owners. */
export function updateHousehold(
  db: Database,
  viewer: Viewer,
  patch: HouseholdPatch,
  network: string | null,
): Promise<Household> {
  return db.transaction(async (tx) => {
    const before = await tx.first<Household>(sql`
      select ${householdColumns} from household for no key update`);
    if (!before) throw new Error('There is no household yet');
    const details = Object.fromEntries(
      Object.entries(patch).filter(
        (entry): entry is [keyof Household, string | number | boolean] =>
          entry[1] !== undefined && before[entry[0] as keyof Household] !== entry[1],
      ),
    );
    if (Object.keys(details).length === 0) return before;
    const after = { ...before, ...details };
    await tx.run(sql`
      update household set name = ${after.name}, time_zone = ${after.timeZone},
        currency = ${after.currency}, connection_limit = ${after.connectionLimit},
        ask_wealth = ${after.askWealth}, ecb_rates = ${after.ecbRates}`);
    await wakeLoops(tx);
    await noteAudit(tx, { kind: 'household.changed', actor: viewer.memberId, details, network });
    await tellEverybody(tx, ['household', 'transactions', 'accounts']);
    return after;
  });
}

export async function tellEverybody(db: Db, topics: Topic[]): Promise<void> {
  const members = await db.query<{ id: MemberId }>(sql`select id from members`);
  await tellChanged(
    db,
    members.map((member) => member.id),
    topics,
  );
}

export interface NewMember {
  /** Known before they come where a passkey was made for them; else a new one. */
  id?: MemberId;
  name: string;
  /** In lower case. */
  email: string;
  passwordHash: string | null;
  role: Role;
}

/**
 * The first household with its owner; whoever comes second gets false. The household's only row is
 * the guard: two set-ups at once cannot both insert it.
 */
export function setUpHousehold(
  db: Db,
  household: Omit<Household, 'connectionLimit' | 'askWealth' | 'ecbRates'>,
  members: NewMember[],
): Promise<MemberId[] | false> {
  return db.transaction(async (tx) => {
    const made = await tx.run(sql`
      insert into household (name, time_zone, currency)
      values (${household.name}, ${household.timeZone}, ${household.currency})
      on conflict do nothing`);
    if (made === 0) return false;
    const ids: MemberId[] = [];
    for (const member of members) ids.push(await insertMember(tx, member));
    return ids;
  });
}

export async function insertMember(db: Db, member: NewMember): Promise<MemberId> {
  const row = await db.first<{ id: MemberId }>(sql`
    insert into members (id, name, email, password_hash, role)
    values (coalesce(${member.id ?? null}::uuid, uuid7()), ${member.name}, ${member.email},
      ${member.passwordHash}, ${member.role})
    returning id`);
  if (!row) throw new Error('The member was not inserted');
  return row.id;
}

/**
 * Holds a member's links for a transaction: one at a time is saved, updated or deleted. Of two
 * updates at once neither would see the other's rows, and the two legs of a transfer would never
 * meet; nor would two tabs see that they bring the same login. Taken before an item and its rows,
 * so that whoever waits for it keeps nobody else waiting.
 */
export async function holdMember(tx: Db, member: MemberId | Sql): Promise<void> {
  await tx.run(sql`select from members where id = ${member} for no key update`);
}

/**
 * Whoever linked such items, and whose links could tell one of their accounts too: those at the
 * same bank. Whether they do may change while one waits for them; that they could does not.
 */
export const linkersOf = (items: Sql) => sql`
  select member_id from items where ${items}
  union select member_id from items
  where institution_id in (select institution_id from items where ${items})`;

/** The same for all that have to do with the accounts of items, in one order. */
export async function holdLinkers(tx: Db, items: Sql): Promise<void> {
  await tx.run(sql`
    select from members where id in (${linkersOf(items)}) order by id for no key update`);
}

/**
 * The same for everybody: the legs of a transfer are looked for in all accounts of the household,
 * and of two who look at once neither would see what the other found.
 */
export async function holdEverybody(tx: Db): Promise<void> {
  await tx.run(sql`select from members order by id for no key update`);
}

export function findCredentials(
  db: Db,
  email: string,
): Promise<{ id: MemberId; passwordHash: string | null } | undefined> {
  return db.first(sql`
    select id, password_hash as "passwordHash" from members where email = ${email.toLowerCase()}`);
}

export function findMember(db: Db, viewer: Viewer): Promise<Member | undefined> {
  return db.first(sql`select id, name, email, role from members where id = ${viewer.memberId}`);
}

/** Everybody, in the order they came: whom all of them know of. */
export function listMembers(db: Db): Promise<{ id: MemberId; name: string; role: Role }[]> {
  return db.query(sql`select id, name, role from members order by created_at, id`);
}

/** Anybody of the household, by id. */
export function findHousemate(
  db: Db,
  id: MemberId,
): Promise<{ id: MemberId; role: Role } | undefined> {
  return db.first(sql`select id, role from members where id = ${id}`);
}
