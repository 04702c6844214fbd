import type { LegAccount } from '#server/domain/transfers/leg.ts';
import { bankDay, bankDaysLater, dayOf, type Pen, type Truth } from './house.ts';
import type { Purse } from './people.ts';

// Everything that is no transfer, some of it made to look like one.

const FRIENDS = ['Jordan Lee', 'Ava Romano', 'Chris Novak', 'Grandma Ruth'];

export function earn(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  purse.checking.forEach((account, who) => {
    const cents = who === 0 ? 245_000 : 185_000;
    for (const day of [15, 30]) {
      pen.add({
        account,
        cents,
        day: bankDay(dayOf(month, day) - (random.chance(0.2) ? 1 : 0)),
        category: pen.mostly('INCOME_SALARY', 'INCOME_SALARY', 'TRANSFER_IN_DEPOSIT', null),
        text: who === 0 ? 'ACME CORP PAYROLL PPD ID: 9111111101' : 'NORTHSIDE SCHOOL DIST DIR DEP',
      });
    }
  });
  const [savings] = purse.savings;
  // A part of the salary goes straight to savings.
  if (savings) {
    pen.add({
      account: savings,
      cents: 50_000,
      day: bankDay(dayOf(month, 15)),
      category: pen.mostly('INCOME_SALARY', 'TRANSFER_IN_DEPOSIT'),
      text: 'ACME CORP PAYROLL PPD ID: 9111111101',
    });
    pen.add({
      account: savings,
      cents: random.int(400, 4000),
      day: dayOf(month, 31),
      category: 'INCOME_INTEREST_EARNED',
      text: 'INTEREST PAYMENT',
    });
  }
}

/** The rent is as much as one salary, and goes on the day it comes. */
export function live(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  pen.add({
    account: purse.joint,
    cents: -185_000,
    day: bankDay(dayOf(month, 30)),
    category: pen.mostly('RENT_AND_UTILITIES_RENT', 'TRANSFER_OUT_ACCOUNT_TRANSFER', null),
    text: pen.mostly('AVALON APARTMENTS RENT WEB ID: 0001', 'Online Banking payment 33121'),
  });
  for (const [cents, text, category] of [
    [-50_000, 'VENMO PAYMENT', 'TRANSFER_OUT_TRANSFER_OUT_FROM_APPS'],
    [-30_000, 'BRIGHT HORIZONS CHILD CARE', 'GENERAL_SERVICES_CHILDCARE'],
    [-50_000, 'COINBASE INC. 8889087930', 'TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS'],
  ] as const) {
    if (!random.chance(0.35)) continue;
    const account = random.pick([...purse.checking, purse.joint]);
    pen.add({ account, cents, day: dayOf(month, random.int(1, 28)), category, text });
  }
  for (let times = random.int(1, 4); times > 0; times--) friends(pen, purse, month);
  if (random.chance(0.4)) strayCash(pen, purse, month);
}

const round = (pen: Pen) => pen.random.pick([2000, 2500, 4000, 5000, 10_000, 20_000, 50_000]);

/** To and from people outside, in the round amounts in which everybody pays. */
function friends(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  const gives = random.chance(0.5);
  const whom = random.pick(FRIENDS);
  pen.add({
    account: random.pick([...purse.checking, purse.joint]),
    cents: round(pen) * (gives ? -1 : 1),
    day: dayOf(month, random.int(1, 28)),
    category: gives
      ? pen.mostly('TRANSFER_OUT_TRANSFER_OUT_FROM_APPS', 'TRANSFER_OUT_ACCOUNT_TRANSFER')
      : pen.mostly('TRANSFER_IN_TRANSFER_IN_FROM_APPS', 'TRANSFER_IN_ACCOUNT_TRANSFER'),
    text: random.chance(0.6)
      ? `Zelle payment ${gives ? 'to' : 'from'} ${whom}`
      : gives
        ? 'VENMO PAYMENT'
        : 'VENMO CASHOUT',
  });
}

/** Cash is drawn here, and other cash is paid in there. */
function strayCash(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  const day = dayOf(month, random.int(1, 27));
  pen.add({
    account: random.pick(purse.checking),
    cents: -random.pick([10_000, 20_000]),
    day,
    category: 'TRANSFER_OUT_WITHDRAWAL',
    text: `ATM WITHDRAWAL 00${random.int(1000, 9999)} MAIN ST`,
  });
  if (random.chance(0.5)) return;
  pen.add({
    account: random.pick([...purse.savings, purse.joint]),
    cents: random.pick([10_000, 20_000]),
    day: day + random.int(0, 5),
    category: 'TRANSFER_IN_DEPOSIT',
    text: pen.mostly('MOBILE CHECK DEPOSIT', 'ATM CASH DEPOSIT'),
  });
}

