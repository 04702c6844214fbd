import { hasWords, isWords, type Amount, type Dates, type Edge, type Value } from './ast.ts';
import { datePoints, monthNames, readPoint } from './dates.ts';
import { nearest } from './near.ts';

/** What a value turns out to be, or what is wrong with it. */
export type Read<T> = { read: T } | { sentence: string; suggestion: string | null };

const wrong = (sentence: string, suggestion: string | null = null) => ({ sentence, suggestion });

const meant = (suggestion: string | null, otherwise: string): string =>
  suggestion === null ? otherwise : `Did you mean ${suggestion}?`;

/** Shown in a sentence: short, whatever was typed. */
export const shown = (text: string): string =>
  `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`;

/** `>50`, `<=20`, `10..20`, `..20`, `=12.50` or a value alone, each end still as it was typed. */
function readRange(typed: string): { low: Edge | null; high: Edge | null } | null {
  const text = typed.trim().replace('…', '..');
  const compared = /^(>=|<=|>|<|=|≥|≤)\s*(\S.*)$/u.exec(text);
  if (compared) {
    const [, sign = '', value = ''] = compared;
    const edge = { value, open: sign === '>' || sign === '<' };
    if (sign === '=') return { low: edge, high: edge };
    return sign === '>' || sign === '>=' || sign === '≥'
      ? { low: edge, high: null }
      : { low: null, high: edge };
  }
  const at = text.indexOf('..');
  if (at < 0) return text === '' ? null : { low: closed(text), high: closed(text) };
  const [first, last] = [
    text.slice(0, at).trim(),
    text
      .slice(at + 2)
      .replace(/^\./, '')
      .trim(),
  ];
  if (first === '' && last === '') return null;
  return { low: first === '' ? null : closed(first), high: last === '' ? null : closed(last) };
}

const closed = (value: string): Edge => ({ value, open: false });

/** A decimal as people type it: `1,234.50`, `12,5`, `$20`, `+3`; null where it is none. */
function readDecimal(typed: string): string | null {
  const text = typed.replace(/[\s$€£¥']/g, '').replace('\u2212', '-');
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  const plainText = grouped ? text.replaceAll(',', '') : text.replace(',', '.');
  const match = /^([+-]?)(?=\.?\d)0*(\d{0,12})(?:\.(\d{0,4}))?$/.exec(plainText);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const rest = fraction.replace(/0+$/, '');
  return `${sign}${whole || '0'}${rest ? `.${rest}` : ''}`;
}

/** Ten-thousandths, to compare exactly. */
const scaled = (decimal: string): bigint => {
  const [whole = '0', fraction = ''] = decimal.replace(/^[+-]/, '').split('.');
  const size = BigInt(whole + fraction.padEnd(4, '0'));
  return decimal.startsWith('-') ? -size : size;
};

const AMOUNTS = 'An amount is written like >50, 10..20 or =12.50.';

export function readAmount(typed: string): Read<Pick<Amount, 'low' | 'high' | 'signed'>> {
  const range = readRange(typed);
  const read = (edge: Edge | null) => {
    const value = edge && readDecimal(edge.value);
    return edge && value !== null ? { ...edge, value: value! } : null;
  };
  const [low, high] = [read(range?.low ?? null), read(range?.high ?? null)];
  if (!range || Boolean(range.low) !== Boolean(low) || Boolean(range.high) !== Boolean(high)) {
    return wrong(`${shown(typed)} is not an amount. ${AMOUNTS}`);
  }
  // Sizes are never below zero: who asks for less than nothing asks for what went out.
  const below = low === null && high?.open === true && scaled(high.value) === 0n;
  const signed = below || [low, high].some((edge) => edge && /^[+-]/.test(edge.value));
  const told = (edge: Edge | null) =>
    edge && signed && !/^[+-]/.test(edge.value) ? { ...edge, value: `+${edge.value}` } : edge;
  const backwards = low && high && scaled(low.value) > scaled(high.value);
  return {
    read: { low: told(backwards ? high : low), high: told(backwards ? low : high), signed },
  };
}

const DATES = 'A date is written like 2026-06, 2026-06-01..2026-08-31 or last-month.';

export function readDates(typed: string): Read<Pick<Dates, 'low' | 'high'>> {
  const range = readRange(typed);
  if (!range) return wrong(DATES);
  const ends: (Edge | null)[] = [];
  for (const edge of [range.low, range.high]) {
    const value = edge && readPoint(edge.value);
    if (edge && value === null) {
      const day = /^\d{4}-\d{1,2}-\d{1,2}$/.test(edge.value);
      if (day) return wrong(`There is no day ${shown(edge.value)}.`);
      const suggestion = /^\d/.test(edge.value)
        ? null
        : nearest(edge.value, [...datePoints, ...monthNames]);
      const instead = suggestion && typed.replace(edge.value, suggestion);
      return wrong(`${shown(edge.value)} is not a date. ${meant(suggestion, DATES)}`, instead);
    }
    ends.push(edge && value !== null ? { ...edge, value: value! } : null);
  }
  return { read: { low: ends[0] ?? null, high: ends[1] ?? null } };
}

const yes = new Set(['yes', 'true', 'y', '1']);
const no = new Set(['no', 'false', 'n', '0']);

export function readYesNo(typed: string): Read<'yes' | 'no'> {
  const text = typed.toLowerCase();
  if (yes.has(text)) return { read: 'yes' };
  if (no.has(text)) return { read: 'no' };
  return wrong('After pending: comes yes or no.', 'yes');
}

const isAliases: Record<string, (typeof isWords)[number]> = {
  expense: 'spending',
  expenses: 'spending',
  transfers: 'transfer',
  refunds: 'refund',
  leftout: 'left-out',
  excluded: 'left-out',
};

/** One of a short list of words, with the words that mean the same. */
function readWord<Word extends string>(
  key: string,
  typed: string,
  words: readonly Word[],
  aliases: Record<string, Word>,
): Read<Word> {
  const text = typed.toLowerCase().replace(/[\s_]+/g, '-');
  const word = words.find((one) => one === text) ?? aliases[text];
  if (word) return { read: word };
  const suggestion = nearest(text, words);
  const all = `There are ${words.slice(0, -1).join(', ')} and ${words.at(-1)}.`;
  return wrong(`There is no ${key}:${typed.slice(0, 30)}. ${meant(suggestion, all)}`, suggestion);
}

export const readIs = (value: Value) => readWord('is', value.text, isWords, isAliases);
export const readHas = (value: Value) =>
  readWord('has', value.text, hasWords, { attachments: 'attachment', notes: 'note', tags: 'tag' });
