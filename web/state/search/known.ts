import type { Account } from '#server/contract/accounts.ts';
import { termsOf } from '#server/domain/search/ast.ts';
import type { Fault, Query, Value } from '#server/domain/search/ast.ts';
import { called } from '#server/domain/search/names.ts';
import type { Named } from '#server/domain/search/names.ts';
import { nearest } from '#server/domain/search/near.ts';
import { parse } from '#server/domain/search/parse.ts';
import { quoted } from '#server/domain/search/print.ts';
import { withoutCategory } from '#web/state/category-choice.ts';
import type { CategoryGroup } from '#web/state/category-choice.ts';

/** What the words of a search may name, as far as the page has heard of it. */
export interface Known {
  groups: readonly CategoryGroup[];
  accounts: readonly Account[];
  members: readonly string[];
  tags: readonly string[];
}

export const nobody: Known = { groups: [], accounts: [], members: [], tags: [] };

export const groupsNamed = ({ groups }: Known): Named<string>[] =>
  groups.map(({ code, label }) => ({ id: code, names: [label] }));
export const categoriesNamed = ({ groups }: Known): Named<string>[] =>
  groups.flatMap((group) =>
    group.categories.map(({ code, label }) => ({ id: code, names: [label] })),
  );
export const accountsNamed = ({ accounts }: Known): Named<string>[] =>
  accounts.map(({ id, name, mask }) => ({ id, names: mask ? [name, mask] : [name] }));

/** The codes that a value after `category:` names; empty where it names none. */
export function codesCalled(text: string, known: Known, whole = true): string[] {
  if (/^(none|no category|uncategori[sz]ed)$/i.test(text)) return [withoutCategory];
  const all = [...(whole ? groupsNamed(known) : []), ...categoriesNamed(known)];
  return all.some(({ id }) => id === text) ? [text] : called(text, all);
}

/**
 * What is wrong with a search as far as the page can tell: the server knows more, but answers
 * later. Names are looked at once they are known.
 */
export function faultOf(text: string, known: Known): Fault | null {
  const { query, fault } = parse(text);
  return fault ?? namesFault(query, known);
}

function namesFault(query: Query, known: Known): Fault | null {
  for (const term of termsOf(query)) {
    if (term.kind !== 'field') continue;
    for (const value of term.values) {
      const fault = nameFault(term.key, value, known);
      if (fault) return fault;
    }
  }
  return null;
}

function nameFault(key: string, { text, at }: Value, known: Known): Fault | null {
  if (key !== 'category' && key !== 'subcategory') return null;
  if (known.groups.length === 0 || codesCalled(text, known, key === 'category').length > 0)
    return null;
  const labels = [...groupsNamed(known), ...categoriesNamed(known)].flatMap(({ names }) => names);
  const meant = nearest(text, labels);
  const sentence = `There is no category ${quoted(text.slice(0, 40))}.`;
  return {
    at,
    sentence: meant === null ? sentence : `${sentence} Did you mean ${quoted(meant)}?`,
    suggestion: meant === null ? null : quoted(meant),
  };
}
