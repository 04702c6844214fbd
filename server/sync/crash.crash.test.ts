import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { createRandom, type Random } from '#server/sandbox/world/random.ts';
import { bankSteps } from '#server/testing/history/bankSteps.ts';
import { calm } from '#server/testing/history/history.ts';
import { drawEdit, noteEdit, sendEdit, type Edit } from '#server/testing/history/householdSteps.ts';
import { draft, linkAtOnce, takeOver } from '#server/testing/history/link.ts';
import type { History, Noted, Own } from '#server/testing/history/model.ts';
import * as storms from '#server/testing/history/storm.ts';
import type { Phase, Storm } from '#server/testing/history/storm.ts';
import { judge } from '#server/testing/history/verdict.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { startServerProcess, type ServerProcess } from '#server/testing/process.ts';

/**
 * The server is killed again and again in the midst of what it does, and another takes its place.
 * In the end nothing is lost, doubled or stuck. `KILLS=500` kills more often.
 */
const KILLS = Number(process.env.KILLS ?? 70);
const EACH = 8;
const MOST = KILLS * 2 + 40;
const seed = Number(process.env.CRASH_SEED ?? 1);

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  await home.stop();
  await home.db.run(sql`update household set connection_limit = 1000000`);
  await home.bank.post('webhooks', { retry_ms: 100, retry_factor: 1.5, attempts: 30 });
});
afterAll(() => home?.close());

const start = (early = false) => startServerProcess(home.config, { name: storms.DOOMED, early });

test(
  `after ${KILLS} kills nothing is lost, doubled or stuck`,
  { timeout: 300_000 + KILLS * 8_000 },
  async () => {
    const dice = createRandom('crash', seed);
    const storm = await prepare(dice);
    const kills = { fetch: 0, apply: 0, exchange: 0, webhook: 0, elsewhere: 0 };
    const fewest = () => Math.min(...storms.phases.map((phase) => kills[phase]));
    let total = 0;
    for (; total < KILLS || fewest() < EACH; total++) {
      if (total > MOST) throw new Error(`Phases were not hit: ${JSON.stringify(kills)}`);
      const wanted = storms.phases.filter((phase) => kills[phase] === fewest());
      const where = await killOnce(storm, dice, dice.pick(wanted));
      kills[where]++;
    }
    const words = Object.entries(kills).map(([name, count]) => `${name} ${count}`);
    console.log(`${total} kills: ${words.join(', ')} (CRASH_SEED=${seed})`);

    const server = await start();
    try {
      await verdict(storm);
    } finally {
      await server.kill();
    }
  },
);

async function prepare(dice: Random): Promise<Storm> {
  const sizes = [1500, 20, 8];
  const drafts = await Promise.all(
    sizes.map((rows) => draft(home, dice, { rows, accounts: rows > 100 ? 4 : 2 })),
  );
  for (const one of drafts) await linkAtOnce(one);
  const [large, ...small] = drafts.map(({ history }) => history);
  return { home, large: large!, small, begun: [] };
}

/** One life of a server. @returns in the midst of what it was killed */
async function killOnce(storm: Storm, dice: Random, aim: Phase): Promise<Phase | 'elsewhere'> {
  await home.bank.delete('faults');
  for (const history of storm.small) await stir(history, dice);
  const early = dice.chance(0.1);
  const server = await start(early);
  await storms.hoursPass(home);
  const edits: Promise<Pending | undefined>[] = [];
  if (early) await sleep(dice.int(0, 900));
  else {
    await sleep(dice.int(0, 100));
    for (const history of [storm.large, ...storm.small]) {
      if (dice.chance(0.6)) edits.push(beginEdit(history, dice));
    }
    await Promise.all(edits);
    await storms.aims[aim](storm, server, dice);
  }
  const seen = await freezeAndKill(server);
  for (const pending of await Promise.all(edits)) if (pending) await decide(pending);
  if (seen.has(aim)) return aim;
  return storms.phases.find((phase) => seen.has(phase)) ?? 'elsewhere';
}

/** It stands still while we look where it is, so that what is seen is where it dies. */
async function freezeAndKill(server: ServerProcess): Promise<Set<Phase>> {
  server.freeze();
  const seen = await storms.openPhases(home);
  await server.kill();
  await storms.untilForgotten(home);
  return seen;
}

