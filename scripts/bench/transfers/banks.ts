import type { LegAccount } from '#server/domain/transfers/leg.ts';
import type { Random } from '#server/sandbox/world/random.ts';

// How statements of different houses word the same thing: some name the other account, some only
// its bank, some nothing.

type Word = (other: LegAccount, random: Random) => string;

export interface Bank {
  name: string;
  /** Between two accounts of this bank. */
  inside: { out: Word; in: Word };
  /** To and from another bank. */
  across: { out: Word; in: Word };
  /** What its cards say when they are paid. */
  thanks: string[];
  /** What a statement elsewhere says when its cards are paid. */
  paid: Word[];
  loanPaid: Word[];
}

const upper = (text: string) => text.toUpperCase();
const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.int(0, 9)).join('');
const short = ({ subtype }: LegAccount) => (subtype === 'savings' ? 'SAV' : 'CHK');

export const banks: Bank[] = [
  {
    name: 'Chase',
    inside: {
      out: (to, random) =>
        `Online Transfer to ${short(to)} ...${to.mask} transaction#: ${digits(random, 11)}`,
      in: (from, random) =>
        `Online Transfer from ${short(from)} ...${from.mask} transaction#: ${digits(random, 11)}`,
    },
    across: {
      out: (to, random) => `${upper(to.institution)} ACH TRANSFER PPD ID: ${digits(random, 10)}`,
      in: (from) => `${upper(from.institution)} TRANSFER WEB ID: 98${from.mask}77`,
    },
    thanks: ['Payment Thank You-Mobile', 'AUTOMATIC PAYMENT - THANK', 'Payment Thank You - Web'],
    paid: [
      () => 'CHASE CREDIT CRD AUTOPAY PPD ID: 4760039224',
      (card) => `Payment to Chase card ending in ${card.mask}`,
      () => 'CHASE CREDIT CRD EPAY WEB ID: 5760039224',
    ],
    loanPaid: [(loan) => `CHASE AUTO PMT ${loan.mask}`],
  },
  {
    name: 'Bank of America',
    inside: {
      out: (to, random) =>
        `Online Banking transfer to ${short(to)} ${to.mask} Confirmation# ${digits(random, 10)}`,
      in: (from, random) =>
        `Online Banking transfer from ${short(from)} ${from.mask} Confirmation# ${digits(random, 10)}`,
    },
    across: {
      out: (to) =>
        `${upper(to.institution)} DES:TRANSFER ID:XXXXX INDN:ACCOUNT HOLDER CO ID:XXXXX WEB`,
      in: (from) => `${upper(from.institution)} DES:P2P ID:XXXXX CO ID:XXXXX PPD`,
    },
    thanks: ['PAYMENT - THANK YOU', 'Online payment from CHK', 'BA ELECTRONIC PAYMENT'],
    paid: [
      () => 'BANK OF AMERICA CREDIT CARD Bill Payment',
      (card) => `Online Banking payment to CRD ${card.mask} Confirmation# XXXXX60923`,
    ],
    loanPaid: [() => 'BANK OF AMERICA DES:MORTGAGE ID:XXXXX'],
  },
  {
    name: 'Wells Fargo',
    inside: {
      out: (to, random) =>
        `ONLINE TRANSFER REF #IB0${digits(random, 6)} TO ${upper(to.names[0] ?? '')} XXXXXX${to.mask}`,
      in: (from, random) =>
        `ONLINE TRANSFER REF #IB0${digits(random, 6)} FROM ${upper(from.names[0] ?? '')} XXXXXX${from.mask}`,
    },
    across: {
      out: (to) => `${upper(to.institution)} EXT TRNSFR`,
      in: () => 'WEB INITIATED TRANSFER ACH CREDIT',
    },
    thanks: ['AUTOMATIC PAYMENT - THANK YOU', 'ONLINE ACH PAYMENT THANK YOU'],
    paid: [() => 'WELLS FARGO CARD CCPYMT', () => 'WF CREDIT CARD AUTO PAY'],
    loanPaid: [(loan) => `WF HOME MTG AUTO PAY ${loan.mask}`],
  },
  {
    name: 'Ally Bank',
    inside: {
      out: (to) => `Internet transfer to ${to.subtype} account XXXXXX${to.mask}`,
      in: (from) => `Internet transfer from ${from.subtype} account XXXXXX${from.mask}`,
    },
    across: {
      out: (to) => `Requested transfer to ${to.institution} XXXXXX${to.mask}`,
      in: (from) => `Requested transfer from ${from.institution} XXXXXX${from.mask}`,
    },
    thanks: ['PAYMENT RECEIVED'],
    paid: [() => 'ALLY CREDIT CARD PAYMENT'],
    loanPaid: [() => 'ALLY ALLY PAYMT'],
  },
  {
    name: 'Prairie Community Credit Union',
    inside: {
      out: (to) => `Withdrawal Transfer To Share ${to.mask}`,
      in: (from) => `Deposit Transfer From Share ${from.mask}`,
    },
    across: { out: () => 'ACH Withdrawal', in: () => 'ACH Deposit' },
    thanks: ['Payment', 'PAYMENT RECEIVED THANK YOU'],
    paid: [() => 'Withdrawal Bill Payment VISA', () => 'Loan payment transfer'],
    loanPaid: [(loan) => `Withdrawal Transfer To Loan ${loan.mask}`],
  },
];

export const issuers: Pick<Bank, 'name' | 'thanks' | 'paid'>[] = [
  {
    name: 'American Express',
    thanks: [
      'AUTOPAY PAYMENT - THANK YOU',
      'ONLINE PAYMENT - THANK YOU',
      'MOBILE PAYMENT - THANK YOU',
    ],
    paid: [() => 'AMEX EPAYMENT ACH PMT', () => 'AMERICAN EXPRESS ACH PMT M1234'],
  },
  {
    name: 'Discover',
    thanks: ['INTERNET PAYMENT - THANK YOU', 'DIRECTPAY FULL BALANCE'],
    paid: [() => 'DISCOVER E-PAYMENT 5511'],
  },
  {
    name: 'Capital One',
    thanks: ['CAPITAL ONE MOBILE PYMT', 'CAPITAL ONE AUTOPAY PYMT', 'CREDIT-CASH BACK PAYMENT'],
    paid: [() => 'CAPITAL ONE MOBILE PMT CA04', () => 'CAPITAL ONE CRCARDPMT'],
  },
  {
    name: 'Citibank',
    thanks: ['ONLINE PAYMENT, THANK YOU', 'AUTOPAY AUTO-PMT'],
    paid: [() => 'CITI CARD ONLINE PAYMENT', () => 'CITI AUTOPAY PAYMENT WEB ID: CITICARDAP'],
  },
];

/** A brokerage names itself on the bank's side, and hardly anything on its own. */
export const brokers = [
  { name: 'Fidelity', out: 'FID BKG SVC LLC MONEYLINE', in: 'Electronic Funds Transfer Received' },
  { name: 'Charles Schwab', out: 'SCHWAB BROKERAGE MONEYLINK', in: 'MoneyLink Deposit' },
  { name: 'Vanguard', out: 'VANGUARD BUY INVESTMENT', in: 'Funds received via ACH' },
];