interface Shop {
  name: string;
  /** As other statements write it. */
  raw: string;
  id: string | null;
  category: string;
  low: number;
  high: number;
}

const shops: Shop[] = [
  ['Amazon', 'AMAZON.COM*RT4K2 AMZN.COM/BILL', 'amz', 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES'],
  ['Target', 'TARGET 00021 OAKLAND', 'tgt', 'GENERAL_MERCHANDISE_SUPERSTORES'],
  ['Trader Joe’s', "TRADER JOE'S #121", 'tjs', 'FOOD_AND_DRINK_GROCERIES'],
  ['Corner Café', 'SQ *CORNER CAFE', null, 'FOOD_AND_DRINK_COFFEE'],
  ['REI', 'REI #44 BERKELEY', 'rei', 'GENERAL_MERCHANDISE_SPORTING_GOODS'],
  ['Delta Air Lines', 'DELTA AIR 0062345678', 'dal', 'TRAVEL_FLIGHTS'],
  ['Old Navy', 'OLD NAVY US 6044', 'oln', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES'],
  ['Blue Bottle Hardware', 'BLUE BOTTLE HARDWARE 3', null, 'HOME_IMPROVEMENT_HARDWARE'],
].map(([name, raw, id, category], at) => ({
  name: name!,
  raw: raw!,
  id: id ?? null,
  category: category!,
  low: at === 5 ? 12_000 : 400,
  high: at === 5 ? 60_000 : at === 3 ? 1500 : 16_000,
}));

/** Purchases, some of them given back: in full, in part, elsewhere, or taken back at once. */
export function shop(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  for (let times = random.int(28, 45); times > 0; times--) {
    const { low, high, category, ...one } = random.pick(shops);
    const account = random.chance(0.8) ? random.pick(purse.cards) : random.pick(purse.checking);
    const cents = random.chance(0.12) ? random.pick([2000, 5000, 10_000]) : random.int(low, high);
    const day = dayOf(month, random.int(1, 28));
    const text = random.chance(0.5) ? `${one.name} ${one.raw}` : one.raw;
    const bought = pen.add({
      account,
      cents: -cents,
      day,
      books: random.int(0, 2),
      category,
      text,
      merchantId: one.id,
    });
    if (random.chance(0.05)) giveBack(pen, { bought, shop: { ...one, category }, account, cents });
    else if (random.chance(0.01)) reverse(pen, { bought, account, cents, text, category });
  }
}

interface Bought {
  bought: Truth;
  account: LegAccount;
  cents: number;
}

function giveBack(
  pen: Pen,
  { bought, shop: at, account, cents }: Bought & { shop: Omit<Shop, 'low' | 'high'> },
): void {
  const { random } = pen;
  const all = random.chance(0.6);
  const day = dayAfter(bought, random.int(1, random.chance(0.8) ? 30 : 100));
  pen.add({
    account,
    cents: all ? cents : Math.max(100, Math.round((cents * random.int(15, 85)) / 100)),
    day: bankDay(day),
    category: pen.mostly(at.category, at.category, 'INCOME_OTHER', null),
    text: random.chance(0.4) ? `${at.raw} REFUND` : random.chance(0.5) ? at.name : at.raw,
    merchantId: random.chance(0.85) ? at.id : null,
    refundOf: bought.id,
  });
}

const dayAfter = (row: Truth, days: number) => Date.parse(row.day) / 86_400_000 + days;

/** The same text with the other sign, some days later. */
function reverse(
  pen: Pen,
  { bought, account, cents, text, category }: Bought & { text: string; category: string },
): void {
  pen.add({
    account,
    cents,
    day: bankDaysLater(dayAfter(bought, 0), pen.random.int(0, 4)),
    category,
    text: pen.random.chance(0.5) ? text : `REVERSAL ${text}`,
    merchantId: bought.merchantId,
    refundOf: bought.id,
  });
}

/** Money back that belongs to no purchase: rewards, cash back, a fee that is waived. */
export function windfalls(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  if (random.chance(0.3)) {
    const account = random.pick(purse.cards);
    const text = random.pick(['CASH BACK REWARD', 'STATEMENT CREDIT', 'REDEMPTION CREDIT']);
    const cents = random.pick([2500, 5000, 1734]);
    pen.add({ account, cents, day: dayOf(month, 20), category: 'INCOME_OTHER', text });
  }
  if (random.chance(0.1)) {
    const account = random.pick(purse.cards);
    const day = dayOf(month, random.int(2, 20));
    const fee = { account, category: 'BANK_FEES_LATE_FEES' };
    const { id } = pen.add({ ...fee, cents: -2900, day, text: 'LATE FEE' });
    const text = 'LATE FEE REVERSAL';
    pen.add({ ...fee, cents: 2900, day: day + random.int(1, 9), text, refundOf: id });
  }
}
