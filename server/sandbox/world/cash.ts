/** Cash, checks, a friend, the city, and a wallet in an unofficial currency. */
import { isDue, isDueOnBusinessDay } from './bills.ts';
import { businessDay, dateOfDay, partsOf } from './days.ts';
import type { Engine } from './engine.ts';
import { atHour, planEntry } from './entries.ts';
import { priceLevel } from './everyday.ts';
import { createRandom } from './random.ts';

export function planCash(engine: Engine, day: number): void {
  const random = createRandom(engine.seed, 'cash', day);
  const level = priceLevel(dateOfDay(day));
  if (random.chance(0.055)) {
    const account = random.chance(0.5) ? 'joint' : 'theo-checking';
    planEntry(engine, atHour(day, 17), {
      account,
      name: 'ATM Withdrawal',
      raw: `ATM WITHDRAWAL 00${random.int(1, 4)}177 CHURCH ST BURLINGTON VT`,
      category: 'TRANSFER_OUT_WITHDRAWAL',
      code: 'atm',
      minor: random.pick([4000, 6000, 8000, 10_000, 12_000]),
    });
    if (random.chance(0.25)) {
      planEntry(engine, atHour(day, 17.01), {
        account,
        name: 'ATM Fee',
        raw: 'NON-NETWORK ATM FEE',
        category: 'BANK_FEES_ATM_FEES',
        code: 'bank charge',
        minor: 350,
      });
    }
  }
  if (random.chance(0.018)) planCheck(engine, day, Math.round(random.int(9, 24) * 1000 * level));
  if (random.chance(0.03)) planFriend(engine, day, random.int(900, 6200));
  if (isDueOnBusinessDay({ monthly: 12, months: [3, 6, 8, 11] }, day)) {
    planEntry(engine, atHour(day, 8), {
      account: 'joint',
      name: 'City of Burlington',
      raw: 'CITY OF BURLINGTON PROPERTY TAX',
      category: 'GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT',
      code: 'bill payment',
      minor: Math.round(104_200 * level),
    });
  }
  planCoins(engine, day);
}

function planCheck(engine: Engine, day: number, minor: number): void {
  const number = String(1100 + (day % 900));
  planEntry(engine, atHour(businessDay(day), 8), {
    account: 'joint',
    name: `Check ${number}`,
    raw: 'CHECK PAID',
    category: null,
    code: 'cheque',
    minor,
    check: number,
  });
}

/** Theo settles up with a friend: mostly he pays, sometimes he is paid. */
function planFriend(engine: Engine, day: number, cents: number): void {
  const paid = cents % 3 !== 0;
  planEntry(engine, atHour(day, 19), {
    account: 'theo-checking',
    name: 'Paysling',
    raw: paid ? 'PAYSLING *MARCUS V' : 'PAYSLING CASHOUT',
    category: paid ? 'TRANSFER_OUT_TRANSFER_OUT_FROM_APPS' : 'TRANSFER_IN_TRANSFER_IN_FROM_APPS',
    code: 'transfer',
    minor: paid ? cents : -cents,
    meta: paid ? { payee: 'Marcus V' } : { payer: 'Marcus V' },
  });
}

/** A wallet in an unofficial currency: a monthly reward, and now and then a sale. */
function planCoins(engine: Engine, day: number): void {
  if (!isDue({ monthly: 28 }, day)) return;
  const random = createRandom(engine.seed, 'coins', day);
  const sells = partsOf(dateOfDay(day)).month % 6 === 0;
  planEntry(engine, atHour(day, 20), {
    account: 'coins',
    name: sells ? 'Sent' : 'Coin Reward',
    raw: sells ? 'SEND TO EXTERNAL WALLET' : 'MONTHLY STAKE REWARD',
    category: sells ? 'TRANSFER_OUT_CRYPTO' : 'INCOME_OTHER',
    code: null,
    minor: sells ? random.int(20_000, 60_000) : -random.int(4100, 18_750),
  });
}
