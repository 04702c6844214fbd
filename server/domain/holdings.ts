import type { AccountId } from '#server/contract/ids.ts';
import type { Money } from '#server/contract/money.ts';
import type { Holding, Holdings } from '#server/contract/wealth.ts';
import { fromMinor, toMinor, type Minor } from './money.ts';

/** One holding of one account; amounts as the database has them. */
export interface Held {
  account: AccountId;
  security: Holding['security'];
  quantity: string;
  price: string | null;
  priceOn: string | null;
  worth: string;
  cost: string | null;
  currency: string;
}

const money = (minor: bigint, currency: string): Money => ({
  amount: fromMinor(minor as Minor, currency),
  currency,
});

/** What it is worth, what it cost, and what lies between. */
function gainsOf(worth: bigint, cost: bigint | null, currency: string) {
  return {
    worth: money(worth, currency),
    cost: cost === null ? null : money(cost, currency),
    gain: cost === null ? null : money(worth - cost, currency),
  };
}

const costOf = ({ cost, currency }: Held) => (cost === null ? null : toMinor(cost, currency));

export const toHolding = (held: Held): Holding => ({
  security: held.security,
  quantity: held.quantity,
  price: held.price,
  priceOn: held.priceOn,
  ...gainsOf(toMinor(held.worth, held.currency), costOf(held), held.currency),
});

/** The same security in several accounts as one, per currency; the largest first. */
export function bySecurity(held: readonly Held[]): Holdings['securities'] {
  const groups = Map.groupBy(held, (one) => `${one.security.key} ${one.currency}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { currency, security } = first;
      const costs = group.map(costOf);
      const cost = costs.reduce<bigint | null>(
        (sum, one) => (sum === null || one === null ? null : sum + one),
        0n,
      );
      const worth = group.reduce((sum, one) => sum + toMinor(one.worth, currency), 0n);
      return {
        security,
        quantity: group.map((one) => one.quantity).reduce(addExact),
        accounts: [...new Set(group.map((one) => one.account))],
        ...gainsOf(worth, cost, currency),
        order: worth,
      };
    })
    .sort((a, b) => (a.order > b.order ? -1 : a.order < b.order ? 1 : 0))
    .map(({ order: _order, ...row }) => row);
}

/** What was gained on all whose cost is known and that is not cash, per currency. */
export function totalGains(held: readonly Held[]): Holdings['gains'] {
  const known = held.filter(({ security, cost }) => !security.isCash && cost !== null);
  return [...Map.groupBy(known, ({ currency }) => currency)].map(([currency, group]) => {
    const worth = group.reduce((sum, one) => sum + toMinor(one.worth, currency), 0n);
    const cost = group.reduce((sum, one) => sum + (costOf(one) ?? 0n), 0n);
    return {
      worth: money(worth, currency),
      cost: money(cost, currency),
      gain: money(worth - cost, currency),
    };
  });
}

/** The sum of two decimals of any precision, without zeros at its end. */
export function addExact(a: string, b: string): string {
  const places = (text: string) => text.split('.')[1]?.length ?? 0;
  const scale = Math.max(places(a), places(b));
  const whole = (text: string) => {
    const [units = '0', part = ''] = text.replace('-', '').split('.');
    const size = BigInt(units + part.padEnd(scale, '0'));
    return text.startsWith('-') ? -size : size;
  };
  const sum = whole(a) + whole(b);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const text = scale
    ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '')
    : digits;
  return sum < 0n ? `-${text}` : text;
}
