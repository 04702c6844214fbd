import type { AccountId } from '#server/contract/ids.ts';
import { Refusal } from '#server/contract/errors.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import {
  termsOf,
  type Fault,
  type Query,
  type Span,
  type Term,
  type Value,
} from '#server/domain/search/ast.ts';
import { called, type Named } from '#server/domain/search/names.ts';
import { fewestSlips, nearest } from '#server/domain/search/near.ts';
import { quoted } from '#server/domain/search/print.ts';
import { sql, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** What the words of a search stand for in this household, as far as the viewer sees it. */
export interface Names {
  /** Codes of categories and groups; `NONE` is what has no category. */
  categories: (value: Value, key: 'category' | 'subcategory') => string[];
  accounts: (value: Value) => AccountId[];
  /** The accounts that a member linked. */
  members: (value: Value) => AccountId[];
  /** Merchants with nearly that name, where none has it; null where some have. */
  merchants: (value: Value) => string[] | null;
  today: string;
}

interface KnownAccount {
  id: AccountId;
  name: string;
  bankName: string;
  mask: string | null;
  institution: string;
  linkers: string[];
}

/** Refuses a search, pointing at the word that is wrong. */
export const refusal = ({ sentence, at, suggestion }: Fault): Refusal =>
  new Refusal('bad_request', sentence, { field: 'q', fault: { ...at, suggestion } });

function unknown(at: Span, sentence: string, typed: string, names: Iterable<string>): Refusal {
  const meant = nearest(typed, names);
  return refusal({
    at,
    sentence: meant === null ? sentence : `${sentence} Did you mean ${quoted(meant)}?`,
    suggestion: meant === null ? null : quoted(meant),
  });
}

/** Asks the database for no more than the search has words for. */
export async function knowNames(
  db: Db,
  viewer: Viewer,
  query: Query,
  dictionary: Dictionary,
): Promise<Names> {
  const terms = [...termsOf(query)];
  const has = (key: string) => terms.some((term) => term.kind === 'field' && term.key === key);
  const dated = terms.some(({ kind }) => kind === 'date');
  // One after the other: it may be asked within a transaction.
  const accounts = has('account') || has('member') ? await knownAccounts(db, viewer) : [];
  const members = has('member') ? await db.query<Member>(sql`select id, name from members`) : [];
  const today = dated
    ? await db.first<{ today: string }>(sql`select household_today() as today`)
    : undefined;
  const merchants = has('merchant') ? await nearlyCalled(db, viewer, terms) : new Map();
  return {
    categories: (value, key) => categoriesNamed(dictionary, value, key),
    accounts: (value) => accountsNamed(accounts, value),
    members: (value) => accountsOf(accounts, members, viewer, value),
    merchants: (value) => merchants.get(value.text) ?? null,
    today: today?.today ?? '',
  };
}

function categoriesNamed(
  dictionary: Dictionary,
  { text, at }: Value,
  key: 'category' | 'subcategory',
): string[] {
  if (/^(none|no category|uncategori[sz]ed)$/i.test(text)) return ['NONE'];
  if (dictionary.knows(text)) return [text];
  const named: Named<string>[] = dictionary.groups.flatMap((group) => [
    ...(key === 'category' ? [{ id: group.code, names: [group.label] }] : []),
    ...group.categories.map(({ code, label }) => ({ id: code, names: [label] })),
  ]);
  const found = called(text, named);
  if (found.length > 0) return found;
  const sentence = `There is no category ${quoted(text.slice(0, 40))}.`;
  throw unknown(
    at,
    sentence,
    text,
    named.flatMap(({ names }) => names),
  );
}

const knownAccounts = (db: Db, viewer: Viewer): Promise<KnownAccount[]> =>
  db.query(sql`
    select v.id, coalesce(l.own_name, l.name) as name, l.name as "bankName", l.mask,
      coalesce(b.name, i.institution_name) as institution, v.linkers::text[] as linkers
    from (${visibleAccounts(viewer)}) v
    join accounts l on l.id = v.ledger_id
    join items i on i.id = v.item_id left join institutions b on b.id = i.institution_id`);

function accountsNamed(accounts: KnownAccount[], { text, at }: Value): AccountId[] {
  const byName = called(
    text,
    accounts.map(({ id, name, bankName, mask }) => ({
      id,
      names: mask ? [name, bankName, mask] : [name, bankName],
    })),
  );
  if (byName.length > 0) return byName;
  const byBank = called(
    text,
    accounts.map(({ id, name, institution }) => ({ id, names: [`${institution} ${name}`] })),
  );
  if (byBank.length > 0) return byBank;
  const sentence = `You see no account called ${quoted(text.slice(0, 40))}.`;
  throw unknown(
    at,
    sentence,
    text,
    accounts.flatMap(({ name, institution }) => [name, institution]),
  );
}

interface Member {
  id: string;
  name: string;
}

function accountsOf(
  accounts: KnownAccount[],
  members: Member[],
  viewer: Viewer,
  { text, at }: Value,
): AccountId[] {
  const me = /^(me|my|mine|myself)$/i.test(text);
  const meant = me
    ? [viewer.memberId as string]
    : called(
        text,
        members.map(({ id, name }) => ({ id, names: [name] })),
      );
  if (meant.length === 0) {
    const sentence = `Nobody here is called ${quoted(text.slice(0, 40))}.`;
    throw unknown(
      at,
      sentence,
      text,
      members.map(({ name }) => name),
    );
  }
  return accounts
    .filter(({ linkers }) => linkers.some((one) => meant.includes(one)))
    .map(({ id }) => id);
}

/** A name as a LIKE pattern, with the person's own % and _ taken literally. */
export const within = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const LEAST_LETTERS = 4;
const MOST_MERCHANTS = 5;
const MOST_CANDIDATES = 200;
/** A merchant that is often paid is met early. */
const MOST_LOOKED_AT = 4000;

/**
 * Where no merchant that the viewer sees is called as it was typed, those that nearly are: a slip
 * of a letter finds what was meant, and no slip finds nothing else.
 */
async function nearlyCalled(
  db: Db,
  viewer: Viewer,
  terms: readonly Term[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const term of terms) {
    if (term.kind !== 'field' || term.key !== 'merchant') continue;
    for (const { text } of term.values) {
      if (text.length < LEAST_LETTERS || found.has(text)) continue;
      const names = await nearMerchants(db, viewer, text);
      if (names.length > 0) found.set(text, names);
    }
  }
  return found;
}

/** Postgres finds names with some of the same letters; those with the fewest slips are meant. */
async function nearMerchants(db: Db, viewer: Viewer, text: string): Promise<string[]> {
  const seen = sql`t.removed_at is null and t.deleted_at is null and t.twin_of is null
    and t.account_id = any(array(select v.id from (${visibleAccounts(viewer)}) v))
    and ${unhidden(viewer)}`;
  const called = await db.first(sql`
    select from transactions t where t.name_shown ilike ${within(text)} and ${seen} limit 1`);
  if (called) return [];
  const alike = await db.query<{ name: string }>(sql`
    select name, word_similarity(${text}, name) as likeness from (
      select distinct name from (
        select t.name_shown as name from transactions t
        where ${text} <% t.name_shown and ${seen} limit ${MOST_LOOKED_AT}) t) t
    order by 2 desc, 1 limit ${MOST_CANDIDATES}`);
  return fewestSlips(
    text,
    alike.map(({ name }) => name),
  ).slice(0, MOST_MERCHANTS);
}
