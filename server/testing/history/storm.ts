import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkSessionId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import type { Random } from '#server/sandbox/world/random.ts';
import type { TestHome } from '#server/testing/home.ts';
import type { ServerProcess } from '#server/testing/process.ts';
import { apply, steady } from './bankSteps.ts';
import { draft } from './link.ts';
import type { History } from './model.ts';

// How a server is brought to do a certain thing, caught at it, and what a kill there leaves.

export const phases = ['fetch', 'apply', 'exchange', 'webhook'] as const;
export type Phase = (typeof phases)[number];

/** The name of the connections of servers that are to die. */
export const DOOMED = 'doomed';

/** Longest waits, in milliseconds, for what is asked for to begin. */
const PATIENCE_MS = 3_000;

export interface Storm {
  home: TestHome;
  /** A link with so many rows that an update of all of them takes its time. */
  large: History;
  small: History[];
  /** Links that were begun, whatever became of them. */
  begun: { history: History; session: LinkSessionId }[];
}

type Aim = (storm: Storm, server: ServerProcess, dice: Random) => Promise<void>;

const slowDown = (storm: Storm, endpoint: string, latency_ms: number, more: object = {}) =>
  storm.home.bank.post('faults', { endpoint, latency_ms, times: 10, ...more });

/** Each has the server begin what it names and returns somewhere in its midst. */
export const aims: Record<Phase, Aim> = {
  async fetch(storm, server, dice) {
    await storm.home.bank.post('settings', { largest_page: dice.int(2, 9) });
    const endpoint = dice.pick(['/transactions/sync', '/accounts/get', '/item/get']);
    await slowDown(storm, endpoint, dice.int(20, 120));
    const history = dice.pick(storm.small);
    const begun = server.next('sync.fetch', PATIENCE_MS, history.itemId);
    const rows = steady(history).map((one) => ({ transaction_id: one.bankId }));
    await apply(history, { modify: rows });
    await begun;
    await sleep(dice.int(0, 150));
  },
  async apply(storm, server, dice) {
    await storm.home.bank.post('settings', { largest_page: 500 });
    const begun = server.next('sync.apply', PATIENCE_MS, storm.large.itemId);
    await changeAll(storm.large, dice);
    await begun;
    await sleep(dice.int(0, 120));
  },
  async exchange(storm, server, dice) {
    // The request is on its way, or lost on it: only Plaid knows whether it took effect.
    const lost = dice.chance(0.4) ? { kind: 'drop', times: 1 } : {};
    await slowDown(storm, '/item/public_token/exchange', dice.int(20, 150), lost);
    const begun = server.next('link.exchange', PATIENCE_MS);
    await beginLink(storm, dice);
    await begun;
    await sleep(dice.int(0, 180));
  },
  async webhook(storm, _server, dice) {
    await slowDown(storm, '/webhook_verification_key/get', dice.int(20, 150));
    const history = dice.pick([storm.large, ...storm.small]);
    for (let n = dice.int(1, 4); n > 0; n--) {
      await storm.home.bank.post('webhooks/fire', {
        item_id: history.plaidItemId,
        webhook_type: 'TRANSACTIONS',
        webhook_code: 'SYNC_UPDATES_AVAILABLE',
      });
    }
    await sleep(dice.int(0, 150));
  },
};

async function changeAll(history: History, dice: Random): Promise<void> {
  const rows = steady(history);
  const name = `Told anew ${dice.int(1, 1e6)}`;
  for (const one of rows) one.row = { ...one.row, name };
  await apply(history, { modify: rows.map((one) => ({ transaction_id: one.bankId, name })) });
}

/** A member's login is finished at the bank; what comes of it is the server's business. */
async function beginLink(storm: Storm, dice: Random): Promise<void> {
  const { history, login } = await draft(storm.home, dice, { rows: 5, accounts: 2 });
  const order = { institution_id: 'ins_109508', login };
  const { session } = await storm.home.bank.link(history.member, order);
  storm.begun.push({ history, session });
}

interface Requests extends Record<string, unknown> {
  in_flight: { endpoint: string }[];
}
interface Post extends Record<string, unknown> {
  flying: object[];
}

/** What a frozen server is in the midst of, as the bank and Postgres see it. */
export async function openPhases(home: TestHome): Promise<Set<Phase>> {
  const [requests, post, applying] = await Promise.all([
    home.bank.get<Requests>('requests'),
    home.bank.get<Post>('webhooks'),
    isApplying(home),
  ]);
  const open = new Set<Phase>();
  const flying = (pattern: RegExp) => requests.in_flight.some((one) => pattern.test(one.endpoint));
  if (flying(/^\/(transactions\/sync|accounts\/get|item\/get)$/)) open.add('fetch');
  if (flying(/public_token\/exchange$/)) open.add('exchange');
  if (post.flying.length > 0) open.add('webhook');
  if (applying) open.add('apply');
  return open;
}

/** Only the transaction that applies an update writes balances; it keeps the lock to its end. */
async function isApplying(home: TestHome): Promise<boolean> {
  const found = await home.db.first(sql`
    select 1 from pg_stat_activity a join pg_locks l using (pid)
    join pg_class c on c.oid = l.relation
    where a.datname = current_database() and a.application_name = ${DOOMED}
      and c.relname = 'balances' and l.mode = 'RowExclusiveLock'`);
  return found !== undefined;
}

/** Waits until Postgres has noticed that a server is dead: then nothing of it is undecided. */
export async function untilForgotten(home: TestHome): Promise<void> {
  for (;;) {
    const row = await home.db.first<{ n: number }>(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and application_name = ${DOOMED}`);
    if (row?.n === 0) return;
    await sleep(5);
  }
}

/** Leases of the dead run out and everything that waits is due, as it will be in an hour or two. */
export async function hoursPass(home: TestHome): Promise<void> {
  await home.db.run(sql`
    update items set lease_until = now() where lease_until > now()`);
  await home.db.run(sql`
    update items set due_at = now() where due_at is not null`);
  await home.db.run(sql`
    update link_sessions set lease_until = now() where lease_until > now()`);
  await home.db.run(sql`
    update link_sessions set next_check_at = now() where next_check_at is not null`);
  await home.db.run(sql`select pg_notify('ledgerberry_work', '')`);
}
