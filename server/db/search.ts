import type { Dictionary } from '#server/domain/dictionary.ts';
import { resolveDates } from '#server/domain/search/dates.ts';
import { parse } from '#server/domain/search/parse.ts';
import {
  termsOf,
  type Amount,
  type Field,
  type IsWord,
  type Node,
  type Query,
  type Term,
} from '#server/domain/search/ast.ts';
import { empty, join, type Sql } from 'sql-template-tag';
import { underCategories } from './categories.ts';
import { sql, type Db } from './connect.ts';
import { countOwn } from './ownValues.ts';
import { knowNames, refusal, within, type Names } from './searchNames.ts';
import type { Viewer } from './viewer.ts';

/** A search as conditions on `transactions t`, whatever may be seen of them left aside. */
export interface Search {
  query: Query;
  condition: Sql;
  /** It speaks of what was deleted: then that is not left out beforehand. */
  ofDeleted: boolean;
  /** Several things at once, of which Postgres does not know how often they go together. */
  uncertain: boolean;
  /** It asks for a text that an index knows: better found there than come across. */
  indexed: boolean;
  /** Nothing later can be found. */
  until: string | null;
}

/**
 * Reads a search as this household means it.
 * @param live nothing deleted is looked for, unless the search itself says so
 * @throws Refusal that points at the word that is wrong
 */
export async function readSearch(
  db: Db,
  viewer: Viewer,
  text: string,
  dictionary: Dictionary,
  live: boolean,
): Promise<Search> {
  const { query, fault } = parse(text);
  if (fault) throw refusal(fault);
  const names = await knowNames(db, viewer, query, dictionary);
  const terms = [...termsOf(query)];
  const ofDeleted = terms.some((term) => isWord(term, 'deleted'));
  const meaning = { viewer, dictionary, names, live: live && !ofDeleted };
  return {
    query,
    condition: query ? compile(query, meaning) : sql`true`,
    ofDeleted,
    uncertain: terms.length > 1,
    indexed: outermost(query).some(isIndexed),
    until: outermost(query).reduce(
      (until: string | null, node) =>
        node.kind === 'date' ? earlier(until, resolveDates(node, names.today).to) : until,
      null,
    ),
  };
}

/** What stands beside each other in a search: all of it must hold. */
const outermost = (query: Query): Node[] =>
  query === null ? [] : query.kind === 'and' ? query.of : [query];

const earlier = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a < b ? a : b;

/** The index holds three letters at a time. */
const INDEXED = 3;

const isIndexed = (node: Node): boolean =>
  node.kind === 'text'
    ? node.text.length >= INDEXED
    : node.kind === 'field' &&
      (node.key === 'merchant' || node.key === 'tag' || node.key === 'note') &&
      node.values.every(({ text }) => text.length >= INDEXED);

const isWord = (term: Term, word: IsWord): boolean =>
  term.kind === 'field' && term.key === 'is' && term.values.some(({ text }) => text === word);

interface Meaning {
  viewer: Viewer;
  dictionary: Dictionary;
  names: Names;
  /** Nothing deleted is looked for. */
  live: boolean;
}

const any = (parts: Sql[]): Sql => (parts.length > 0 ? sql`(${join(parts, ' or ')})` : sql`false`);
const all = (parts: Sql[]): Sql => (parts.length > 0 ? sql`(${join(parts, ' and ')})` : sql`true`);

function compile(node: Node, meaning: Meaning): Sql {
  if (node.kind === 'and') return all(node.of.map((one) => compile(one, meaning)));
  if (node.kind === 'or') return any(node.of.map((one) => compile(one, meaning)));
  // What is unknown, such as a category where there is none, is not what was named.
  if (node.kind === 'not') return sql`(${compile(node.of, meaning)} is not true)`;
  if (node.kind === 'text') return ofText(node.text, meaning);
  if (node.kind === 'amount') return ofAmount(node);
  if (node.kind === 'field') return ofField(node, meaning);
  const { from, to } = resolveDates(node, meaning.names.today);
  return all([
    ...(from ? [sql`t.day >= ${from}::date`] : []),
    ...(to ? [sql`t.day <= ${to}::date`] : []),
  ]);
}

const holds = (text: string): Sql => sql`t.search like ${within(text.toLowerCase())}`;

/** In any text of the row, or in what the household calls its category. */
function ofText(text: string, { dictionary, live }: Meaning): Sql {
  const codes = text.length < INDEXED ? [] : calledOtherwise(text.toLowerCase(), dictionary);
  return codes.length > 0
    ? sql`(${holds(text)} or ${ofCategories(codes, dictionary, live)})`
    : holds(text);
}

/** Rows hold the words of their category's code: those whose name says something else. */
function calledOtherwise(text: string, dictionary: Dictionary): string[] {
  const says = (label: string) => label.toLowerCase().includes(text);
  const inCode = (code: string) => code.replaceAll('_', ' ').toLowerCase().includes(text);
  const hidden = (codes: string[]) => codes.some((code) => !inCode(code));
  return dictionary.groups.flatMap((group) => {
    if (says(group.label) && hidden(dictionary.codesOf(group.code).exact)) return [group.code];
    return group.categories
      .filter(({ code, label }) => says(label) && hidden(dictionary.codesOf(code).exact))
      .map(({ code }) => code);
  });
}

