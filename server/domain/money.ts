import type { Money } from '#server/contract/money.ts';

/** Whole minor units of a currency, such as cents: -1234n with USD is "-12.34". */
export type Minor = bigint & { readonly brand: 'Minor' };

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const scales = new Map<string, number>([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** Coins have codes of three letters too: only the list tells them from ISO 4217. */
const official = new Set(Intl.supportedValuesOf('currency'));

/** Decimals of a currency's minor unit; what is not ISO 4217 (coins, points) keeps eight. */
export const scaleOf = (currency: string): number =>
  scales.get(currency) ?? (official.has(currency) ? 2 : 8);

/** numeric(28,10) holds 18 digits before the point. */
const LARGEST = 10n ** 18n;

/**
 * The exact decimal that a JSON number was written as: a double's shortest text, without exponent.
 * @throws RangeError for NaN and infinity
 */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not an amount`);
  const text = String(value);
  const at = text.indexOf('e');
  if (at < 0) return text;
  const [mantissa, exponent] = [text.slice(0, at), Number(text.slice(at + 1))];
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const plain =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${plain}` : plain;
}

/**
 * Rounds a decimal to a currency's minor unit, halves to the even neighbour.
 * @throws RangeError where it is no decimal, or too large to be money
 */
export function toMinor(decimal: string, currency: string): Minor {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new RangeError(`"${decimal.slice(0, 40)}" is not an amount`);
  const [, sign, whole = '', fraction = ''] = match;
  const scale = scaleOf(currency);
  const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const rest = fraction.slice(scale);
  const up = rest.startsWith('5')
    ? /[1-9]/.test(rest.slice(1)) || kept % 2n === 1n
    : /^[6-9]/.test(rest);
  const size = up ? kept + 1n : kept;
  if (size >= LARGEST * 10n ** BigInt(scale)) throw new RangeError('an amount beyond all money');
  return (sign ? -size : size) as Minor;
}

/** The decimal string of minor units, with all the currency's decimals: "-12.30". */
export function fromMinor(minor: Minor, currency: string): string {
  const scale = scaleOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0');
  const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return minor < 0n ? `-${text}` : text;
}

/** A database numeric such as "-12.3400000000" with the decimals its currency is written in. */
export function tidyDecimal(numeric: string, currency: string): string {
  return fromMinor(toMinor(numeric, currency), currency);
}

/** Exact sums, one of each currency, in the order in which they first come. */
export function addMoney(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of amounts) {
    sums.set(currency, (sums.get(currency) ?? 0n) + toMinor(amount, currency));
  }
  return [...sums].map(([currency, sum]) => ({
    amount: fromMinor(sum as Minor, currency),
    currency,
  }));
}
