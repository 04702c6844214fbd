/**
 * The broker's side: prices, what was bought and sold, and what is held. Nothing here has a
 * memory; every answer follows from the seed, the world's first day and the day asked for.
 */
import { businessDay, businessDaysAfter, dateOfDay, dayNumber, partsOf } from './days.ts';
import { isDueOnBusinessDay } from './bills.ts';
import { isNoraPaid } from './income.ts';
import { createRandom, hash32 } from './random.ts';
import { INVESTED_MONTHLY } from './saving.ts';
import type { BankHolding, BankSecurity, BankTrade } from '#server/sandbox/types.ts';

type Paper = {
  key: string;
  name: string;
  ticker: string;
  type: 'cash' | 'equity' | 'etf' | 'mutual fund';
  sector: string | null;
  /** Dollars on 2026-01-01, growth per year, and how far it swings. */
  price: number;
  growth: number;
  swing: number;
};

const PAPERS: readonly Paper[] = [
  paper('total', 'Fernhill Total Market ETF', 'FHTM', 'etf', 118.4, 0.08, 0.07),
  paper('world', 'Fernhill International ETF', 'FHIN', 'etf', 61.75, 0.055, 0.08),
  paper('bonds', 'Fernhill Aggregate Bond Fund', 'FHBDX', 'mutual fund', 10.42, 0.025, 0.02),
  paper('target', 'Fernhill Target Date 2050 Fund', 'FHTFX', 'mutual fund', 27.31, 0.07, 0.06),
  {
    ...paper('stock', 'Green Ridge Power Corp', 'GRPC', 'equity', 43.12, 0.04, 0.12),
    sector: 'Utilities',
  },
  paper('cash', 'U S Dollar', 'CUR:USD', 'cash', 1, 0, 0),
];

function paper(
  key: string,
  name: string,
  ticker: string,
  type: Paper['type'],
  price: number,
  growth: number,
  swing: number,
): Paper {
  return { key, name, ticker, type, price, growth, swing, sector: null };
}

const paperOf = (key: string): Paper => {
  const found = PAPERS.find((each) => each.key === key);
  if (!found) throw new Error(`Fernhill trades no security ${key}.`);
  return found;
};

const EPOCH = dayNumber('2026-01-01');

/** Dollars to four places: steady growth with slow and quick waves of the security's own. */
function priceOn(seed: string, key: string, day: number): number {
  const { price, growth, swing } = paperOf(key);
  if (swing === 0) return price;
  const phase = hash32(seed, 'price', key) / 4294967296;
  const wave = (length: number, share: number) =>
    share * Math.sin(2 * Math.PI * (day / length + phase * length));
  const mood = swing * (wave(211, 0.6) + wave(67, 0.3) + wave(13, 0.14));
  const noise = createRandom(seed, 'noise', key, day).next() - 0.5;
  const value = price * Math.exp((growth * (day - EPOCH)) / 365.25 + mood + noise * swing * 0.08);
  return Math.round(value * 10_000) / 10_000;
}

type Position = { quantity: number; cost: number };
export type Broker = {
  trades: BankTrade[];
  positions: Map<string, Position>;
  /** Cents that are not invested. */
  cash: number;
};

/** Quantities are kept to four places, so that sums of them stay exact. */
const places = (value: number): number => Math.round(value * 10_000) / 10_000;

type Order = {
  broker: Broker;
  seed: string;
  day: number;
  security: string | null;
  /** Cents; positive when cash leaves. */
  cents: number;
  name: string;
  type: BankTrade['type'];
  subtype: BankTrade['subtype'];
  /** False for what the employer pays straight into the fund. */
  fromCash?: boolean;
};

function book(order: Order): void {
  const { broker, seed, day, security, cents } = order;
  const moves = security !== null && (order.type === 'buy' || order.type === 'sell');
  const price = moves ? priceOn(seed, security, day) : 0;
  const quantity = moves ? places(cents / 100 / price) : 0;
  if (moves) {
    const held = broker.positions.get(security) ?? { quantity: 0, cost: 0 };
    const paid = cents > 0 ? cents : Math.round((held.cost * quantity) / held.quantity);
    const next = { quantity: places(held.quantity + quantity), cost: held.cost + paid };
    broker.positions.set(security, next);
  }
  if (order.fromCash !== false) broker.cash -= cents;
  broker.trades.push({
    key: `trade/${day}/${broker.trades.length}`,
    cancel_transaction_id: null,
    security,
    date: dateOfDay(day),
    name: order.name,
    quantity,
    amount: cents / 100,
    price,
    fees: 0,
    type: order.type,
    subtype: order.subtype,
    iso_currency_code: 'USD',
    unofficial_currency_code: null,
  });
}

const OPENING: Record<'brokerage' | 'retirement', { cash: number; held: Record<string, number> }> =
  {
    brokerage: { cash: 41_250, held: { total: 84.5, world: 62.25, bonds: 310, stock: 40 } },
    retirement: { cash: 0, held: { target: 2485.375 } },
  };

/** Everything that happened in an account from the world's first day to `day`. */
export function brokerAt(
  account: 'brokerage' | 'retirement',
  seed: string,
  start: string,
  day: number,
): Broker {
  const first = dayNumber(start);
  const { cash, held } = OPENING[account];
  const positions = Object.entries(held).map(([key, quantity]): [string, Position] => {
    const cost = Math.round(quantity * priceOn(seed, key, first - 500) * 100);
    return [key, { quantity, cost }];
  });
  const broker: Broker = { trades: [], cash, positions: new Map(positions) };
  for (let now = first; now <= day; now += 1) {
    if (account === 'brokerage') brokerageDay(broker, seed, now);
    else retirementDay(broker, seed, now);
  }
  return broker;
}

