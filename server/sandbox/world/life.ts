/**
 * Life goes on: what the household's days bring is handed to the items that see it, and now and
 * then something more happens while somebody watches.
 */
import { currentBalances, type Details, dailyFacts, printRow } from './bank-view.ts';
import { DAY } from './days.ts';
import { securitiesOn } from './fernhill.ts';
import { LOGINS, loginOf } from './household.ts';
import { createRandom } from './random.ts';
import type { Simulation } from './simulation.ts';
import { strangerTick } from './strangers.ts';
import type { Timeline } from './timeline.ts';
import type { Change, Row } from './types.ts';
import type {
  BankTransaction,
  ItemChange,
  Life,
  LifeBank,
  LifeItem,
  LiveTransaction,
} from '#server/sandbox/types.ts';

/** How far an item has been told: a count of changes, and the day of its debts and holdings. */
type Told = { count: number; facts: string };

/**
 * The bank's instant, held within the bank's own day: the world reads its dates in UTC, and a bank
 * in another time zone has its days begin and end at other hours.
 */
export function instantOf(bank: Pick<LifeBank, 'now' | 'today'>): number {
  const begins = Date.parse(`${bank.today()}T00:00:00Z`);
  return Math.min(Math.max(bank.now().getTime(), begins), begins + DAY - 1);
}

export function createHouseholdLife(bank: LifeBank, timeline: Timeline, details: Details): Life {
  timeline.keepIn({
    recall: (name) => bank.recall(`household/${name}`),
    remember: (name, value) => bank.remember(`household/${name}`, value),
  });

  function deliver(item: LifeItem): void {
    const simulation = timeline.at(bank.seed, instantOf(bank));
    if (isUntold(simulation, item)) return;
    const told = bank.recall(`told/${item.item_id}`) as Told | undefined;
    const facts = bank.today();
    const changes = told ? timeline.since(told.count) : null;
    const news = changes
      ? fromChanges(simulation, item, changes, details)
      : fromComparison(simulation, item, details);
    const daily = told?.facts === facts ? null : dailyChange(simulation, item);
    if (!news && !daily) return;
    bank.change(item.item_id, { ...news, ...daily, balances: balancesOf(simulation, item) });
    const count = timeline.told();
    bank.remember(`told/${item.item_id}`, { count, facts } satisfies Told);
  }

  /** Asked anew before each step: an item shows what it held when it was asked for. */
  function present(isOn: (itemId: string) => boolean) {
    const on = bank.items().filter((item) => isOn(item.item_id) && item.accounts.length > 0);
    return {
      household: on.filter((item) => loginIndex(item) >= 0),
      strangers: on.filter((item) => loginIndex(item) < 0),
    };
  }

  function tickOnce(isOn: (itemId: string) => boolean): void {
    const { household, strangers } = present(isOn);
    if (household.length + strangers.length === 0) return;
    const count = Number(bank.recall('ticks') ?? 0);
    bank.remember('ticks', count + 1);
    const random = createRandom(bank.seed, 'tick', count);
    if (!random.chance(household.length / (household.length + strangers.length))) {
      strangerTick(bank, random.pick(strangers), random);
      return;
    }
    const mask = household.reduce((sum, item) => sum | (1 << loginIndex(item)), 0);
    if (timeline.nudge(bank.seed, instantOf(bank), mask)) household.forEach(deliver);
  }

  return {
    tick(count, isOn) {
      present(isOn).household.forEach(deliver);
      for (let left = count; left > 0; left -= 1) tickOnce(isOn);
    },
  };
}

const loginIndex = (item: LifeItem): number => {
  const login = loginOf(item.institution_id, item.username);
  return login ? LOGINS.indexOf(login) : -1;
};

/** Nothing of its history has been told to the client yet: there is nothing to compare with. */
function isUntold(simulation: Simulation, item: LifeItem): boolean {
  if (item.latest(1).length > 0) return false;
  const seen = new Set(item.accounts.map(({ key }) => key));
  return [...simulation.engine.rows.values()].some((row) => seen.has(row.account));
}

