import type { LegAccount } from './leg.ts';

/** What a bank's words about one row say. */
export interface Said {
  /** In lower case, single spaces, nothing but letters and digits, with a space at either end. */
  plain: string;
  tokens: Set<string>;
  /** Numbers that could be the same on both sides of a transfer. */
  references: string[];
  moves: boolean;
  pays: boolean;
  thanks: boolean;
  /** Something given back by a shop or a bank. */
  givesBack: boolean;
  earns: boolean;
  /** Cash from a machine, a cheque or notes paid in: nothing that has a leg elsewhere. */
  cash: boolean;
  /** A payment app, by its name. */
  app: string | null;
  /** Which way the words go; null where they say neither or both. */
  way: 'to' | 'from' | null;
  saving: boolean;
  checking: boolean;
}

/** One of these stands in a text of plain words, with spaces around it. */
const saying = (alternatives: string, before = '') => new RegExp(` ${before}(${alternatives}) `);

/** Every one of these, as whole words. */
export const words = (alternatives: string, more = '') =>
  new RegExp(`\\b(${alternatives})\\b${more}`, 'g');

const moving = saying(
  'transfers?|xfer|trnsfr|trsf|tfr|etransfer|moneyline|moneylink|sweep|contribution',
  '(online |ach |internal |funds? )?',
);
const paying =
  / (payments?|pymt|pymts|pmt|pmts|epay|epayment|autopay|autopmt|bill ?pay|billpay|crcardpmt|crd|credit ?card|card) /;
const givingBack = saying(
  'refund|refunded|return|returned|reversal|reversed|reverse|cash ?back|rewards?|' +
    'rebate|chargeback|dispute|adjustment|statement credit|courtesy credit',
);
const earning = saying(
  'payroll|salary|wages|dir dep|direct dep|direct deposit|dirdep|dividends?|' +
    'interest|int paid|tax ref|tax refund|treas|ssa|pension|benefits?|reimbursement',
);

const cash =
  / (atm|cash (deposit|withdrawal|advance)|(check|cheque|mobile|counter|branch) (check )?deposit|check \d+) /;
const apps = / (zelle|venmo|cash app|cashapp|paypal|apple cash|google pay|interac e ?transfer) /;

/** @param text name, description and the like of one row */
export function readWords(text: string): Said {
  const plain = plainWords(text);
  const tokens = new Set(plain.trim().split(' '));
  const to = tokens.has('to');
  const from = tokens.has('from');
  return {
    plain,
    tokens,
    references: [...tokens].filter((token) => /\d{5}/.test(token)),
    moves: moving.test(plain),
    pays: paying.test(plain),
    thanks: plain.includes(' thank you ') || plain.includes(' thanks '),
    givesBack: givingBack.test(plain),
    earns: earning.test(plain),
    cash: cash.test(plain),
    app: apps.exec(plain)?.[1] ?? null,
    way: to === from ? null : to ? 'to' : 'from',
    saving: / (sav|savings?|share savings) /.test(plain),
    checking: / (chk|checking|chequing|chkg) /.test(plain),
  };
}

const plainWords = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;

/** How the statements of others shorten the names of banks that many have. */
const shortNames: [name: string, ...short: string[]][] = [
  ['american express', 'amex'],
  ['bank of america', 'bk of amer', 'bofa', 'bankamerica', 'bkofamerica'],
  ['capital one', 'cap one', 'capitalone'],
  ['chase', 'jpmorgan'],
  ['citi', 'citibank', 'citicard'],
  ['wells fargo', 'wellsfargo'],
  ['fidelity', 'fid bkg'],
  ['goldman sachs', 'marcus', 'gsbank', 'applecard'],
  ['charles schwab', 'schwab'],
  ['us bank', 'usbank'],
  ['pnc'],
  ['discover'],
  ['ally'],
  ['vanguard'],
  ['robinhood'],
  ['coinbase'],
  ['wealthfront'],
  ['betterment'],
  ['sofi'],
  ['synchrony'],
  ['barclays', 'barclaycard'],
  ['usaa'],
  ['navy federal', 'nfcu'],
  ['truist'],
  ['td bank'],
  ['wise'],
  ['etrade', 'e trade'],
];

/** Says what kind of house it is, not which one. */
const KINDS_OF_HOUSE = words(
  'bank|banking|credit union|cu|fcu|federal|na|n a|fsb|inc|llc|co|corp|national|' +
    'trust|card services|cards?|financial|the',
);

/** Words by which a statement may speak of an institution. */
function namesOf(institution: string): string[] {
  const whole = plainWords(institution).trim();
  const known = shortNames.find((names) =>
    names.some((name) => ` ${whole} `.includes(` ${name} `)),
  );
  const bare = whole.replace(KINDS_OF_HOUSE, ' ').replace(/ +/g, ' ').trim();
  return [...new Set([bare.length > 3 ? bare : whole, ...(known ?? [])])].filter(Boolean);
}

/** Says what kind of account it is, not which one. */
const KINDS_OF_ACCOUNT = words(
  'savings?|checking|chequing|account|acct|card|credit|debit|visa|mastercard|loan|' +
    'mortgage|student|cash|money market|cd|ira|401k|brokerage|retirement|total|plus|' +
    'free|online|prime|premier|high yield|my|the|share|fixed|year|rewards?|everyday|' +
    'main|joint',
  '|\\b\\d+\\b',
);

/** How each of the household's accounts may be spoken of. */
export interface Spoken {
  /** The last digits of its number. */
  mask: string | null;
  names: string[];
  institution: string[];
  owners: string[];
}

export function speakOf(account: LegAccount): Spoken {
  const bare = (name: string) =>
    plainWords(name).replace(KINDS_OF_ACCOUNT, ' ').replace(/ +/g, ' ');
  return {
    mask: account.mask && account.mask.length >= 3 ? account.mask.toLowerCase() : null,
    names: account.names.map((name) => bare(name).trim()).filter((name) => name.length >= 4),
    institution: namesOf(account.institution),
    owners: account.owners
      .map((name) => plainWords(name).trim().split(' ')[0] ?? '')
      .filter((name) => name.length >= 3),
  };
}

export const saysAny = (said: Said, names: string[]): boolean =>
  names.some((name) => said.plain.includes(` ${name} `));

/** The last digits, alone or behind a row of x: `...4425`, `XXXXXX4425`. */
export const saysMask = (said: Said, mask: string | null): boolean =>
  mask !== null &&
  (said.tokens.has(mask) || [...said.tokens].some((token) => token.replace(/^x+/, '') === mask));

/** Banks that many have, of which it names one that none of these is. */
export function saysForeignBank(said: Said, ours: string[]): boolean {
  return shortNames.some(
    (names) => saysAny(said, names) && !names.some((name) => ours.includes(name)),
  );
}
