/**
 * What the charts look at, all of them together: it lives in the address, so that Back, a reload
 * and a shared link show the same. What an address holds is a stranger's word: anything malformed
 * is dropped.
 */
export interface Selection {
  range: Range;
  /** One month of it, `YYYY-MM`. */
  month: string | null;
  /** Income or spending where a page shows both. */
  flow: 'income' | 'spending' | null;
  /** A group or a category, or `NONE` for what has none. */
  category: string | null;
  merchant: string | null;
  account: string | null;
  /** Not the household's own. */
  currency: string | null;
}

export const ranges = ['1m', '3m', '6m', 'ytd', '1y', '5y', 'all'] as const;
export type Range = (typeof ranges)[number];

export const rangeNames: Record<Range, string> = {
  '1m': '1M',
  '3m': '3M',
  '6m': '6M',
  ytd: 'YTD',
  '1y': '1Y',
  '5y': '5Y',
  all: 'All',
};

/** The same to be read aloud, and in sentences: `in the last 3 months`. */
export const rangeWords: Record<Range, string> = {
  '1m': 'this month',
  '3m': 'the last 3 months',
  '6m': 'the last 6 months',
  ytd: 'this year',
  '1y': 'the last 12 months',
  '5y': 'the last 5 years',
  all: 'all time',
};

const USUAL: Range = '1y';

const shapes: Record<Exclude<keyof Selection, 'range'>, RegExp> = {
  month: /^[12]\d{3}-(0[1-9]|1[0-2])$/,
  flow: /^(income|spending)$/,
  category: /^[A-Z][A-Z0-9_]{1,79}$/,
  merchant: /^[^\n]{1,300}$/,
  account: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  currency: /^[A-Z0-9]{2,16}$/,
};

/** What an address asks for. */
export function selectionFrom(search: string | URLSearchParams): Selection {
  const params = new URLSearchParams(search);
  const range = ranges.find((one) => one === params.get('range')) ?? USUAL;
  const read = (name: keyof typeof shapes) => {
    const value = params.get(name);
    return value !== null && shapes[name].test(value) ? value : null;
  };
  return {
    range,
    month: read('month'),
    flow: read('flow') as Selection['flow'],
    category: read('category'),
    merchant: read('merchant'),
    account: read('account'),
    currency: read('currency'),
  };
}

/** The path with a selection; the usual range is not said. */
export function selectionHref(path: string, selection: Selection): string {
  const params = new URLSearchParams();
  if (selection.range !== USUAL) params.set('range', selection.range);
  for (const name of Object.keys(shapes) as (keyof typeof shapes)[]) {
    const value = selection[name];
    if (value !== null) params.set(name, value);
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** Without everything that narrows it; how far back one looks stays. */
export const cleared = ({ range, currency }: Selection): Selection => ({
  ...selectionFrom(''),
  range,
  currency,
});

/** Whether anything narrows it. */
export const isNarrow = ({ month, flow, category, merchant, account }: Selection): boolean =>
  [month, flow, category, merchant, account].some((one) => one !== null);

const monthNumber = (month: string) =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

const monthText = (number: number): string => {
  const year = String(Math.floor(number / 12)).padStart(4, '0');
  return `${year}-${String((number % 12) + 1).padStart(2, '0')}`;
};

/** So many months later, or earlier. */
export const addMonths = (month: string, by: number): string => monthText(monthNumber(month) + by);

export const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0))
    .toISOString()
    .slice(0, 10);

/** The months of a range, this one included; `from` is undefined for all there are. */
export function monthsOf(range: Range, today: string): { from: string | undefined; to: string } {
  const to = today.slice(0, 7);
  if (range === 'all') return { from: undefined, to };
  if (range === 'ytd') return { from: `${today.slice(0, 4)}-01`, to };
  const many = { '1m': 1, '3m': 3, '6m': 6, '1y': 12, '5y': 60 }[range];
  return { from: addMonths(to, 1 - many), to };
}

/**
 * With a month chosen, and as far back as that month is; chosen again it is not chosen any more.
 */
export function withMonth(selection: Selection, month: string, today: string): Selection {
  const far = [selection.range, '5y', 'all'] as const;
  const range = far.find((one) => (monthsOf(one, today).from ?? '') <= month) ?? 'all';
  return { ...selection, range, month: month === selection.month ? null : month };
}

/** The same as days, for balances: a month is 30 of them. */
export function firstDayOf(range: Range, today: string): string | undefined {
  if (range === 'all') return undefined;
  if (range === 'ytd') return `${Number(today.slice(0, 4)) - 1}-12-31`;
  const days = { '1m': 30, '3m': 91, '6m': 182, '1y': 365, '5y': 1826 }[range];
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The days that are looked at: of the month where one is chosen, else of the range. */
export function daysOf(
  { month, range }: Selection,
  today: string,
  first: string | undefined,
): { from: string; to: string } {
  if (month !== null) {
    const last = lastDay(month);
    return { from: `${month}-01`, to: last };
  }
  const { from = first ?? today.slice(0, 7), to } = monthsOf(range, today);
  return { from: `${from}-01`, to: lastDay(to) };
}