/** Live rows by key. Asks for the newest first and for all only where some are missing. */
function liveRows(item: LifeItem, wanted: readonly string[]): Map<string, LiveTransaction> {
  for (const count of [400, 1_000_000]) {
    const latest = item.latest(count);
    const byKey = new Map(latest.map((row) => [row.key, row]));
    if (latest.length < count || wanted.every((key) => byKey.has(key))) return byKey;
  }
  return new Map();
}

/** One step for the item: what is gone by its end is never told, nor what the item has already. */
function fromChanges(
  simulation: Simulation,
  item: LifeItem,
  changes: readonly Change[],
  details: Details,
): ItemChange | null {
  const seen = new Set(item.accounts.map(({ key }) => key));
  const own = changes.filter(({ row }) => seen.has(row.account));
  if (own.length === 0) return null;
  const last = new Map<string, Change>();
  const born = new Set<string>();
  for (const change of own) {
    last.set(change.row.id, change);
    if (change.kind === 'add') born.add(change.row.id);
  }
  const known = liveRows(
    item,
    [...last.keys()].filter((id) => !born.has(id)),
  );
  const print = (row: Row) => printRow(simulation, row, details);
  const add: BankTransaction[] = [];
  const modify: ({ transaction_id: string } & Partial<BankTransaction>)[] = [];
  const remove: string[] = [];
  for (const { kind, row } of last.values()) {
    const live = known.get(row.id);
    if (kind === 'remove') {
      if (live) remove.push(live.transaction_id);
    } else if (!live) {
      if (born.has(row.id)) add.push(print(row));
    } else if (kind === 'modify') {
      modify.push({ transaction_id: live.transaction_id, ...print(row) });
    }
  }
  return add.length + modify.length + remove.length > 0 ? { add, modify, remove } : null;
}

/** An item that was never told anything: what it has against what the household has. */
function fromComparison(
  simulation: Simulation,
  item: LifeItem,
  details: Details,
): ItemChange | null {
  const seen = new Set(item.accounts.map(({ key }) => key));
  const live = new Map(item.latest(1_000_000).map((row) => [row.key, row]));
  const dates = [...live.values()].map(({ date }) => date).toSorted();
  const newest = dates.at(-1) ?? simulation.start;
  const { rows } = simulation.engine;
  const add = [...rows.values()]
    .filter((row) => seen.has(row.account) && row.date >= newest && !live.has(row.id))
    .map((row) => printRow(simulation, row, details));
  const remove = [...live.values()]
    .filter(({ key, pending }) => pending === true && !rows.has(key))
    .map((row) => row.transaction_id);
  return add.length + remove.length > 0 ? { add, remove } : null;
}

/** Balances of the accounts that have moved. */
function balancesOf(simulation: Simulation, item: LifeItem): NonNullable<ItemChange['balances']> {
  const moved = item.accounts.flatMap(({ key, balances }) => {
    const now = currentBalances(simulation, key);
    const same = now.current === balances.current && now.available === balances.available;
    return same ? [] : [[key, now] as const];
  });
  return Object.fromEntries(moved);
}

function dailyChange(
  simulation: Simulation,
  item: LifeItem,
): Pick<ItemChange, 'accounts' | 'securities'> | null {
  const facts = item.accounts
    .map(({ key }) => [key, dailyFacts(simulation, key)] as const)
    .filter(([, values]) => Object.keys(values).length > 0);
  if (facts.length === 0) return null;
  const { engine } = simulation;
  const invests = facts.some(([, { holdings }]) => holdings);
  return {
    accounts: { rename: Object.fromEntries(facts) },
    ...(invests ? { securities: securitiesOn(engine.seed, Math.floor(engine.now / DAY)) } : {}),
  };
}
