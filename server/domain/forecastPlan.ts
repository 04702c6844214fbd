import { cardPayments, type CardAccount } from './forecastCards.ts';
import type { Planned } from './forecast.ts';
import { expectedAt, upcoming } from './recurringCalendar.ts';
import type { DecidedSeries } from './recurringMerging.ts';
import { slotNear } from './recurringRhythm.ts';

/** So long after its day something is still waited for. */
const WAITED = 40;

export interface Ahead {
  today: number;
  days: number;
  cards: readonly CardAccount[];
  /** Of a row that is a transfer: the account of its other side. */
  peers: ReadonlyMap<string, string>;
}

/**
 * What is known to come: what comes back and is counted, and what cards will ask for. What is late
 * is expected tomorrow, if it is a bill; money that is late is counted when it is here.
 */
export function planAhead(series: readonly DecidedSeries[], ahead: Ahead): Planned[] {
  const going = series.filter((one) => one.state !== 'ended' && isPlanned(one));
  const plans = going.map((one) => ({ one, planned: planOf(one, ahead) }));
  const ofCards = plans.flatMap(({ planned }) => planned);
  return plans.flatMap(({ one, planned }) => {
    const card = paidCard(one, ahead);
    if (!card || planned.length === 0) return planned;
    const charged = ofCards.filter(
      ({ account, flow }) => account === card.id && flow !== 'transfer',
    );
    const dues = planned.map(({ day }) => day);
    const sums = cardPayments(card, one.hits, dues, charged, ahead.today);
    return sums ? planned.map((due, at) => ({ ...due, ...sums[at]! })) : planned;
  });
}

/**
 * Whether it is counted on: what somebody accepted, and what is sure. Money that is moved between
 * one's own accounts as it is needed is not: only a standing order, and what a card or a loan asks.
 */
export function isPlanned({ status, flow, kind, category }: DecidedSeries): boolean {
  if (status !== 'found') return status === 'accepted';
  return flow !== 'transfer' || kind === 'fixed' || category?.startsWith('LOAN_PAYMENTS') === true;
}

function planOf(series: DecidedSeries, { today, days }: Ahead): Planned[] {
  const { account, name, flow, direction, rhythm } = series;
  const way = direction === 'out' ? -1n : 1n;
  const found = upcoming(series, today - WAITED, today + days, today);
  const overdue = found.findLastIndex(({ day }) => day <= today);
  return found.slice(Math.max(0, overdue)).flatMap(({ day, state }) => {
    if (state === 'late' && direction === 'in') return [];
    const { size, low, high } = expectedAt(series, slotNear(rhythm, day));
    const [amount, a, b] = [size, low, high].map((one) => way * BigInt(Math.round(one))) as [
      bigint,
      bigint,
      bigint,
    ];
    return [
      {
        account,
        day: Math.max(day, today + 1),
        amount,
        low: a < b ? a : b,
        high: a < b ? b : a,
        series: series.id,
        name,
        flow,
        late: day <= today,
      },
    ];
  });
}

/** The card that a series of transfers pays. */
function paidCard(series: DecidedSeries, { cards, peers }: Ahead): CardAccount | undefined {
  if (series.flow !== 'transfer' || series.direction !== 'out') return undefined;
  const lately = series.hits.slice(-6).map(({ id }) => peers.get(id));
  const card = cards.find(
    ({ id }) => lately.filter((one) => one === id).length * 2 > lately.length,
  );
  return card;
}
