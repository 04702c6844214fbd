import { hasWords, isWords, keys } from '#server/domain/search/ast.ts';
import type { Key, Span, Value } from '#server/domain/search/ast.ts';
import { datePoints } from '#server/domain/search/dates.ts';
import { isKey, lex } from '#server/domain/search/lex.ts';
import type { Token } from '#server/domain/search/lex.ts';
import { plain } from '#server/domain/search/near.ts';
import { quoted } from '#server/domain/search/print.ts';
import type { Known } from './known.ts';

/** Something that may be meant, offered while a search is being typed. */
export interface Offer {
  label: string;
  /** What it is, in a word or two. */
  hint: string;
  /** What comes in the place of the piece at `at`. */
  insert: string;
  at: Span;
}

/** Where the caret stands: in a word, or in the value after a key. */
export interface Typing {
  key: Key | null;
  text: string;
  at: Span;
}

const keyHints: Record<Key, string> = {
  category: 'a category or a group of them',
  subcategory: 'one category',
  account: 'an account or a bank',
  merchant: 'who was paid, a slip is forgiven',
  amount: '>50, 10..20 or =12.50',
  date: '2026-06, last-month, 2026-06-01..2026-08-31',
  tag: 'a tag',
  note: 'a word of a note',
  is: 'income, split, reviewed and so on',
  has: 'note, tag or attachment',
  pending: 'yes or no',
  member: 'whose account it is',
};

const MOST = 8;
/** Beyond a word or a bracket there is nothing to complete. */
const endOf = ({ at }: Token) => at.start + at.length;

/** The piece that is being typed at a place of the text; null between pieces. */
export function typingAt(text: string, caret: number): Typing | null {
  const token = lex(text).findLast((one) => one.at.start < caret && endOf(one) >= caret);
  if (token?.kind === 'text') return { key: null, text: token.value.text, at: token.at };
  if (token?.kind !== 'field' || !isKey(token.key)) return null;
  const begins = token.keyAt.start + token.keyAt.length;
  if (caret < begins) return null;
  const within = ({ at }: Value) => at.start <= caret && at.start + at.length >= caret;
  const value = token.values.find(within);
  return value
    ? { key: token.key, text: value.text, at: value.at }
    : { key: token.key, text: '', at: { start: caret, length: 0 } };
}

/** How well a label fits what is typed: from its beginning, from a word's, or not at all. */
function nearnessOf(label: string, typed: string): number {
  if (typed === '') return 1;
  const name = plain(label);
  if (name.startsWith(typed)) return 3;
  return name.includes(` ${typed}`) ? 2 : 0;
}

type Candidate = Omit<Offer, 'at' | 'insert'> & { value?: string };

function best(candidates: Candidate[], typed: string): Candidate[] {
  const wanted = plain(typed);
  return candidates
    .map((one, order) => ({ one, order, fits: nearnessOf(one.label, wanted) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits || a.order - b.order)
    .map(({ one }) => one);
}

const named = (labels: readonly string[], hint: string): Candidate[] =>
  labels.map((label) => ({ label, hint }));

const groups = ({ groups: all }: Known): Candidate[] =>
  all.filter((one) => !one.hidden).map(({ label }) => ({ label, hint: 'group of categories' }));
const categories = ({ groups: all }: Known): Candidate[] =>
  all.flatMap((group) =>
    group.categories
      .filter((one) => !one.hidden)
      .map(({ label }) => ({ label, hint: group.label })),
  );
const accounts = ({ accounts: all }: Known): Candidate[] =>
  all.map(({ name, mask }) => ({ label: name, hint: mask ? `account ··${mask}` : 'account' }));

/** The months before today, as they are written in a search. */
const latestMonths = (today: string): Candidate[] =>
  Array.from({ length: 6 }, (_, back) => {
    const at = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - back;
    const month = String((at % 12) + 1).padStart(2, '0');
    return { label: `${Math.floor(at / 12)}-${month}`, hint: 'month' };
  });

function valuesOf(key: Key, known: Known, more: { today: string; merchants: readonly string[] }) {
  switch (key) {
    case 'category':
      return [
        ...groups(known),
        ...categories(known),
        { label: 'none', hint: 'without a category' },
      ];
    case 'subcategory':
      return categories(known);
    case 'account':
      return accounts(known);
    case 'merchant':
      return named(more.merchants, 'merchant');
    case 'tag':
      return named(known.tags, 'tag');
    case 'member':
      return [{ label: 'me', hint: 'one’s own accounts' }, ...named(known.members, 'member')];
    case 'is':
      return named(isWords, '');
    case 'has':
      return named(hasWords, '');
    case 'pending':
      return named(['yes', 'no'], '');
    case 'date':
      return [...named(datePoints, ''), ...(more.today ? latestMonths(more.today) : [])];
    default:
      return [];
  }
}

/** What may be meant by what is typed at the caret, the likeliest first. */
export function complete(
  text: string,
  caret: number,
  known: Known,
  more: { today: string; merchants: readonly string[] },
): Offer[] {
  const typing = typingAt(text, caret);
  if (!typing) return [];
  const { key, at } = typing;
  if (key) {
    const fits =
      key === 'merchant'
        ? valuesOf(key, known, more)
        : best(valuesOf(key, known, more), typing.text);
    return fits
      .slice(0, MOST)
      .map((one) => ({ label: one.label, hint: one.hint, insert: `${quoted(one.label)} `, at }));
  }
  const asKeys = best(named(keys, ''), typing.text).map(({ label }) => ({
    label: `${label}:`,
    hint: keyHints[label as Key],
    insert: `${label}:`,
    at,
  }));
  if (typing.text.length < 2) return asKeys.slice(0, MOST);
  const told = (which: Key, candidates: Candidate[]): Offer[] =>
    best(candidates, typing.text).map(({ label, hint }) => ({
      label,
      hint,
      insert: `${which}:${quoted(label)} `,
      at,
    }));
  const merchants = named(more.merchants, 'merchant').map(({ label, hint }) => ({
    label,
    hint,
    insert: `merchant:${quoted(label)} `,
    at,
  }));
  return [
    ...asKeys.slice(0, 2),
    ...told('category', [...groups(known), ...categories(known)]).slice(0, 3),
    ...told('account', accounts(known)).slice(0, 2),
    ...told('tag', named(known.tags, 'tag')).slice(0, 2),
    ...merchants.slice(0, 4),
  ].slice(0, MOST);
}
