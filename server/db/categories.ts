import {
  createDictionary,
  type CategoryEntry,
  type Dictionary,
} from '#server/domain/dictionary.ts';
import { join, type Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';

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
