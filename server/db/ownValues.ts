import { join, raw, type Sql } from 'sql-template-tag';
import { sql, type Db } from './connect.ts';

/** One part of a split row. Exactly one part has no amount: it is the rest. */
interface SplitPart {
  category: string | null;
  amount?: string | undefined;
  note?: string | undefined;
}

type Some<T> = { [Key in keyof T]?: T[Key] | undefined };

/** What people say of a transaction; null gives the layer below back. */
export type OwnValues = Some<{
  name: string | null;
  category: string | null;
  date: string | null;
  note: string | null;
  tags: string[] | null;
  split: SplitPart[] | null;
  leftOut: boolean | null;
  reviewed: boolean | null;
  deleted: boolean;
}>;

/** What rules and learning say of it, changed by a person only when they apply a rule. */
type AutoValues = Some<{
  autoName: string | null;
  autoCategory: string | null;
  autoTags: string[] | null;
  autoNote: string | null;
  autoLeftOut: boolean | null;
  autoReviewed: boolean | null;
  autoWhy: unknown;
}>;

export type Values = OwnValues & AutoValues;

type Kind = 'text' | 'date' | 'boolean' | 'texts' | 'json';

const own: Record<string, [column: string, kind: Kind]> = {
  name: ['own_name', 'text'],
  category: ['own_category', 'text'],
  date: ['own_date', 'date'],
  note: ['own_note', 'text'],
  tags: ['own_tags', 'texts'],
  split: ['own_split', 'json'],
  leftOut: ['own_left_out', 'boolean'],
  reviewed: ['own_reviewed', 'boolean'],
};
const auto: Record<string, [column: string, kind: Kind]> = {
  autoName: ['auto_name', 'text'],
  autoCategory: ['auto_category', 'text'],
  autoTags: ['auto_tags', 'texts'],
  autoNote: ['auto_note', 'text'],
  autoLeftOut: ['auto_left_out', 'boolean'],
  autoReviewed: ['auto_reviewed', 'boolean'],
  autoWhy: ['auto_why', 'json'],
};
const layers = { ...own, ...auto };
const ownNames = Object.values(own).map(([column]) => column);

/** A set of columns, each given by what `value` says of it. */
const assign = (columns: string[], value: (column: string) => string): Sql =>
  raw(columns.map((column) => `${column} = ${value(column)}`).join(', '));

/** The columns with what people said of `t`. */
export const ownColumns = (t: string): Sql =>
  raw(ownNames.map((column) => `${t}.${column}`).join(', '));

/** For an update of `t`: what people said of `f` too is kept, `t`'s own word first. */
export const keepOwn = (t: string, f: string, but: string[] = []): Sql =>
  assign(
    ownNames.filter((column) => !but.includes(column)),
    (column) => `coalesce(${t}.${column}, ${f}.${column})`,
  );

/** For an update of `t`: what people said of `f` goes before what they said of `t`. */
export const inheritOwn = (t: string, f: string): Sql =>
  assign(ownNames, (column) => `coalesce(${f}.${column}, ${t}.${column})`);

/** For an update: nobody has said anything of it. */
export const forgetOwn: Sql = assign(ownNames, () => 'null');

/** How much people said of `t`. */
export const countOwn = (t: string): Sql =>
  raw(`num_nonnulls(${ownNames.map((column) => `${t}.${column}`).join(', ')})`);

/** Some values of `t` as one JSON object. */
export const valuesOf = (t: string, keys: string[]): Sql => {
  const pairs = keys.flatMap((key) => {
    if (key === 'deleted') return [`'deleted', ${t}.deleted_at is not null`];
    const [column] = layers[key] ?? [];
    return column ? [`'${key}', ${t}.${column}`] : [];
  });
  return raw(`jsonb_build_object(${pairs.join(', ')})`);
};

const cast: Record<Kind, (key: string) => string> = {
  text: (key) => `v.new ->> '${key}'`,
  date: (key) => `(v.new ->> '${key}')::date`,
  boolean: (key) => `(v.new ->> '${key}')::boolean`,
  texts: (key) => `case when jsonb_typeof(v.new -> '${key}') = 'array'
    then array(select jsonb_array_elements_text(v.new -> '${key}')) end`,
  json: (key) => `nullif(v.new -> '${key}', 'null')`,
};

/**
 * Sets values of many transactions at once.
 * @param rows gives `id` and `new`, a JSON object with the values to set; what it lacks stays
 * @param keys which values may be among them: the others' columns are not touched
 */
export async function setValues(tx: Db, rows: Sql, keys: string[]): Promise<void> {
  const sets = keys.flatMap((key): Sql[] => {
    if (key === 'deleted') {
      return [
        raw(`deleted_at = case when not v.new ? 'deleted' then t.deleted_at
          when (v.new ->> 'deleted')::boolean then coalesce(t.deleted_at, now()) end`),
      ];
    }
    const [column, kind] = layers[key] ?? [];
    if (!column || !kind) return [];
    return [
      raw(`${column} = case when v.new ? '${key}' then ${cast[kind](key)} else t.${column} end`),
    ];
  });
  if (sets.length === 0) return;
  await tx.run(sql`
    update transactions t set ${join(sets)} from (${rows}) v
    where t.id = v.id and v.new is not null`);
}