/**
 * A category finds itself, a group everything below it; a split row is found by its parts. The few
 * rows that are split are read once, beside the others: of those the index alone says enough.
 * @param live nothing deleted is looked for
 */
export function ofCategories(codes: string[], dictionary: Dictionary, live: boolean): Sql {
  const part = sql`coalesce(p.category, s.category_shown)`;
  return sql`((not t.is_split and ${underCategories(sql`t.category_shown`, codes, dictionary)})
    or (t.is_split and t.id in (
      select s.id from transactions s cross join lateral split_parts(s.own_split, s.amount) p
      where s.is_split and s.removed_at is null ${live ? sql`and s.deleted_at is null` : empty}
        and ${underCategories(part, codes, dictionary)})))`;
}

/** Sizes are looked up in their index; of amounts with a sign the size is known often enough. */
function ofAmount({ low, high, signed }: Amount): Sql {
  const size = sql`abs(t.amount)`;
  const compare = (column: Sql, sign: '<' | '>', edge: { value: string; open: boolean }) => {
    const value = sql`${edge.value}::numeric`;
    if (sign === '<') return edge.open ? sql`${column} < ${value}` : sql`${column} <= ${value}`;
    return edge.open ? sql`${column} > ${value}` : sql`${column} >= ${value}`;
  };
  const column = signed ? sql`t.amount` : size;
  const parts = [
    ...(low ? [compare(column, '>', low)] : []),
    ...(high ? [compare(column, '<', high)] : []),
  ];
  if (!signed) return all(parts);
  const turned = (value: string) => value.replace(/^[+-]/, '');
  if (high?.value.startsWith('-')) parts.push(sql`${size} >= ${turned(high.value)}::numeric`);
  if (low && !low.value.startsWith('-')) parts.push(sql`${size} >= ${turned(low.value)}::numeric`);
  return all(parts);
}

function ofField({ key, values }: Field, { viewer, dictionary, names, live }: Meaning): Sql {
  switch (key) {
    case 'category':
    case 'subcategory': {
      const codes = values.flatMap((value) => names.categories(value, key));
      return ofCategories([...new Set(codes)], dictionary, live);
    }
    case 'account':
      return sql`t.account_id = any(${values.flatMap(names.accounts)}::uuid[])`;
    case 'member':
      return sql`t.account_id = any(${values.flatMap(names.members)}::uuid[])`;
    case 'merchant':
      return any(values.map((value) => ofMerchant(value.text, names.merchants(value))));
    case 'tag':
      return any(values.map(({ text }) => ofTag(text)));
    case 'note':
      return any(values.map(({ text }) => ofNote(text)));
    case 'pending':
      return any(values.map(({ text }) => sql`t.pending = ${text === 'yes'}`));
    case 'has':
      return any(values.map(({ text }) => has[text]!));
    case 'is':
      return any(values.map(({ text }) => is(text as IsWord, viewer)));
  }
}

const ofMerchant = (text: string, near: string[] | null): Sql =>
  near ? sql`t.name_shown = any(${near}::text[])` : sql`t.name_shown ilike ${within(text)}`;

// A row's texts hold its tags and its note: their index finds the few that can have them.
const ofTag = (text: string): Sql => sql`
  (${holds(text)} and ${text.toLowerCase()} = any(lower(t.tags::text)::text[]))`;
const ofNote = (text: string): Sql => sql`
  (${holds(text)} and coalesce(t.own_note, t.auto_note) ilike ${within(text)})`;

const has: Record<string, Sql> = {
  note: sql`coalesce(t.own_note, t.auto_note) is not null`,
  tag: sql`t.tags <> '{}'`,
  attachment: sql`t.id in (
    select f.transaction_id from attachments f where f.removed_at is null)`,
};

function is(word: IsWord, viewer: Viewer): Sql {
  switch (word) {
    case 'income':
    case 'spending':
    case 'transfer':
      return sql`t.flow = ${word}`;
    case 'left-out':
      return sql`t.flow = 'left_out'`;
    case 'refund':
      return sql`t.refund_of is not null`;
    case 'split':
      return sql`t.is_split`;
    case 'reviewed':
      return sql`t.reviewed`;
    case 'unreviewed':
      return sql`not t.reviewed`;
    case 'deleted':
      return sql`t.deleted_at is not null`;
    case 'edited':
      return isEdited;
    case 'hidden':
      return sql`(t.hidden_by = ${viewer.memberId}
        and t.hidden_until > (select household_today()))`;
  }
}

/** People changed something about it, beyond having looked at it. */
export const isEdited = sql`${countOwn('t')} - num_nonnulls(t.own_reviewed) > 0`;
