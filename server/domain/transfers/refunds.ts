import { dayNumber, type Pair } from './leg.ts';
import { pairKey } from './pair.ts';
import { words } from './words.ts';

/** A purchase, a fee, or money that comes back from where one was. */
export interface Spent {
  id: string;
  accountId: string;
  /** Decimal; negative leaves. */
  amount: string;
  currency: string;
  day: string;
  merchantId: string | null;
  category: string | null;
  /** The bank's name for it, and what its statement prints. */
  name: string;
  description: string | null;
}

/** A refund comes within so many days of the purchase. */
export const REFUND_DAYS = 120;

/** Of so many purchases that could be meant nobody is asked. */
const MOST_TO_ASK = 4;

interface Read {
  row: Spent;
  /** In the currency's smallest parts. */
  size: number;
  day: number;
  words: string[];
  /** As printed, with numbers of orders and the like; a refund often repeats its purchase's. */
  print: string;
  /** It calls itself one. */
  says: boolean;
}

const BACK =
  /\b(refund(ed)?|return(ed)?|reversal|reversed|reverse|credit|courtesy|adj(ustment)?|merchandise)\b/g;

/** How a payment was made says nothing about where. */
const HOW = words(
  'sq|tst|paypal|pp|sp|pos|purchase|debit|card|visa|mastercard|recurring|online|pmt|' +
    'payment|www|com|inc|llc|ltd|co|the',
);

/** Whole numbers to compare and subtract; no sum of money is made of them. */
const sizeIn = (amount: string) => Math.round(Math.abs(Number(amount)) * 1000);

