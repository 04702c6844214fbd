/**
 * What a search means. A query of nothing at all, which finds everything, is null. Every node says
 * where in the text it stands, so that whatever is wrong with it can be pointed at.
 */
export interface Span {
  start: number;
  length: number;
}

/** One of the words after a key: `category:groceries,restaurants` has two, either will do. */
export interface Value {
  text: string;
  at: Span;
}

export type And = { kind: 'and'; of: Node[]; at: Span };
export type Or = { kind: 'or'; of: Node[]; at: Span };
export type Not = { kind: 'not'; of: Node; at: Span };
/** A word or a quoted phrase, to be found in any of a transaction's texts. */
export type Text = { kind: 'text'; text: string; at: Span };
export type Field = { kind: 'field'; key: FieldKey; values: Value[]; at: Span };

/** One end of a range; `open` leaves the edge itself out, as in `>50`. */
export interface Edge {
  value: string;
  open: boolean;
}

/**
 * Sizes of amounts, or with `signed` amounts with their sign, as decimals. Of the two ends one may
 * be missing.
 */
export type Amount = {
  kind: 'amount';
  low: Edge | null;
  high: Edge | null;
  signed: boolean;
  at: Span;
};

/** Days between two points in time such as `2026-06` or `last-month`: see `dates.ts`. */
export type Dates = { kind: 'date'; low: Edge | null; high: Edge | null; at: Span };

export type Term = Text | Field | Amount | Dates;
export type Node = And | Or | Not | Term;
export type Query = Node | null;

/** Keys whose values are the household's own words. */
export const wordKeys = [
  'category',
  'subcategory',
  'account',
  'merchant',
  'tag',
  'note',
  'member',
] as const;

export const isWords = [
  'income',
  'spending',
  'transfer',
  'refund',
  'split',
  'reviewed',
  'unreviewed',
  'edited',
  'hidden',
  'left-out',
  'deleted',
] as const;
export type IsWord = (typeof isWords)[number];

export const hasWords = ['attachment', 'note', 'tag'] as const;
export type HasWord = (typeof hasWords)[number];

export type WordKey = (typeof wordKeys)[number];
export type FieldKey = WordKey | 'is' | 'has' | 'pending';
export type Key = FieldKey | 'amount' | 'date';

/** Every key there is, in the order in which they are offered. */
export const keys: readonly Key[] = [
  'category',
  'subcategory',
  'account',
  'merchant',
  'amount',
  'date',
  'tag',
  'note',
  'is',
  'has',
  'pending',
  'member',
];

/** What is wrong with a search, where, and what may have been meant in its place. */
export interface Fault {
  at: Span;
  /** A whole sentence for the person. */
  sentence: string;
  /** To be put in the place of what stands at `at`; null where nothing comes to mind. */
  suggestion: string | null;
}

export type Parsed = { query: Query; fault: null } | { query: null; fault: Fault };

/** The most characters, terms (values included) and levels of one search. */
export const MOST_CHARACTERS = 500;
export const MOST_TERMS = 24;
export const MOST_DEPTH = 8;

/** The terms of a query, wherever they stand. */
export function* termsOf(query: Query): Generator<Term> {
  if (query === null) return;
  if (query.kind === 'and' || query.kind === 'or') for (const one of query.of) yield* termsOf(one);
  else if (query.kind === 'not') yield* termsOf(query.of);
  else yield query;
}
