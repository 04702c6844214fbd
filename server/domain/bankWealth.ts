// What banks tell of debts and of what is held, in our signs and words; made in
// plaid/translateDebts and plaid/translateHeld.

/** Asked for and read each by itself; of Plaid's two products, `investments` is two of ours. */
export const products = ['liabilities', 'holdings', 'trades'] as const;
export type Product = (typeof products)[number];

/** What Plaid says of a link: it may be asked, it could be with permission, or neither. */
export type Offer = 'allowed' | 'offered' | 'none';
export interface Offers {
  liabilities: Offer;
  investments: Offer;
}

export type DebtKind = 'card' | 'mortgage' | 'student' | 'loan' | 'line';

/** A rate of a card: what it is for, and what it is charged on. */
export interface Apr {
  /** As the bank names it: `purchase_apr`, `cash_apr`. */
  kind: string;
  percent: string;
  /** What is owed at this rate, and what it cost last; null where untold. */
  on: string | null;
  charged: string | null;
}

/** What only some kinds of debt have. Amounts are decimals of the account's currency. */
export interface DebtDetails {
  aprs?: Apr[];
  rateKind?: string;
  escrow?: string;
  lateFee?: string;
  /** Matures, or is expected to be paid off. */
  endsOn?: string;
  startedOn?: string;
  /** What was borrowed. */
  borrowed?: string;
  term?: string;
  product?: string;
  insured?: boolean;
  prepaymentPenalty?: boolean;
  interestThisYear?: string;
  principalThisYear?: string;
  interestOwed?: string;
  /** What would pay it off today. */
  payoff?: string;
  plan?: string;
  status?: string;
  statusUntil?: string;
  guarantor?: string;
  /** Of public service forgiveness. */
  paymentsMade?: number;
  paymentsLeft?: number;
}

export interface BankDebt {
  plaidAccountId: string;
  kind: DebtKind;
  /** Percent a year: of a card that of purchases. */
  rate: string | null;
  nextDue: string | null;
  /** What falls due then, where it is not the minimum. */
  nextAmount: string | null;
  minimum: string | null;
  overdue: boolean | null;
  pastDue: string | null;
  statementOn: string | null;
  statementBalance: string | null;
  paidOn: string | null;
  paidAmount: string | null;
  details: DebtDetails;
}

export interface BankSecurity {
  plaidId: string;
  name: string;
  ticker: string | null;
  /** As the bank names it: `etf`, `mutual fund`, `equity`. */
  kind: string | null;
  isin: string | null;
  currency: string;
  isCash: boolean;
  price: string | null;
  priceOn: string | null;
}

export interface BankHolding {
  plaidAccountId: string;
  plaidSecurityId: string;
  quantity: string;
  price: string | null;
  priceOn: string | null;
  worth: string;
  /** What was paid for all of it. */
  cost: string | null;
  currency: string;
}

export interface BankTrade {
  plaidId: string;
  plaidAccountId: string;
  plaidSecurityId: string | null;
  day: string;
  name: string;
  /** Negative leaves the account's cash. */
  amount: string;
  currency: string;
  /** Negative where securities left. */
  quantity: string;
  price: string;
  fees: string | null;
  /** `buy`, `sell`, `cash`, `fee`, `transfer`, `cancel`, or whatever the bank says. */
  kind: string;
  subtype: string | null;
}
