/**
 * What becomes of a purchase: it is held, then it posts (with a tip, under another name, without a
 * word of the hold it came from), or it vanishes; some come back, some are understood only later.
 */
import { businessDaysAfter, DAY, dateAt } from './days.ts';
import type { Engine } from './engine.ts';
import { createRandom, type Random } from './random.ts';
import type { Payee, PaymentMeta, Place, Row } from './types.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

export type Purchase = {
  account: string;
  payee: Payee;
  minor: number;
  at: number;
  /** A restaurant or a hairdresser: the tip comes when it posts. */
  tipped?: boolean;
  /** A pump or a hotel holds another amount first. */
  heldMinor?: number;
  /** The hold vanishes and the row that posts names no hold. */
  unlinked?: boolean;
  /** Goods that may be sent back. */
  returnable?: boolean;
  meta?: PaymentMeta;
  raw?: string;
};

export type Draft = Pick<Row, 'account' | 'minor' | 'happenedAt' | 'payee'> &
  Partial<Omit<Row, 'id'>>;

/** A posted row, unless the draft says otherwise. */
export function createRow(engine: Engine, draft: Draft): Row {
  const { payee, happenedAt } = draft;
  const raw = draft.raw ?? payee.raw;
  const clean = engine.account(draft.account).rawNames ? raw : payee.name;
  return {
    date: dateAt(draft.postedAt ?? happenedAt),
    authorizedDate: dateAt(happenedAt),
    postedAt: draft.pending ? null : happenedAt,
    pending: false,
    pendingId: null,
    name: clean,
    place: null,
    meta: {},
    checkNumber: null,
    category: payee.category,
    confidence: 'VERY_HIGH',
    runningBalance: null,
    movement: null,
    ...draft,
    raw,
    id: engine.nextId(),
  };
}

/** When a night's work posts: early in the morning, `days` business days later. */
export const postingTime = (at: number, days: number, random: Random): number =>
  businessDaysAfter(Math.floor(at / DAY), days) * DAY + 5 * HOUR + random.int(0, 239) * MINUTE;

/** Plans everything that follows from one purchase. */
export function planPurchase(engine: Engine, purchase: Purchase): void {
  const id = engine.nextId();
  const random = createRandom(engine.seed, 'purchase', id);
  const { account, payee, at } = purchase;
  const place = payee.places.length > 0 ? random.pick(payee.places) : null;
  const settled = settledAmount(purchase, random);
  const confidence = confidenceOf(random);
  const common: Draft = {
    account,
    payee,
    place,
    confidence,
    minor: settled,
    happenedAt: at,
    raw: purchase.raw ?? printed(payee, place, random),
    meta: purchase.meta ?? {},
    category: payee.category,
  };
  const postsAt = postingTime(
    at,
    random.chance(0.06) ? random.int(3, 5) : random.int(1, 2),
    random,
  );
  const returned = purchase.returnable && settled > 1500 && random.chance(0.05);
  if (returned) common.movement = `refund/${id}`;
  const posted = createRow(engine, { ...common, pending: false, postedAt: postsAt });
  const first = planFirstLook(engine, posted, postsAt, random);
  if (engine.account(account).showsPending) {
    planHold(engine, purchase, { ...common, minor: holdAmount(purchase) }, first, postsAt, random);
  } else {
    engine.plan(postsAt, { kind: 'add', row: first });
  }
  if (returned) planRefund(engine, posted, postsAt, random);
}

function planHold(
  engine: Engine,
  purchase: Purchase,
  draft: Draft,
  posted: Row,
  postsAt: number,
  random: Random,
): void {
  const shouted = random.chance(0.12);
  const pending = createRow(engine, {
    ...draft,
    pending: true,
    postedAt: null,
    ...(shouted ? { name: posted.raw } : {}),
  });
  engine.plan(purchase.at, { kind: 'add', row: pending });
  const fate = random.next();
  if (fate < 0.025 && !purchase.unlinked) {
    engine.plan(postsAt, { kind: 'drop', row: pending });
  } else if (fate < 0.07 || purchase.unlinked) {
    engine.plan(postsAt, { kind: 'drop', row: pending });
    engine.plan(postsAt + 40 * MINUTE, { kind: 'add', row: posted });
  } else {
    engine.plan(postsAt, { kind: 'post', pending, row: { ...posted, pendingId: pending.id } });
  }
}

/** Some rows post with a poor category and the bank's own text, and are put right days later. */
function planFirstLook(engine: Engine, posted: Row, postsAt: number, random: Random): Row {
  if (!posted.payee.merchant || !random.chance(0.03)) return posted;
  const better = postsAt + random.int(2, 6) * DAY + 3 * HOUR;
  engine.plan(better, { kind: 'amend', row: posted });
  return {
    ...posted,
    name: posted.raw,
    category: random.chance(0.3) ? null : 'GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE',
    confidence: 'LOW',
  };
}

function planRefund(engine: Engine, bought: Row, postsAt: number, random: Random): void {
  const at = postsAt + random.int(5, 12) * DAY + 8 * HOUR;
  const whole = random.chance(0.7);
  const minor = whole ? bought.minor : Math.round((bought.minor * random.int(25, 70)) / 100);
  engine.plan(at, {
    kind: 'errand',
    run: () => {
      // What was never charged, because its hold vanished, is not paid back.
      if (!engine.rows.has(bought.id)) return;
      const payee = refundFrom(bought.payee);
      const row = createRow(engine, {
        account: bought.account,
        payee,
        minor: -minor,
        happenedAt: at,
        raw: `${bought.raw} REFUND`,
        meta: { reason: 'REFUND' },
        movement: bought.movement,
      });
      engine.plan(at, { kind: 'add', row });
    },
  });
}

const refunds = new WeakMap<Payee, Payee>();

function refundFrom(payee: Payee): Payee {
  const known = refunds.get(payee) ?? { ...payee, code: 'refund' };
  refunds.set(payee, known);
  return known;
}

const holdAmount = (purchase: Purchase): number => purchase.heldMinor ?? purchase.minor;

function settledAmount(purchase: Purchase, random: Random): number {
  if (!purchase.tipped || random.chance(0.35)) return purchase.minor;
  return purchase.minor + Math.round((purchase.minor * random.int(15, 22)) / 100);
}

function confidenceOf(random: Random): Row['confidence'] {
  const throwOf = random.next();
  if (throwOf < 0.76) return 'VERY_HIGH';
  if (throwOf < 0.92) return 'HIGH';
  return throwOf < 0.98 ? 'MEDIUM' : 'LOW';
}

function printed(payee: Payee, place: Place | null, random: Random): string {
  const where = place ? ` ${place.city} ${place.region ?? place.country}` : '';
  return `${payee.raw}${where} ${random.int(1000, 9999)}`.toUpperCase();
}
