import { locale, monthName } from '#web/ui/format.ts';

const short = new Map<string, Intl.NumberFormat>();

/** A round amount beside the grid: `$12K`. */
export function tickText(value: number, currency: string): string {
  let format = short.get(currency);
  if (!format) {
    const money = /^[A-Z]{3}$/.test(currency) ? ({ style: 'currency', currency } as const) : {};
    format = new Intl.NumberFormat(locale, {
      ...money,
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
    });
    short.set(currency, format);
  }
  return format.format(value).replace('-', '\u2212');
}

/** A month below an axis: `Oct`; a January says which year begins. */
export const monthTick = (month: string): string =>
  month.endsWith('-01') ? month.slice(0, 4) : monthName(month, month).slice(0, 3);

/**
 * Of the months of an axis those that are named, so that each has so many pixels: all, or every
 * second, third, … counted from a January.
 */
export function namedMonths(months: readonly string[], width: number, each: number): Set<string> {
  const most = Math.max(2, Math.floor(width / each));
  const every = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => months.length / one <= most) ?? 240;
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return new Set(months.filter((month) => number(month) % every === 0));
}