const stirring = ['buy', 'hold', 'post', 'complete', 'churn', 'vanish', 'modify', 'balance'];

async function stir(history: History, dice: Random): Promise<void> {
  for (let n = dice.int(0, 3); n > 0; n--) {
    const name = dice.pick(stirring);
    history.trail.push(name);
    await bankSteps[name]![1](history, dice);
  }
}

interface Pending {
  history: History;
  edit: Edit;
  sent: Promise<Awaited<ReturnType<typeof sendEdit>> | undefined>;
}

/** Sent, not awaited: the kill may come before the answer, or before the change. */
async function beginEdit(history: History, dice: Random): Promise<Pending | undefined> {
  const edit = await drawEdit(history, dice);
  if (!edit) return undefined;
  return { history, edit, sent: sendEdit(history, edit).catch(() => undefined) };
}

async function decide({ history, edit, sent }: Pending): Promise<void> {
  const reply = await sent;
  if (reply?.status === 200) {
    noteEdit(history, edit, (reply.body as { change: { id: Noted['id'] } }).change.id);
    return;
  }
  // Refused with a word is not done; without an answer it is done or not, whole or not at all.
  if (reply) return expect([404, 409]).toContain(reply.status);
  const found = await home.db.first<Own>(sql`
    select own_name as name, own_category as category, own_date as date, own_note as note,
      deleted_at is not null as deleted
    from transactions where id = ${edit.rowId}`);
  const done = { ...edit.purchase.own, ...edit.after };
  if (isDeepStrictEqual({ ...found }, done)) noteEdit(history, edit, undefined);
  else expect({ ...found }).toEqual(edit.purchase.own);
}

async function verdict(storm: Storm): Promise<void> {
  await home.bank.delete('faults');
  await home.bank.post('settings', { largest_page: 500 });
  await storms.hoursPass(home);
  const unsaved = await settleSessions(storm);
  for (const history of [storm.large, ...storm.small, ...storm.begun.map((one) => one.history)]) {
    if (!history.itemId) continue;
    await calm(history);
    expect(await judge(history), history.trail.slice(-40).join('\n')).toEqual([]);
  }
  await judgeItems(storm, unsaved);
}

/** Every Link session has come to an end. @returns those that were cut off in their exchange */
async function settleSessions(storm: Storm): Promise<number> {
  let unsaved = 0;
  for (const { history, session } of storm.begun) {
    const end = performance.now() + 20_000;
    for (;;) {
      const params = { id: session };
      const state = await history.member.call('GET /api/link-sessions/:id', { params });
      if (state.outcome === 'open' && performance.now() < end) {
        await sleep(50);
        continue;
      }
      expect(['linked', 'failed'], state.sentence).toContain(state.outcome);
      if (state.linkId) await takeOver(history, state.linkId);
      else unsaved++;
      if (state.outcome === 'failed') expect(state.sentence).toContain('decisive moment');
      break;
    }
  }
  return unsaved;
}

/** At the bank there is nothing that nobody owns, but for exchanges that were cut in two. */
async function judgeItems(storm: Storm, unsaved: number): Promise<void> {
  const atBank = (await home.bank.get<{ item_id: string; exchanged: boolean }[] & object>(
    'items',
  )) as { item_id: string; exchanged: boolean }[];
  const held = await home.db.query<{ id: string }>(sql`select plaid_item_id as id from items`);
  const ours = new Set(held.map((row) => row.id));
  const orphans = atBank.filter((item) => item.exchanged && !ours.has(item.item_id));
  expect(orphans).toHaveLength(unsaved);
  expect(held).toHaveLength(3 + storm.begun.length - unsaved);
  const noted = await home.db.query<{ outcome: string }>(sql`select outcome from item_exchanges`);
  expect(noted.filter((one) => one.outcome === 'started')).toHaveLength(unsaved);
  expect(noted.filter((one) => one.outcome === 'saved')).toHaveLength(ours.size - 3);
  console.log(`${storm.begun.length} links begun, ${unsaved} cut off between bank and database`);
}
