/**
 * Summer: flights booked in spring, ten days in Lisbon in July, a weekend at the lake in August.
 * Abroad the credit card is charged in dollars with the euros named, and a fee; the wallet pays
 * in euros.
 */
import { DAY, dateOfDay, dayNumber, partsOf } from './days.ts';
import type { Engine } from './engine.ts';
import { planEntry } from './entries.ts';
import { priceLevel } from './everyday.ts';
import { TRAVEL } from './companies.ts';
import { planPurchase } from './purchases.ts';
import { createRandom } from './random.ts';
import type { Payee } from './types.ts';

const LENGTH = 10;

/** The first day abroad of a year. */
const departure = (seed: string, year: number): number =>
  dayNumber(`${year}-07-08`) + createRandom(seed, 'departure', year).int(0, 9);

export function isAway(seed: string, day: number): boolean {
  const first = departure(seed, partsOf(dateOfDay(day)).year);
  return day >= first && day < first + LENGTH;
}

export function planTravel(engine: Engine, day: number): void {
  const date = dateOfDay(day);
  const { year, month } = partsOf(date);
  const level = priceLevel(date);
  const first = departure(engine.seed, year);
  const cents = (dollars: number) => Math.round(dollars * 100 * level);
  const at = (hour: number) => day * DAY + Math.round(hour * 60) * 60_000;
  if (month === 4 && date.endsWith('-09')) {
    for (const leg of [0, 1, 2]) {
      planPurchase(engine, {
        account: 'nora-card',
        payee: TRAVEL.flight,
        minor: cents(leg === 2 ? 412.4 : 618.7),
        at: at(19 + leg / 20),
      });
    }
  }
  if (date === `${year}-08-14`) {
    planPurchase(engine, {
      account: 'nora-card',
      payee: TRAVEL.cabin,
      minor: cents(486),
      at: at(16),
      heldMinor: cents(100),
      unlinked: true,
    });
  }
  if (day === first - 3) loadWallet(engine, at(9), 42_000);
  if (day >= first && day < first + LENGTH) planDayAbroad(engine, day, day - first);
}

/** Dollars leave the card's sibling account, euros arrive in the wallet. */
function loadWallet(engine: Engine, at: number, euroCents: number): void {
  const rate = rateOn(engine.seed, at);
  planEntry(engine, at, {
    account: 'theo-checking',
    name: 'Meridian One',
    raw: 'MERIDIAN ONE WALLET LOAD EUR',
    category: 'TRANSFER_OUT_ACCOUNT_TRANSFER',
    code: 'transfer',
    minor: Math.round(euroCents * rate),
  });
  planEntry(engine, at + 120_000, {
    account: 'travel-wallet',
    name: 'Wallet Load',
    raw: `LOAD FROM USD AT ${rate.toFixed(4)}`,
    category: 'TRANSFER_IN_ACCOUNT_TRANSFER',
    code: 'transfer',
    minor: -euroCents,
  });
}

/** Dollars for one euro on a day. */
const rateOn = (seed: string, at: number): number =>
  1.05 + createRandom(seed, 'euro', Math.floor(at / DAY / 30)).int(0, 900) / 10_000;

function planDayAbroad(engine: Engine, day: number, nth: number): void {
  const random = createRandom(engine.seed, 'abroad', day);
  const at = (hour: number) => day * DAY + Math.round(hour * 60) * 60_000;
  const wallet = (payee: Payee, euroCents: number, hour: number) => {
    const free = engine.current('travel-wallet') - engine.held('travel-wallet');
    if (free < euroCents + 13_000) return;
    planPurchase(engine, { account: 'travel-wallet', payee, minor: euroCents, at: at(hour) });
  };
  if (nth === 0) abroad(engine, TRAVEL.car, random.int(21_000, 34_000), at(11), 30_000);
  if (nth === 1) abroad(engine, TRAVEL.lodging, random.int(98_000, 141_000), at(15), 20_000);
  wallet(TRAVEL.dinner, random.int(2600, 7400), 20);
  if (random.chance(0.5)) abroad(engine, TRAVEL.dinner, random.int(1200, 4800), at(12.5));
  if (random.chance(0.4)) wallet(TRAVEL.museum, random.int(800, 2400), 14);
  if (random.chance(0.3)) wallet(TRAVEL.train, random.int(460, 2900), 9);
}

/** A purchase in euros on the dollar card, and the bank's fee for it the day it posts. */
function abroad(
  engine: Engine,
  payee: Payee,
  euroCents: number,
  at: number,
  heldMinor?: number,
): void {
  const rate = rateOn(engine.seed, at);
  const minor = Math.round(euroCents * rate);
  planPurchase(engine, {
    account: 'theo-card',
    payee,
    minor,
    at,
    ...(heldMinor === undefined ? {} : { heldMinor, unlinked: true }),
    raw: `${payee.raw} LISBOA PT EUR ${(euroCents / 100).toFixed(2)} @ ${rate.toFixed(4)}`,
  });
  planEntry(engine, at + 3 * DAY, {
    account: 'theo-card',
    name: 'Foreign Transaction Fee',
    raw: 'FOREIGN TRANSACTION FEE',
    category: 'BANK_FEES_FOREIGN_TRANSACTION_FEES',
    code: 'bank charge',
    minor: Math.max(1, Math.round(minor * 0.03)),
  });
}
