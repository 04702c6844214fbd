import { plain } from './near.ts';

/** Whatever has a name of its own: a category, an account, a member. */
export interface Named<Id> {
  id: Id;
  /** Each of its names will do. */
  names: readonly string[];
}

/**
 * Who is meant by a name as it is typed: those called exactly so, else those of whose names every
 * typed word begins a word.
 */
export function called<Id>(typed: string, among: readonly Named<Id>[]): Id[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const parts = wanted.split(' ');
  const exact: Id[] = [];
  const begun: Id[] = [];
  for (const { id, names } of among) {
    const known = names.map(plain);
    if (known.includes(wanted)) exact.push(id);
    const begins = known.some((name) => {
      const words = name.split(' ');
      return parts.every((part) => words.some((word) => word.startsWith(part)));
    });
    if (begins) begun.push(id);
  }
  return exact.length > 0 ? exact : begun;
}
