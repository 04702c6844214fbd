/**
 * Lets planned things happen in their order and keeps the books. Nothing here knows what a salary
 * or a coffee is.
 *
 * The rule for money, which the tests add up independently: `posted` of an account is the sum of
 * its posted rows with Plaid's sign, `held` the sum of its pending rows that take money. A bank
 * account's current balance is its opening balance minus `posted`, a card's or a loan's is its
 * opening debt plus `posted`. Pending rows never touch the current balance.
 */
import { dateAt } from './days.ts';
import type { Change, Row, WorldAccount } from './types.ts';

export type Plan =
  | { kind: 'add'; row: Row }
  /** The hold goes and the posted row comes, with a new id. */
  | { kind: 'post'; pending: Row; row: Row }
  /** A hold that vanishes. */
  | { kind: 'drop'; row: Row }
  /** The bank or Plaid has learned better: the same id, other words. */
  | { kind: 'amend'; row: Row }
  /** Something that depends on what the accounts hold when it happens. */
  | { kind: 'errand'; run: (engine: Engine, at: number) => void };

type Queued = { at: number; plan: Plan };

export type Engine = {
  readonly seed: string;
  readonly now: number;
  readonly accounts: ReadonlyMap<string, WorldAccount>;
  /** Live rows by id, in the order in which they came. */
  readonly rows: ReadonlyMap<string, Row>;
  account(key: string): WorldAccount;
  /** A word that no row has had yet. */
  nextId(): string;
  plan(at: number, plan: Plan): void;
  /** The current balance in minor units: what it holds, or what is owed on it. */
  current(account: string): number;
  /** What pending rows hold back. */
  held(account: string): number;
  /** Lets everything happen that is planned up to `until`, and says what the banks would show. */
  advance(until: number): Change[];
  /** Holds that wait for their end, oldest first. */
  waiting(): { pending: Row; hasten(at: number): void }[];
};

/** What has posted and what is held, by account. */
function createBooks(accounts: ReadonlyMap<string, WorldAccount>) {
  const books = new Map([...accounts.keys()].map((key) => [key, { posted: 0, held: 0 }]));
  const find = <T>(map: ReadonlyMap<string, T>, key: string): T => {
    const found = map.get(key);
    if (found === undefined) throw new Error(`The household has no account ${key}.`);
    return found;
  };
  return {
    account: (key: string) => find(accounts, key),
    held: (key: string) => find(books, key).held,
    current(key: string): number {
      const { opening, type } = find(accounts, key);
      const { posted } = find(books, key);
      return type === 'depository' ? opening - posted : opening + posted;
    },
    enter(row: Row, sign: 1 | -1): void {
      const book = find(books, row.account);
      if (!row.pending) book.posted += sign * row.minor;
      else if (row.minor > 0) book.held += sign * row.minor;
    },
  };
}

export function createEngine(seed: string, start: number, accounts: WorldAccount[]): Engine {
  const byKey = new Map(accounts.map((account) => [account.key, account]));
  const { account, held, current, enter } = createBooks(byKey);
  const rows = new Map<string, Row>();
  const queue: Queued[] = [];
  let now = start;
  let ids = 0;

  function add(row: Row, at: number): Change {
    enter(row, 1);
    const shown = account(row.account).tellsRunningBalance && !row.pending;
    const kept = shown ? { ...row, runningBalance: current(row.account) } : row;
    rows.set(kept.id, kept);
    return { at, kind: 'add', row: kept };
  }

  function remove(row: Row, at: number): Change {
    enter(row, -1);
    rows.delete(row.id);
    return { at, kind: 'remove', row };
  }

  function happen(plan: Plan, at: number): Change[] {
    switch (plan.kind) {
      case 'add':
        return [add(plan.row, at)];
      case 'post': {
        const posted = { ...plan.row, date: dateAt(at), postedAt: at };
        return [remove(plan.pending, at), add(posted, at)];
      }
      case 'drop':
        return [remove(plan.row, at)];
      case 'amend': {
        const known = rows.get(plan.row.id);
        if (!known) return [];
        const { date, postedAt, pendingId, runningBalance } = known;
        const row = { ...plan.row, date, postedAt, pendingId, runningBalance };
        rows.set(row.id, row);
        return [{ at, kind: 'modify', row }];
      }
      case 'errand':
        plan.run(engine, at);
        return [];
    }
  }

  const engine: Engine = {
    seed,
    get now() {
      return now;
    },
    accounts: byKey,
    rows,
    account,
    nextId: () => `r${(ids++).toString(36)}`,
    plan: (at, plan) => insert(queue, { at: Math.max(at, now), plan }),
    current,
    held,
    advance(until) {
      const changes: Change[] = [];
      for (let next = queue[0]; next && next.at <= until; next = queue[0]) {
        queue.shift();
        now = next.at;
        changes.push(...happen(next.plan, next.at));
      }
      now = Math.max(now, until);
      return changes;
    },
    waiting: () => waitingIn(queue).filter(({ pending }) => rows.has(pending.id)),
  };
  return engine;
}

/** The place after everything that happens no later; ties keep the order of planning. */
function insert(queue: Queued[], entry: Queued): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((queue[middle]?.at ?? 0) <= entry.at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, entry);
}

function waitingIn(queue: Queued[]): { pending: Row; hasten(at: number): void }[] {
  return queue.flatMap((entry) => {
    const { plan } = entry;
    if (plan.kind !== 'post' && plan.kind !== 'drop') return [];
    const pending = plan.kind === 'post' ? plan.pending : plan.row;
    const hasten = (at: number) => {
      queue.splice(queue.indexOf(entry), 1);
      insert(queue, { ...entry, at });
    };
    return [{ pending, hasten }];
  });
}
