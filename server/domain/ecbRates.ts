/** What one euro was worth on a day, as the European Central Bank tells it. */
export interface EcbRate {
  day: string;
  currency: string;
  rate: string;
}

/** Ninety days of forty currencies are a tenth of it. */
export const LARGEST_FILE = 1024 * 1024;
const MOST_DAYS = 100;
const MOST_OF_A_DAY = 100;

/** A file that is not what it should be: nothing of it is taken. */
export class NotRates extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'NotRates';
  }
}

const cube = /<Cube\b([^<>]*)>/g;
const attribute = /\b(time|currency|rate)\s*=\s*(?:'([^'<>&]*)'|"([^"<>&]*)")/g;

/**
 * Reads the bank's public file: elements `Cube` with a day, in each of which more of them with a
 * currency and a rate. It is no XML parser: there is nothing else in the file that is of use, and
 * what could do harm in XML (entities, other documents) is refused.
 * @param lastDay no day after it is believed
 * @throws NotRates
 */
export function parseEcbRates(text: string, lastDay: string): EcbRate[] {
  if (text.length > LARGEST_FILE) throw new NotRates('the file is too long');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new NotRates('the file declares entities');
  const days = new Map<string, Map<string, string>>();
  let day: string | undefined;
  for (const [, inside = ''] of text.matchAll(cube)) {
    const told = Object.fromEntries(
      [...inside.matchAll(attribute)].map(([, name = '', one, two]) => [name, one ?? two ?? '']),
    );
    if (told.time !== undefined) {
      day = realDay(told.time, lastDay);
      if (days.size >= MOST_DAYS) throw new NotRates('the file has too many days');
      if (!days.has(day)) days.set(day, new Map());
    }
    if (told.currency === undefined) continue;
    const of = day === undefined ? undefined : days.get(day);
    if (!of) throw new NotRates('a rate has no day');
    if (of.size >= MOST_OF_A_DAY) throw new NotRates('a day has too many rates');
    of.set(realCurrency(told.currency), realRate(told.rate ?? ''));
  }
  const rates = [...days].flatMap(([at, of]) =>
    [...of].map(([currency, rate]) => ({ day: at, currency, rate })),
  );
  if (rates.length === 0) throw new NotRates('the file has no rates');
  return rates;
}

function realDay(text: string, lastDay: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) {
    throw new NotRates('a day is none');
  }
  if (text < '1999-01-01' || text > lastDay) throw new NotRates('a day cannot be');
  return text;
}

function realCurrency(text: string): string {
  if (!/^[A-Z]{3}$/.test(text) || text === 'EUR') throw new NotRates('a currency is none');
  return text;
}

function realRate(text: string): string {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || !/[1-9]/.test(text)) {
    throw new NotRates('a rate is none');
  }
  return text;
}
