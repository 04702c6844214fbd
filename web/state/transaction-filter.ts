import type { Sort, TransactionFilter } from '#server/contract/transactions.ts';

/**
 * The filter of the register as its address carries it, so that Back, a shared link and a second
 * window show the same rows. What an address holds is a stranger's word: anything malformed is
 * dropped rather than sent on.
 */
export type Filter = TransactionFilter & { sort?: Sort | undefined };

/** What is asked for, whatever the order. */
export const unsorted = ({ sort: _sort, ...filter }: Filter): TransactionFilter => filter;

export const sorts: readonly Sort[] = [
  'day',
  '-day',
  'amount',
  '-amount',
  'name',
  '-name',
  'category',
  '-category',
  'account',
  '-account',
];

const isDay = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};
const isDecimal = (text: string) => /^\d{1,12}(\.\d{1,4})?$/.test(text);
const isCategory = (text: string) => /^[A-Z][A-Z0-9_]{1,79}$/.test(text);
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const isYesNo = (text: string) => text === 'true' || text === 'false';
const isFlow = (text: string) => ['income', 'spending', 'transfer', 'left_out'].includes(text);

const single: [key: keyof Filter, holds: (text: string) => boolean][] = [
  ['q', (text) => text.trim() !== '' && text.length <= 500],
  ['flow', isFlow],
  ['merchant', (text) => text.length <= 300],
  ['from', isDay],
  ['to', isDay],
  ['min', isDecimal],
  ['max', isDecimal],
  ['pending', isYesNo],
  ['reviewed', isYesNo],
  ['deleted', (text) => text === 'true'],
  ['sort', (text) => text !== 'day' && (sorts as readonly string[]).includes(text)],
];
const several: [key: keyof Filter, holds: (text: string) => boolean][] = [
  ['account', isId],
  ['category', isCategory],
];

/** The filter an address asks for. */
export const filterFromSearch = (search: string | URLSearchParams): Filter => {
  const params = new URLSearchParams(search);
  const filter: Record<string, string | string[]> = {};
  for (const [key, holds] of single) {
    const value = params.get(key);
    if (value !== null && holds(value)) filter[key] = value;
  }
  for (const [key, holds] of several) {
    const values = [...new Set(params.getAll(key).filter(holds))];
    if (values.length > 0) filter[key] = values;
  }
  return filter as Filter;
};

/** The same filter as a query string, always in the same order, without its question mark. */
export const searchFromFilter = (filter: Filter): string => {
  const params = new URLSearchParams();
  for (const [key] of single) {
    const value = filter[key];
    if (typeof value === 'string' && value !== '') params.set(key, value);
  }
  for (const [key] of several) {
    for (const value of [...((filter[key] as string[] | undefined) ?? [])].sort()) {
      params.append(key, value);
    }
  }
  return params.toString();
};

/** The address of the register under a filter, with a row open where `id` is given. */
export const registerHref = (filter: Filter, id?: string | null): string => {
  const path = id ? `/transactions/${id}` : '/transactions';
  const search = searchFromFilter(filter);
  return search === '' ? path : `${path}?${search}`;
};

/** A copy with some parts replaced; `undefined`, an empty text and an empty list take one out. */
export const withFilter = (
  filter: Filter,
  change: { [Key in keyof Filter]?: Filter[Key] | undefined },
): Filter => {
  const next: Record<string, unknown> = { ...filter };
  for (const [key, value] of Object.entries(change)) {
    const empty = value === undefined || value === '' || (Array.isArray(value) && !value.length);
    if (empty) delete next[key];
    else next[key] = value;
  }
  return next as Filter;
};

/** How many choices are set, the text of the search box left out. */
export const filterCount = (filter: Filter): number => {
  const { account = [], category = [], from, to, min, max, ...others } = filter;
  const { q: _q, sort: _sort, ...rest } = others;
  const ranges = Number(Boolean(from ?? to)) + Number(Boolean(min ?? max));
  return account.length + category.length + ranges + Object.keys(rest).length;
};

const shift = (today: string, days: number) => {
  const at = new Date(`${today}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};
const monthStart = (today: string, months: number) => {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
};

export interface DateChoice {
  label: string;
  from: string | undefined;
  to: string | undefined;
}

/** The quick choices beside the two date fields; `today` is the household's, or not known yet. */
export const dateChoices = (today: string): DateChoice[] => {
  if (today === '') return [];
  const year = Number(today.slice(0, 4));
  return [
    { label: 'All time', from: undefined, to: undefined },
    { label: 'Last 30 days', from: shift(today, -29), to: undefined },
    { label: 'This month', from: monthStart(today, 0), to: undefined },
    { label: 'Last month', from: monthStart(today, -1), to: shift(monthStart(today, 0), -1) },
    { label: 'Last 3 months', from: monthStart(today, -2), to: undefined },
    { label: 'This year', from: `${year}-01-01`, to: undefined },
    { label: 'Last year', from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
};

/** An amount as a person types it (`1,234.5`, `$12`) as the wire wants it, or null. */
export const amountFromInput = (typed: string): string | null => {
  const plain = typed.replaceAll(/[\s$€£,]/g, '').replace(/^[-\u2212]/, '');
  const trimmed = plain.replace(/\.$/, '').replace(/^\./, '0.');
  return isDecimal(trimmed) ? trimmed : null;
};
