/** One side of what may be a transfer between two accounts of the household. */
export interface Leg {
  id: string;
  accountId: string;
  /** Of its account, and the category the bank gives it. */
  kind: string;
  category: string | null;
  /** Decimal; negative leaves. */
  amount: string;
  currency: string;
  day: string;
}

/** Bank transfers take up to a long weekend. */
const LONGEST_DAYS = 5;
const nearDays = Array.from({ length: 2 * LONGEST_DAYS + 1 }, (_, n) => n - LONGEST_DAYS);
const dayNumber = (day: string) => Date.parse(day) / 86_400_000;

/** Into a card comes its payment, or what a shop gives back: only a payment is another's leg. */
function mayArrive(from: Leg, to: Leg): boolean {
  const ofShop = to.category !== null && !/^(INCOME|LOAN|TRANSFER|OTHER)/.test(to.category);
  return to.kind !== 'credit' || !ofShop || from.category?.startsWith('LOAN_PAYMENTS') === true;
}

/**
 * Pairs legs that leave one account and arrive in another: the same amount and currency, at most
 * five days apart. Nearest days pair first, so that two equal monthly transfers do not cross.
 * @returns pairs of ids, the leaving one first
 */
export function pairTransfers(legs: Leg[]): [string, string][] {
  const pairs: [string, string][] = [];
  const size = (leg: Leg) => `${leg.currency}\n${leg.amount.replace('-', '')}`;
  for (const group of Map.groupBy(legs, size).values()) {
    const leaving = group.filter((leg) => leg.amount.startsWith('-'));
    const arriving = group.filter((leg) => !leg.amount.startsWith('-'));
    if (!leaving.length || !arriving.length) continue;
    const byDay = Map.groupBy(arriving, (leg) => dayNumber(leg.day));
    const options = leaving.flatMap((from) =>
      nearDays.flatMap((days) =>
        (byDay.get(dayNumber(from.day) + days) ?? [])
          .filter((to) => to.accountId !== from.accountId && mayArrive(from, to))
          .map((to) => ({ from, to, days: Math.abs(days) })),
      ),
    );
    options.sort(
      (a, b) =>
        a.days - b.days ||
        a.from.day.localeCompare(b.from.day) ||
        a.from.id.localeCompare(b.from.id) ||
        a.to.id.localeCompare(b.to.id),
    );
    const taken = new Set<string>();
    for (const { from, to } of options) {
      if (taken.has(from.id) || taken.has(to.id)) continue;
      taken.add(from.id).add(to.id);
      pairs.push([from.id, to.id]);
    }
  }
  return pairs;
}
