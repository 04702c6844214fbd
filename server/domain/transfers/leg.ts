/** A row that may be one side of a movement of money, as its bank tells it. */
export interface Leg {
  id: string;
  /** Of a joint account the one that stands for all its feeds. */
  accountId: string;
  /** Decimal; negative leaves. */
  amount: string;
  currency: string;
  /** When it happened, and when the bank booked it: often the same day. */
  day: string;
  posted: string;
  category: string | null;
  /** The bank knows a shop behind it. */
  merchantId: string | null;
  /** All that the bank says of it: name, description, whom it went to. */
  text: string;
}

/** What the household holds, for telling which account a leg speaks of. */
export interface LegAccount {
  id: string;
  kind: string;
  subtype: string | null;
  mask: string | null;
  /** As the bank and as the household call it. */
  names: string[];
  institution: string;
  /** Whoever linked it, by name: a payment to a partner names them. */
  owners: string[];
}

/** Two legs that belong together as far as we can tell. */
export interface Pair {
  out: string;
  in: string;
  /** Certain ones count as transfers; doubtful ones are asked about. */
  says: 'linked' | 'suggested';
  /** How much speaks for it; only to be compared with another's. */
  score: number;
}

export const leaves = (leg: Leg): boolean => leg.amount.startsWith('-');

/** The amount without its sign: equal for both legs of most transfers. */
export const sizeOf = (leg: Leg): string => `${leg.currency} ${leg.amount.replace('-', '')}`;

const DAY_MS = 86_400_000;

export const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;

/** The order of legs by what they are, not by when we heard of them. */
export function compareLegs(a: Leg, b: Leg): number {
  return (
    compare(a.day, b.day) ||
    compare(a.posted, b.posted) ||
    compare(a.text, b.text) ||
    compare(a.accountId, b.accountId) ||
    compare(a.id, b.id)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
