import { randomUUID } from 'node:crypto';
import type { ChangeId, SavedSearchId } from '#server/contract/ids.ts';
import type { SavedSearch } from '#server/contract/saved.ts';
import { recordStep } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** Of one member; more are no help to find anything. */
export const MOST_SAVED = 50;

const columns = sql`s.id, s.name, s.search`;

export function listSaved(db: Db, viewer: Viewer): Promise<SavedSearch[]> {
  return db.query(sql`
    select ${columns} from saved_searches s
    where s.member_id = ${viewer.memberId} order by s.created_at, s.id`);
}

export function findSaved(
  db: Db,
  viewer: Viewer,
  id: SavedSearchId,
): Promise<SavedSearch | undefined> {
  return db.first(sql`
    select ${columns} from saved_searches s
    where s.id = ${id} and s.member_id = ${viewer.memberId}`);
}

type Said = Pick<SavedSearch, 'name' | 'search'>;

/** @returns 'many' where there are enough */
export async function saveSearch(
  db: Database,
  viewer: Viewer,
  { name, search }: Said,
): Promise<{ id: SavedSearchId; change: ChangeId } | 'many'> {
  if ((await listSaved(db, viewer)).length >= MOST_SAVED) return 'many';
  const id = randomUUID() as SavedSearchId;
  const step = await recordStep(db, viewer, `Saved the search “${name}”`, ({ tx, thing }) =>
    thing('savedSearch', id, () =>
      tx.run(sql`
        insert into saved_searches (id, member_id, name, search)
        values (${id}, ${viewer.memberId}, ${name}, ${search})`),
    ),
  );
  if (!step) throw new Error('A search was not saved');
  return { id, change: step.id };
}

/** @returns 'same' where nothing differs; undefined where it is not theirs */
export async function changeSaved(
  db: Database,
  viewer: Viewer,
  id: SavedSearchId,
  patch: { [Field in keyof Said]?: Said[Field] | undefined },
): Promise<{ id: ChangeId } | 'same' | undefined> {
  const before = await findSaved(db, viewer, id);
  if (!before) return undefined;
  const { name = before.name, search = before.search } = patch;
  const sentence =
    name === before.name
      ? `Changed the search “${name}”`
      : `Renamed the search “${before.name}” to “${name}”`;
  const step = await recordStep(db, viewer, sentence, ({ tx, thing }) =>
    thing('savedSearch', id, () =>
      tx.run(sql`
        update saved_searches set name = ${name}, search = ${search}
        where id = ${id} and member_id = ${viewer.memberId}`),
    ),
  );
  return step ?? 'same';
}

/** @returns undefined where it is not theirs */
export async function removeSaved(
  db: Database,
  viewer: Viewer,
  id: SavedSearchId,
): Promise<{ id: ChangeId } | undefined> {
  const before = await findSaved(db, viewer, id);
  if (!before) return undefined;
  return recordStep(db, viewer, `Removed the search “${before.name}”`, ({ tx, thing }) =>
    thing('savedSearch', id, () =>
      tx.run(sql`
        delete from saved_searches where id = ${id} and member_id = ${viewer.memberId}`),
    ),
  );
}
