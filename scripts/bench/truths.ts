import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import type { TrueLine } from './replay.ts';

// What a made household would file things under: the bank's word is right for most merchants, and
// the household sees some of them otherwise. How often is our own invention.

/** Of the merchants so many are filed elsewhere, always. */
const ELSEWHERE = 0.2;
/** Of the others so many stand for two things, told apart by the sum or by nothing at all. */
const BY_SUM = 0.06;
const BY_MOOD = 0.06;
const LARGE = 40;
/** Of all lines the bank has so many wrong. */
const BANK_WRONG = 0.06;

/** Gives each line a truth, and some a wrong word of the bank's. */
export function inventTruths(lines: TrueLine[], seed: string): TrueLine[] {
  const codes = [...new Set(lines.map((line) => line.truth))].toSorted();
  const tastes = new Map<string, (line: TrueLine, random: Random) => string>();
  return lines.map((line, n) => {
    const random = createRandom(seed, 'line', n);
    let taste = tastes.get(line.merchant);
    if (!taste) tastes.set(line.merchant, (taste = inventTaste(line, codes, seed)));
    const truth = taste(line, random);
    if (!random.chance(BANK_WRONG)) return { ...line, truth };
    const confidence = random.pick(['LOW', 'MEDIUM', 'HIGH']);
    return { ...line, truth, category: random.pick(codes), confidence };
  });
}

function inventTaste({ merchant }: TrueLine, codes: string[], seed: string) {
  const random = createRandom(seed, 'taste', merchant);
  const [other, sometimes, kind] = [random.pick(codes), random.pick(codes), random.next()];
  return (line: TrueLine, mood: Random): string => {
    if (kind < ELSEWHERE) return other;
    if (kind < ELSEWHERE + BY_SUM)
      return Math.abs(Number(line.amount)) > LARGE ? other : line.truth;
    if (kind < ELSEWHERE + BY_SUM + BY_MOOD) return mood.chance(0.15) ? sometimes : line.truth;
    return line.truth;
  };
}

/** What Plaid's own persona buys, said by us, as a household would file it. */
const persona: [RegExp, string][] = [
  [/doordash|uber\s+eats|postmates|domino|papa john|jimmy john/i, 'FOOD_AND_DRINK_FAST_FOOD'],
  [/mcdonald|burger king|kfc|wendys/i, 'FOOD_AND_DRINK_FAST_FOOD'],
  [/starbucks/i, 'FOOD_AND_DRINK_COFFEE'],
  [/denny|texas roadhouse/i, 'FOOD_AND_DRINK_RESTAURANT'],
  [/apl\s?\*|itunes/i, 'ENTERTAINMENT_MUSIC_AND_AUDIO'],
  [/hulu|cinemark|fandango/i, 'ENTERTAINMENT_TV_AND_MOVIES'],
  [/amzn|amazon/i, 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES'],
  [/wal-?mart|sams club/i, 'GENERAL_MERCHANDISE_SUPERSTORES'],
  [/xbox|playstation|nintendo|blizzard/i, 'ENTERTAINMENT_VIDEO_GAMES'],
  [/microsoft/i, 'GENERAL_SERVICES_OTHER_GENERAL_SERVICES'],
  [/uber|lyft/i, 'TRANSPORTATION_TAXIS_AND_RIDE_SHARES'],
  [/shell|sunoco|arco|^qt$/i, 'TRANSPORTATION_GAS'],
  [/7-eleven|wawa/i, 'GENERAL_MERCHANDISE_CONVENIENCE_STORES'],
  [/frys food|food lion/i, 'FOOD_AND_DRINK_GROCERIES'],
  [/home depot|lowes/i, 'HOME_IMPROVEMENT_HARDWARE'],
  [/dave\.com/i, 'LOAN_PAYMENTS_CASH_ADVANCES'],
  [/autopay/i, 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT'],
  [/paycheck/i, 'INCOME_SALARY'],
];

interface PersonaFile {
  override_accounts: {
    transactions?: { date_transacted: string; description: string; amount: number }[];
  }[];
}

/** The lines of a persona as Plaid's Sandbox takes it; the bank says no category of any. */
export function readPersona(text: string): TrueLine[] {
  const { override_accounts: accounts } = JSON.parse(text) as PersonaFile;
  return accounts.flatMap(({ transactions = [] }) =>
    transactions.map(({ date_transacted: day, description, amount }) => ({
      day,
      name: description,
      merchantName: null,
      merchant: description.toLowerCase(),
      amount: (-amount).toFixed(2),
      category: null,
      confidence: null,
      // What is not named above is one of a kind.
      truth: persona.find(([said]) => said.test(description))?.[1] ?? `ONLY ${description}`,
    })),
  );
}

/**
 * Lines from outside, one JSON object each: `day`, `name`, `amount` (negative leaves), `truth`, and
 * where known `merchantName`, `merchantId`, `category` and `confidence` as Plaid said them.
 */
export function readOutside(text: string): TrueLine[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line) as Partial<TrueLine> & Pick<TrueLine, 'name' | 'day' | 'truth'>;
      const merchantName = row.merchantName ?? null;
      const merchant = row.merchant ?? (merchantName ?? row.name).toLowerCase();
      const bank = { category: row.category ?? null, confidence: row.confidence ?? null };
      return { ...row, ...bank, merchantName, merchant, amount: String(row.amount ?? '-1') };
    });
}
