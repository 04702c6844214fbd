import { decimalText, fromMinor, toMinor } from '#server/domain/money.ts';
import { amountText, day, text, Untranslatable } from './translate.ts';

// Single fields of what banks tell of debts and holdings, all of them doubted.

/** Nobody holds as much of anything. */
const BEYOND_COUNTING = 1e15;

/**
 * A number that is not money, such as a quantity, a price or a percentage: what was meant, without
 * the noise that adding doubles up leaves in their last digits. Zero has no sign.
 * @throws Untranslatable
 */
export function plainNumber(value: unknown, where: string): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Untranslatable(`${where} is not a number`);
  }
  if (Math.abs(value) >= BEYOND_COUNTING) throw new Untranslatable(`${where} is beyond counting`);
  return value === 0 ? '0' : decimalText(Number(value.toPrecision(15)));
}

export const plainOrNull = (value: unknown, where: string): string | null =>
  typeof value === 'number' ? plainNumber(value, where) : null;

export function moneyOrNull(value: unknown, currency: string, where: string): string | null {
  if (typeof value !== 'number') return null;
  return fromMinor(toMinor(amountText(value, where), currency), currency);
}

/** Reads one field of what is told, doubting all of it. */
export interface Ask {
  money(name: string): string | null;
  number(name: string): string | null;
  day(name: string): string | null;
  text(name: string): string | null;
  flag(name: string): boolean | null;
  part(name: string): Ask;
  where: string;
  currency: string;
}

export function asker(told: unknown, currency: string, where: string): Ask {
  const of = (typeof told === 'object' && told !== null ? told : {}) as Record<string, unknown>;
  return {
    money: (name) => moneyOrNull(of[name], currency, `${where} ${name}`),
    number: (name) => plainOrNull(of[name], `${where} ${name}`),
    day: (name) => day(of[name]),
    text: (name) => text(of[name])?.slice(0, 200) ?? null,
    flag: (name) => (typeof of[name] === 'boolean' ? of[name] : null),
    part: (name) => asker(of[name], currency, `${where} ${name}`),
    where,
    currency,
  };
}
