import { z } from 'zod';
import { account } from './accounts.ts';
import { accountId, itemId, tradeId } from './ids.ts';
import { money } from './money.ts';
import { converted } from './rates.ts';
import { day, instant } from './time.ts';

/** A quantity, a price or a percentage: an exact decimal of any precision. */
export const exact = z.string().regex(/^-?\d{1,18}(\.\d{1,30})?$/);

/** One entry per currency, the household's own first; never added across currencies. */
const totals = z.array(money);

const apr = z.strictObject({
  /** As Plaid names it: `purchase_apr`, `cash_apr`, `balance_transfer_apr`, `special`. */
  kind: z.string(),
  percent: exact,
  /** What is owed at this rate, and what it cost last. */
  on: money.nullable(),
  charged: money.nullable(),
});

/** What a bank tells of a debt beyond its balance; null where it does not. Percent are per year. */
export const debtTerms = z.strictObject({
  kind: z.enum(['card', 'mortgage', 'student', 'loan', 'line']),
  /** Of a card that of purchases. */
  rate: exact.nullable(),
  /** When something is to be paid next, and how much: of a card its minimum. */
  nextDue: day.nullable(),
  nextAmount: money.nullable(),
  minimum: money.nullable(),
  /** The bank says that a payment is late. */
  overdue: z.boolean().nullable(),
  pastDue: money.nullable(),
  statementOn: day.nullable(),
  statementBalance: money.nullable(),
  paidOn: day.nullable(),
  paidAmount: money.nullable(),
  aprs: z.array(apr),
  /** `fixed` or `variable`. */
  rateKind: z.string().nullable(),
  escrow: money.nullable(),
  lateFee: money.nullable(),
  /** Matures, or is expected to be paid off. */
  endsOn: day.nullable(),
  startedOn: day.nullable(),
  borrowed: money.nullable(),
  term: z.string().nullable(),
  product: z.string().nullable(),
  insured: z.boolean().nullable(),
  prepaymentPenalty: z.boolean().nullable(),
  interestThisYear: money.nullable(),
  principalThisYear: money.nullable(),
  interestOwed: money.nullable(),
  payoff: money.nullable(),
  plan: z.string().nullable(),
  status: z.string().nullable(),
  statusUntil: day.nullable(),
  guarantor: z.string().nullable(),
  /** Of public service forgiveness. */
  paymentsMade: z.number().int().nullable(),
  paymentsLeft: z.number().int().nullable(),
});
export type DebtTerms = z.infer<typeof debtTerms>;

/** One account only, where it is named. */
export const wealthQuery = z.strictObject({ account: accountId.optional() });

export const liabilitiesReply = z.strictObject({
  debts: z.array(
    z.strictObject({
      account,
      /** null where the bank tells none, or only the balance is shared with the asker. */
      terms: debtTerms.nullable(),
    }),
  ),
  /** What is owed, as negative amounts; what was paid too much counts against it. */
  owed: totals,
  together: converted.nullable(),
});

export type Liabilities = z.infer<typeof liabilitiesReply>;

/** `key` is the same for the same security at several banks. */
export const security = z.strictObject({
  key: z.string(),
  name: z.string(),
  ticker: z.string().nullable(),
  /** As the bank names it: `etf`, `mutual fund`, `equity`. */
  kind: z.string().nullable(),
  isCash: z.boolean(),
});

const gains = {
  worth: money,
  /** What was paid for it; null where the bank does not tell. */
  cost: money.nullable(),
  gain: money.nullable(),
};

export const holding = z.strictObject({
  security,
  quantity: exact,
  price: exact.nullable(),
  priceOn: day.nullable(),
  ...gains,
});
export type Holding = z.infer<typeof holding>;

export const holdingsReply = z.strictObject({
  accounts: z.array(
    z.strictObject({
      account,
      /** The largest first; null where the bank tells none, or only the balance is shared. */
      holdings: z.array(holding).nullable(),
    }),
  ),
  /** The same over all accounts, by security and currency, the largest first. */
  securities: z.array(
    z.strictObject({ security, quantity: exact, accounts: z.array(accountId), ...gains }),
  ),
  /** What the accounts are worth by their balances. */
  worth: totals,
  together: converted.nullable(),
  /** Of what is not cash and whose cost is known. */
  gains: z.array(z.strictObject({ cost: money, worth: money, gain: money })),
});
export type Holdings = z.infer<typeof holdingsReply>;

export const tradesQuery = z.strictObject({
  account: accountId.optional(),
  /** The `key` of a security. */
  security: z.string().max(120).optional(),
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}_[0-9a-f-]{36}$/, 'is no place in the list')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

export const trade = z.strictObject({
  id: tradeId,
  account: accountId,
  day,
  name: z.string(),
  /** Negative leaves the account's cash: what was bought. */
  amount: money,
  /** Negative where securities left. */
  quantity: exact,
  price: exact,
  fees: money.nullable(),
  /** Plaid's `buy`, `sell`, `cash`, `fee`, `transfer`, `cancel`. */
  kind: z.string(),
  subtype: z.string().nullable(),
  security: security.nullable(),
});
export type Trade = z.infer<typeof trade>;

/** Newest first. */
export const tradesReply = z.strictObject({
  trades: z.array(trade),
  next: z.string().nullable(),
});

/** What a bank link is asked for beside its transactions, and how that goes. */
export const sourcesReply = z.strictObject({
  sources: z.array(
    z.strictObject({
      linkId: itemId,
      institution: z.string(),
      mine: z.boolean(),
      product: z.enum(['liabilities', 'holdings', 'trades']),
      state: z.enum(['coming', 'read', 'waiting', 'not_allowed', 'lacking']),
      sentence: z.string(),
      /** For the link's own member: the bank's page asks whether it may be read. */
      action: z.enum(['none', 'allow']),
      readAt: instant.nullable(),
    }),
  ),
});
export type Source = z.infer<typeof sourcesReply>['sources'][number];
