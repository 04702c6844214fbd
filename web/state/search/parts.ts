import type { Field, FieldKey, Node, Query, Term } from '#server/domain/search/ast.ts';
import { resolveDates } from '#server/domain/search/dates.ts';
import { called } from '#server/domain/search/names.ts';
import { parse } from '#server/domain/search/parse.ts';
import { print, quoted } from '#server/domain/search/print.ts';
import { withoutCategory } from '#web/state/category-choice.ts';
import { withFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { accountsNamed, codesCalled } from './known.ts';
import type { Known } from './known.ts';

/** What stands beside each other in a search, at its outermost. */
const outermost = (query: Query): Node[] =>
  query === null ? [] : query.kind === 'and' ? query.of : [query];

const at = { start: 0, length: 0 };
const together = (nodes: Node[]): string =>
  print(
    nodes.length === 0 ? null : nodes.length === 1 ? nodes[0]! : { kind: 'and', of: nodes, at },
  );

const isField = (node: Node, key: FieldKey): node is Field =>
  node.kind === 'field' && node.key === key;

/** Keys whose values a person may press instead of typing. */
export type PartKey = FieldKey;

/** What a search asks by one key, where it asks by it once and for all. */
export function partOf(q: string | undefined, key: FieldKey): string[] {
  const { query } = parse(q ?? '');
  const found = outermost(query).filter((node) => isField(node, key));
  return found.length === 1 ? found[0]!.values.map(({ text }) => text) : [];
}

/** The search with other values of a key; none take the key out. Null where it cannot be read. */
export function withPart(
  q: string | undefined,
  key: FieldKey,
  values: readonly string[],
): string | null {
  const { query, fault } = parse(q ?? '');
  if (fault) return null;
  const rest = outermost(query).filter((node) => !isField(node, key));
  const field = { kind: 'field', key, values: values.map((text) => ({ text, at })), at } as const;
  return together(values.length > 0 ? [...rest, field] : rest);
}

type Change = { [Key in keyof Filter]?: Filter[Key] };

/** What of a filter's own choices one term of a search says; null where it says more. */
function asChoice(term: Term, known: Known, today: string): Change | null {
  if (term.kind === 'amount') {
    if (term.signed || term.low?.open || term.high?.open) return null;
    return {
      ...(term.low ? { min: term.low.value } : {}),
      ...(term.high ? { max: term.high.value } : {}),
    };
  }
  if (term.kind === 'date') {
    const { from, to } = resolveDates(term, today);
    return today ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : null;
  }
  return term.kind === 'field' ? fieldChoice(term, known) : null;
}

const flows = { income: 'income', spending: 'spending', transfer: 'transfer' } as const;

function fieldChoice({ key, values }: Field, known: Known): Change | null {
  const texts = values.map(({ text }) => text);
  const [first = ''] = texts;
  if (key === 'category') {
    const codes = texts.map((text) => codesCalled(text, known));
    return codes.some((one) => one.length === 0) ? null : { category: codes.flat() };
  }
  if (key === 'account') {
    const ids = texts.map((text) => called(text, accountsNamed(known)));
    if (ids.some((one) => one.length === 0)) return null;
    return { account: ids.flat() as NonNullable<Filter['account']> };
  }
  if (texts.length > 1) return null;
  if (key === 'pending') return { pending: first === 'yes' ? 'true' : 'false' };
  if (key !== 'is') return null;
  if (first === 'deleted') return { deleted: 'true' };
  if (first === 'reviewed' || first === 'unreviewed') {
    return { reviewed: first === 'reviewed' ? 'true' : 'false' };
  }
  return first in flows ? { flow: flows[first as keyof typeof flows] } : null;
}

/**
 * The same filter with whatever its text says in so many words turned into choices, so that it can
 * be changed by pressing instead of typing. What a choice cannot say stays text.
 */
export function asChoices(filter: Filter, known: Known, today: string): Filter {
  const { query, fault } = parse(filter.q ?? '');
  if (fault || query === null) return filter;
  let next = filter;
  const rest: Node[] = [];
  for (const node of outermost(query)) {
    const nested = node.kind === 'and' || node.kind === 'or' || node.kind === 'not';
    const choice = nested ? null : asChoice(node, known, today);
    const free =
      choice && Object.keys(choice).every((key) => next[key as keyof Filter] === undefined);
    if (choice && free) next = withFilter(next, choice);
    else rest.push(node);
  }
  return withFilter(next, { q: together(rest) });
}

/** The whole filter as text, such as can be typed, read and kept; deleted ones and order aside. */
export function asText(filter: Filter, known: Known): string {
  const { q, account, category, merchant, flow, from, to, min, max } = filter;
  const { pending, reviewed, deleted } = filter;
  const parts: string[] = [];
  const put = (key: string, values: readonly string[]) =>
    parts.push(`${key}:${values.map(quoted).join(',')}`);
  if (category)
    put(
      'category',
      category.map((code) => labelOf(code, known)),
    );
  if (account)
    put(
      'account',
      account.map((id) => accountName(id, known)),
    );
  if (merchant) put('merchant', [merchant]);
  if (from || to) parts.push(`date:${range(from, to)}`);
  if (min || max) parts.push(`amount:${min === max ? `=${min}` : range(min, max)}`);
  if (flow) parts.push(`is:${flow.replace('_', '-')}`);
  if (pending) parts.push(`pending:${pending === 'true' ? 'yes' : 'no'}`);
  if (reviewed) parts.push(reviewed === 'true' ? 'is:reviewed' : 'is:unreviewed');
  if (deleted) parts.push('is:deleted');
  return [q, ...parts].filter(Boolean).join(' ');
}

const range = (low: string | undefined, high: string | undefined): string => {
  if (low && high) return low === high ? low : `${low}..${high}`;
  return low ? `>=${low}` : `<=${high}`;
};

/** A label that two categories share says less than the code does. */
function labelOf(code: string, known: Known): string {
  if (code === withoutCategory) return 'none';
  const all = known.groups.flatMap((group) => [group, ...group.categories]);
  const found = all.find((one) => one.code === code);
  const same = found && codesCalled(found.label, known);
  return found && same?.length === 1 ? found.label : code;
}

function accountName(id: string, known: Known): string {
  const found = known.accounts.find((one) => one.id === id);
  if (!found) return id;
  const same = called(found.name, accountsNamed(known));
  return same.length > 1 && found.mask ? found.mask : found.name;
}

/** A text as a search looks for it letter by letter, whatever stands in it. */
export const phrase = (text: string): string => quoted(text.slice(0, 200));