function read(row: Spent): Read {
  const plain = row.name.toLowerCase().replace(/['’]/g, '');
  const rest = plain
    .replace(/[^a-z0-9 ]+/g, ' ')
    .replace(/\b\w*\d\w*\b/g, ' ')
    .replace(BACK, ' ')
    .replace(HOW, ' ');
  const words = rest.split(' ').filter((word) => word.length > 1);
  const printed = (row.description ?? row.name).toLowerCase();
  const print = printed
    .replace(BACK, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const says = plain.search(BACK) >= 0 || printed.search(BACK) >= 0;
  return { row, size: sizeIn(row.amount), day: dayNumber(row.day), words, print, says };
}

/** 1 where it is the same shop beyond doubt, 0 where nothing says so. */
function sameShop(a: Read, b: Read): number {
  if (a.row.merchantId && b.row.merchantId) return a.row.merchantId === b.row.merchantId ? 1 : 0;
  const [fewer, more] = a.words.length <= b.words.length ? [a, b] : [b, a];
  const [first] = fewer.words;
  if (!first || first !== more.words[0]) return 0;
  const shared = fewer.words.filter((word) => more.words.includes(word));
  if (shared.length === fewer.words.length) {
    const letters = shared.join('').length;
    return letters >= 6 || more.words.length === fewer.words.length ? 0.9 : 0.5;
  }
  return shared.length >= 2 ? 0.6 : 0;
}

/** What earns, what only moves and what pays off a debt is no purchase that came back. */
const mayBeRefund = ({ row }: Read): boolean =>
  row.category === null || !/^(INCOME_(?!OTHER)|TRANSFER_|LOAN_)/.test(row.category);

/**
 * Which purchase a refund gives back, in full or in part: the same shop, no more than was paid, up
 * to `REFUND_DAYS` later. Each looks for a purchase of its own amount first, the latest before
 * others; of one purchase no more comes back than it was. Refunds are taken as they came, so that a
 * later one changes nothing for those before it, in whatever order we heard of them.
 * @param rows without the legs of transfers, and without refunds that somebody has linked
 * @param given by purchase what other refunds have given back of it already
 */
export function matchRefunds(
  rows: Spent[],
  rejected: Set<string> = new Set(),
  given: Map<string, string[]> = new Map(),
): Pair[] {
  const all = rows.map(read).toSorted(compareReads);
  const bought = all.filter(({ row }) => row.amount.startsWith('-'));
  const left = new Map(
    bought.map(({ row: { id }, size }) => {
      const back = (given.get(id) ?? []).reduce((sum, amount) => sum + sizeIn(amount), 0);
      return [id, size - back];
    }),
  );
  const shops = indexShops(bought);
  const found: Pair[] = [];
  for (const back of all) {
    if (back.row.amount.startsWith('-') || !mayBeRefund(back)) continue;
    const choices = choicesFor(back, shops, left, rejected);
    const judged = judgeWhole(back, choices) ?? judgePart(back, choices);
    if (!judged) continue;
    const { choice, says } = judged;
    const { id } = choice.bought.row;
    left.set(id, left.get(id)! - back.size);
    found.push({ out: id, in: back.row.id, says, score: choice.score });
  }
  return found;
}

function compareReads(a: Read, b: Read): number {
  return (
    a.day - b.day ||
    a.size - b.size ||
    compare(a.row.name, b.row.name) ||
    compare(a.row.accountId, b.row.accountId) ||
    compare(a.row.id, b.row.id)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By which a shop is found among others: its id, and the first word of its name. */
export function shopOf(row: Spent): { id: string | null; word: string | null } {
  return { id: row.merchantId, word: read(row).words[0] ?? null };
}

type Shops = Map<string, Read[]>;

const keysOf = ({ row, words }: Read): string[] => [
  ...(row.merchantId ? [`id ${row.merchantId}`] : []),
  ...(words[0] ? [`word ${words[0]}`] : []),
];

function indexShops(bought: Read[]): Shops {
  const shops: Shops = new Map();
  for (const one of bought) {
    for (const key of keysOf(one)) {
      const known = shops.get(key);
      if (known) known.push(one);
      else shops.set(key, [one]);
    }
  }
  return shops;
}

interface Choice {
  bought: Read;
  same: number;
  score: number;
}

type Judged = { choice: Choice; says: Pair['says'] };

/** Purchases that a refund may give back, the likeliest first. */
function choicesFor(
  back: Read,
  shops: Shops,
  left: Map<string, number>,
  rejected: Set<string>,
): Choice[] {
  const near = new Set(keysOf(back).flatMap((key) => shops.get(key) ?? []));
  return [...near]
    .flatMap((bought): Choice[] => {
      const days = back.day - bought.day;
      const { row } = bought;
      if (days < 0 || days > REFUND_DAYS || row.currency !== back.row.currency) return [];
      if (left.get(row.id)! < back.size || rejected.has(pairKey(row.id, back.row.id))) return [];
      const same = sameShop(bought, back);
      if (same === 0) return [];
      const here = row.accountId === back.row.accountId ? 1.5 : -1;
      const whole = bought.size === back.size ? 3 : 0;
      const soon = 1 - days / REFUND_DAYS;
      return [{ bought, same, score: same * 4 + here + whole + soon + (back.says ? 0.5 : 0) }];
    })
    .toSorted((a, b) => b.score - a.score || -compareReads(a.bought, b.bought));
}

/** The same amount: of several such purchases the latest is as good as any. */
function judgeWhole(back: Read, choices: Choice[]): Judged | undefined {
  const choice = choices.find(({ bought }) => bought.size === back.size);
  if (!choice) return undefined;
  const here = choice.bought.row.accountId === back.row.accountId;
  const sure = choice.same >= 0.9 && (here || back.says);
  return sure || choice.same >= 0.6 ? { choice, says: sure ? 'linked' : 'suggested' } : undefined;
}

/** A part: certain only where one purchase alone could be meant, or is printed alike. */
function judgePart(back: Read, choices: Choice[]): Judged | undefined {
  const alike = choices.filter(({ bought }) => bought.print === back.print);
  const [choice, ...others] = alike.length === 1 ? alike : choices;
  if (!choice || choice.same < 0.6 || others.length >= MOST_TO_ASK) return undefined;
  const here = choice.bought.row.accountId === back.row.accountId;
  const sure = choice.same >= 0.9 && here && others.length === 0;
  return { choice, says: sure ? 'linked' : 'suggested' };
}
