import { randomBytes } from 'node:crypto';
import type { ChangeId } from '#server/contract/ids.ts';
import {
  createDictionary,
  type CategoryEntry,
  type Dictionary,
} from '#server/domain/dictionary.ts';
import { join, type Sql } from 'sql-template-tag';
import { recordStep } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

/** The household's categories; few rows, read whenever they are needed. */
export async function loadDictionary(db: Db): Promise<Dictionary> {
  return createDictionary(
    await db.query<CategoryEntry>(sql`
      select code, own, is_group as "isGroup", label, group_code as "groupCode", icon, hidden,
        merged_into as "mergedInto"
      from categories order by created_at, code`),
  );
}

/**
 * A condition on a column with a category's code: it is one of those named, or below one.
 * `NONE` is what has no category.
 */
export function underCategories(column: Sql, codes: string[], dictionary: Dictionary): Sql {
  const parts = codes.map((code) => {
    if (code === 'NONE') return sql`${column} is null`;
    const { exact, below, except } = dictionary.codesOf(code);
    const named = sql`${column} = any(${exact}::text[])`;
    if (below.length === 0) return named;
    const patterns = below.map((one) => sql`${column} like ${`${one.replaceAll('_', '\\_')}\\_%`}`);
    return sql`(${named} or ((${join(patterns, ' or ')}) and ${column} <> all(${except}::text[])))`;
  });
  return sql`(${join(parts, ' or ')})`;
}

const letters = { spending: 'S', income: 'I', transfer: 'T' } as const;

/** Makes a category in a group, or a group where `group` is null. */
export async function makeCategory(
  db: Database,
  viewer: Viewer,
  made: { counts: keyof typeof letters; label: string; group: string | null; icon: string | null },
): Promise<{ id: ChangeId; code: string }> {
  // Drawn, so that two who make one at a time do not make the same.
  const code = `OWN_${letters[made.counts]}_${randomBytes(6).toString('hex').toUpperCase()}`;
  const { label, group, icon } = made;
  const entry = { code, own: true, isGroup: group === null, label, groupCode: group, icon };
  const words = group === null ? `Made the group “${label}”` : `Made the category “${label}”`;
  const step = await saveCategory(db, viewer, { ...entry, hidden: false, mergedInto: null }, words);
  if (!step) throw new Error('A new category changed nothing');
  return { id: step.id, code };
}

/** Writes what the household says of a category, as one step. */
export const saveCategory = (
  db: Database,
  viewer: Viewer,
  entry: CategoryEntry,
  sentence: string,
): Promise<{ id: ChangeId } | undefined> =>
  recordStep(db, viewer, sentence, ({ tx, thing }) =>
    thing('category', entry.code, () =>
      tx.run(sql`
        insert into categories (code, own, is_group, label, group_code, icon, hidden, merged_into)
        values (${entry.code}, ${entry.own}, ${entry.isGroup}, ${entry.label}, ${entry.groupCode},
          ${entry.icon}, ${entry.hidden}, ${entry.mergedInto})
        on conflict (code) do update set label = excluded.label, group_code = excluded.group_code,
          icon = excluded.icon, hidden = excluded.hidden, merged_into = excluded.merged_into`),
    ),
  );