function brokerageDay(broker: Broker, seed: string, day: number): void {
  const order = { broker, seed, day };
  if (isDueOnBusinessDay({ monthly: 16 }, day)) {
    const name = 'ACH deposit from Harborlight Bank';
    const cents = -INVESTED_MONTHLY;
    book({ ...order, security: null, cents, name, type: 'cash', subtype: 'deposit' });
  }
  const before = businessDayBehind(day);
  if (before !== null && isDueOnBusinessDay({ monthly: 16 }, before)) {
    buy(order, 'total', (INVESTED_MONTHLY * 60) / 100);
    buy(order, 'world', (INVESTED_MONTHLY * 25) / 100);
    buy(order, 'bonds', (INVESTED_MONTHLY * 15) / 100);
  }
  if (isDueOnBusinessDay({ monthly: 22, months: [3, 6, 9, 12] }, day)) {
    for (const key of ['total', 'world', 'bonds', 'stock']) dividend(order, key, 0.0042);
  }
  const { month } = partsOf(dateOfDay(day));
  if (month === 12 && isDueOnBusinessDay({ monthly: 15 }, day)) {
    const name = 'Sell Green Ridge Power Corp';
    const held = broker.positions.get('stock')?.quantity ?? 0;
    const cents = -Math.round(Math.min(4, held / 2) * priceOn(seed, 'stock', day) * 100);
    book({ ...order, security: 'stock', cents, name, type: 'sell', subtype: 'sell' });
    const fee = 'Annual account fee';
    book({ ...order, security: null, cents: 2500, name: fee, type: 'fee', subtype: 'account fee' });
  }
}

function buy(order: Pick<Order, 'broker' | 'seed' | 'day'>, security: string, cents: number): void {
  const name = `Buy ${paperOf(security).name}`;
  book({ ...order, security, cents, name, type: 'buy', subtype: 'buy' });
}

function dividend(
  order: Pick<Order, 'broker' | 'seed' | 'day'>,
  security: string,
  yieldOf: number,
): void {
  const held = order.broker.positions.get(security)?.quantity ?? 0;
  const cents = Math.round(held * priceOn(order.seed, security, order.day) * 100 * yieldOf);
  if (cents === 0) return;
  const { name } = paperOf(security);
  const paid = { ...order, security, cents: -cents };
  book({ ...paid, name: `Dividend ${name}`, type: 'cash', subtype: 'dividend' });
  const reinvested = { ...order, security, cents, name: `Reinvest ${name}` };
  book({ ...reinvested, type: 'buy', subtype: 'dividend reinvestment' });
}

function retirementDay(broker: Broker, seed: string, day: number): void {
  if (!isNoraPaid(day)) return;
  const fund = { broker, seed, day, security: 'target', type: 'buy', fromCash: false } as const;
  const name = 'Employee contribution';
  book({ ...fund, cents: 28_500, name, subtype: 'contribution' });
  book({ ...fund, cents: 14_250, name: 'Employer match', subtype: 'contribution' });
}

/** The business day whose next business day this is; null where this is none. */
function businessDayBehind(day: number): number | null {
  let found = day - 1;
  while (found > day - 6 && businessDaysAfter(found, 1) === day && businessDay(found) !== found) {
    found -= 1;
  }
  return businessDaysAfter(found, 1) === day && businessDay(found) === found ? found : null;
}

/** Cents. */
export function worth(seed: string, broker: Broker, day: number): number {
  let total = broker.cash;
  for (const [key, { quantity }] of broker.positions) {
    total += Math.round(quantity * priceOn(seed, key, day) * 100);
  }
  return total;
}

export function holdingsOf(seed: string, broker: Broker, day: number): BankHolding[] {
  const held = [...broker.positions].map(([security, { quantity, cost }]): BankHolding => {
    const price = priceOn(seed, security, day);
    return holding(security, quantity, price, Math.round(quantity * price * 100), cost, day);
  });
  if (broker.cash !== 0) {
    held.push(holding('cash', broker.cash / 100, 1, broker.cash, broker.cash, day));
  }
  return held;
}

function holding(
  security: string,
  quantity: number,
  price: number,
  cents: number,
  cost: number,
  day: number,
): BankHolding {
  return {
    security,
    quantity,
    institution_price: price,
    institution_price_as_of: dateOfDay(day),
    institution_price_datetime: null,
    institution_value: cents / 100,
    cost_basis: cost / 100,
    iso_currency_code: 'USD',
    unofficial_currency_code: null,
    vested_quantity: null,
    vested_value: null,
  };
}

export function securitiesOn(seed: string, day: number): BankSecurity[] {
  return PAPERS.map(({ key, name, ticker, type, sector }) => ({
    key,
    isin: null,
    cusip: null,
    sedol: null,
    institution_security_id: null,
    institution_id: null,
    proxy_security_id: null,
    name,
    ticker_symbol: ticker,
    is_cash_equivalent: type === 'cash',
    type,
    subtype: type === 'equity' ? 'common stock' : type,
    close_price: priceOn(seed, key, day),
    close_price_as_of: dateOfDay(day),
    update_datetime: null,
    iso_currency_code: 'USD',
    unofficial_currency_code: null,
    market_identifier_code: type === 'etf' || type === 'equity' ? 'XNAS' : null,
    sector,
    industry: null,
    cfi_code: null,
    figi: null,
    option_contract: null,
    fixed_income: null,
  }));
}
