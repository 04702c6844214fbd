/**
 * Who the household is: Nora and Theo, their child Ida, where they bank and what they own and owe.
 */
import type { Currency, WorldAccount } from './types.ts';

export const USD: Currency = { iso: 'USD', unofficial: null, decimals: 2 };
export const EUR: Currency = { iso: 'EUR', unofficial: null, decimals: 2 };
export const COIN: Currency = { iso: null, unofficial: 'BTC', decimals: 8 };

/** The institutions' ids; their names and colours are in institutions.ts. */
export const BANKS = {
  harborlight: 'ins_900101',
  juniper: 'ins_900102',
  meridian: 'ins_900103',
  copperline: 'ins_900104',
  fernhill: 'ins_900105',
} as const;

export type HouseholdLogin = {
  institution: string;
  username: string;
  /** The accounts that this login sees, by key. */
  accounts: string[];
};

export const PEOPLE = [
  { name: 'Nora', username: 'nora', password: 'pass_good' },
  { name: 'Theo', username: 'theo', password: 'pass_good' },
] as const;

/** The joint account stands in both partners' logins at Harborlight: the same money, seen twice. */
export const LOGINS: HouseholdLogin[] = [
  {
    institution: BANKS.harborlight,
    username: 'nora',
    accounts: ['joint', 'nora-checking', 'nora-savings', 'nora-card'],
  },
  { institution: BANKS.harborlight, username: 'theo', accounts: ['joint'] },
  {
    institution: BANKS.juniper,
    username: 'theo',
    accounts: ['theo-checking', 'theo-savings', 'mortgage'],
  },
  {
    institution: BANKS.meridian,
    username: 'theo',
    accounts: ['theo-card', 'travel-wallet', 'student-loan'],
  },
  { institution: BANKS.copperline, username: 'nora', accounts: ['family-card'] },
  {
    institution: BANKS.fernhill,
    username: 'nora',
    accounts: ['brokerage', 'retirement', 'coins'],
  },
];

export const loginOf = (institution: string, username: string): HouseholdLogin | undefined =>
  LOGINS.find((login) => login.institution === institution && login.username === username);

/** Where each account is held, for the word on the other leg of a transfer. */
export const BANK_NAMES: Record<string, string> = {
  [BANKS.harborlight]: 'Harborlight Bank',
  [BANKS.juniper]: 'Juniper Credit Union',
  [BANKS.meridian]: 'Meridian One',
  [BANKS.copperline]: 'Copperline',
  [BANKS.fernhill]: 'Fernhill Investments',
};

export const bankOf = (account: string): string => {
  const login = LOGINS.find((each) => each.accounts.includes(account));
  if (!login) throw new Error(`No login holds the account ${account}.`);
  return login.institution;
};

const base = { currency: USD, showsPending: true } as const;

/**
 * The accounts as they stood before the first row. `scale` makes the money of a larger household
 * larger: the same people, more purchases, and an income that carries them.
 */
export function accountsOf(scale: number): WorldAccount[] {
  const cents = (dollars: number) => Math.round(dollars * scale) * 100;
  return [
    ...harborlight(cents),
    ...juniper(cents),
    ...meridian(cents),
    {
      ...base,
      key: 'family-card',
      name: 'Copperline Everyday',
      officialName: 'Copperline Everyday World Mastercard',
      mask: '9906',
      type: 'credit',
      subtype: 'credit card',
      opening: 62_140,
      limit: cents(12_000),
      rate: 0.2449,
      showsPending: false,
      statementDay: 24,
      paidFrom: 'joint',
    },
    {
      ...base,
      key: 'coins',
      name: 'Fernhill Coin Wallet',
      officialName: null,
      mask: 'b7c1',
      type: 'depository',
      subtype: 'prepaid',
      currency: COIN,
      opening: 1_843_200,
    },
  ];
}

function harborlight(cents: (dollars: number) => number): WorldAccount[] {
  return [
    {
      ...base,
      key: 'joint',
      name: 'Joint Household Checking',
      officialName: 'Harborlight Together Checking',
      mask: '2280',
      type: 'depository',
      subtype: 'checking',
      opening: cents(3_980) + 4_127,
      persistent: true,
    },
    {
      ...base,
      key: 'nora-checking',
      name: 'Everyday Checking',
      officialName: 'Harborlight Everyday Checking',
      mask: '4417',
      type: 'depository',
      subtype: 'checking',
      opening: cents(4_240) + 1_855,
      persistent: true,
    },
    {
      ...base,
      key: 'nora-savings',
      name: 'Rainy Day Savings',
      officialName: 'Harborlight High-Yield Savings',
      mask: '4425',
      type: 'depository',
      subtype: 'savings',
      opening: cents(9_400) + 2_210,
      rate: 0.0365,
      persistent: true,
    },
    {
      ...base,
      key: 'nora-card',
      name: 'Tidewater Visa',
      officialName: 'Harborlight Tidewater Visa Signature',
      mask: '7031',
      type: 'credit',
      subtype: 'credit card',
      opening: 41_233,
      limit: cents(9_000),
      rate: 0.2199,
      statementDay: 11,
      paidFrom: 'nora-checking',
      persistent: true,
    },
  ];
}

function juniper(cents: (dollars: number) => number): WorldAccount[] {
  return [
    {
      ...base,
      key: 'theo-checking',
      name: 'Free Checking',
      officialName: null,
      mask: '0192',
      type: 'depository',
      subtype: 'checking',
      opening: cents(3_420) + 640,
      rawNames: true,
      tellsRunningBalance: true,
    },
    {
      ...base,
      key: 'theo-savings',
      name: 'Share Savings',
      officialName: 'Juniper Prime Share Savings',
      mask: '0100',
      type: 'depository',
      subtype: 'savings',
      opening: cents(5_870) + 3_318,
      rate: 0.021,
      rawNames: true,
      tellsRunningBalance: true,
    },
    {
      ...base,
      key: 'mortgage',
      name: '30-Year Fixed Mortgage',
      officialName: 'Juniper Home Mortgage',
      mask: '6614',
      type: 'loan',
      subtype: 'mortgage',
      opening: 31_874_210,
      rate: 0.0475,
      rawNames: true,
    },
  ];
}

function meridian(cents: (dollars: number) => number): WorldAccount[] {
  return [
    {
      ...base,
      key: 'theo-card',
      name: 'Meridian Cash Card',
      officialName: 'Meridian One Cash Rewards Card',
      mask: '5518',
      type: 'credit',
      subtype: 'credit card',
      opening: 53_870,
      limit: cents(7_500),
      rate: 0.2349,
      statementDay: 19,
      paidFrom: 'theo-checking',
      tellsTime: true,
    },
    {
      ...base,
      key: 'travel-wallet',
      name: 'Travel Wallet (EUR)',
      officialName: 'Meridian One Multi-Currency Wallet',
      mask: '8842',
      type: 'depository',
      subtype: 'cash management',
      currency: EUR,
      opening: 18_450,
      tellsTime: true,
    },
    {
      ...base,
      key: 'student-loan',
      name: 'Student Loan',
      officialName: 'Meridian One Education Loan',
      mask: '3097',
      type: 'loan',
      subtype: 'student',
      opening: 2_418_775,
      rate: 0.0553,
    },
  ];
}
