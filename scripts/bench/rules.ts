import { readConfig } from '#server/config.ts';
import { sql, type Database } from '#server/db/connect.ts';
import { createLog } from '#server/log.ts';
import { startHome } from '#server/main.ts';
import { applyAnswer, prepareItems, readHousehold, type BankAnswer } from './bankRows.ts';
import { fillDatabase, homeSettings, signIn } from './home.ts';
import type { BenchHouse } from './house.ts';
import { median, percentile, type Report } from './report.ts';

const RULES = 100;
const FILED = 5_000;
const ROWS = 10_000;
/** Milliseconds for one step over so many rows. */
const STEP_MOST = 1000;
/** A preview is asked again with every pause of the typing. */
const PREVIEW_MOST = 250;
/** What rules and learning may add to a sync. */
const SYNC_MOST = 1.5;

/** Rules over a hundred thousand transactions: seen beforehand, used, undone; and in each sync. */
export async function benchRules(house: BenchHouse, report: Report): Promise<void> {
  await benchPast(house, report);
  await benchArriving(house, report);
}

async function benchPast(house: BenchHouse, report: Report): Promise<void> {
  const database = await fillDatabase(house, 'rules', await readHousehold(ROWS));
  await multiply(house);
  await file(database.db);
  await house.admin('rules', 'vacuum analyze');
  const settings = homeSettings(house, database);
  const home = await startHome(readConfig(settings), createLog('error'));
  try {
    const url = `http://localhost:${settings.PORT}`;
    await ask(report, { db: database.db, url, cookie: await signIn(database.db) });
  } finally {
    await home.close();
  }
}

/** The same rows again under other ids, on other days of ten years: a hundred thousand. */
const multiply = (house: BenchHouse) =>
  house.admin(
    'rules',
    `insert into transactions (account_id, plaid_transaction_id, amount, amount_sent, currency,
      date, pending, name, merchant_name, merchant_id, category, category_primary, account_kind,
      details)
    select account_id, plaid_transaction_id || '-' || k, amount + k, amount_sent - k, currency,
      date - k * 365, false, name, merchant_name, merchant_id, category, category_primary,
      account_kind, details
    from transactions cross join generate_series(1, 9) k`,
  );

async function ask(report: Report, at: { db: Database; url: string; cookie: string }) {
  const call = async (path: string, body?: object) => {
    const started = performance.now();
    const reply = await fetch(`${at.url}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie: at.cookie, origin: at.url, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const told = (await reply.json()) as {
      fits: number;
      changed: number;
      rule: { id: string };
      change: { id: string };
    };
    if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return { ms: performance.now() - started, told };
  };
  const p95 = async (path: string, body?: object) => {
    const times: number[] = [];
    for (let time = -3; time < 20; time++) {
      const { ms } = await call(path, body);
      if (time >= 0) times.push(ms);
    }
    return percentile(times, 95);
  };
  const rule = {
    scope: 'household',
    conditions: [{ field: 'name', is: 'contains', values: ['market'] }],
    actions: { category: 'TRAVEL_OTHER_TRAVEL', tags: ['all of it'] },
  };
  const add = (name: string, value: number, most: number) =>
    report.add({ name: `  ${name}`, value, unit: 'ms', most });
  const { told } = await call('rules/preview', { rule });
  report.note(`a rule that fits ${told.fits} transactions, ${FILED} filings`);
  add('seen beforehand, p95', await p95('rules/preview', { rule }), PREVIEW_MOST * 2);
  const rare = { ...rule, conditions: [{ field: 'name', is: 'contains', values: ['passport'] }] };
  add('one that fits few, p95', await p95('rules/preview', { rule: rare }), PREVIEW_MOST);
  const sizes = await at.db.query<{ amount: string }>(sql`
    select abs(amount)::text as amount from transactions order by abs(amount)
    limit 1 offset ${ROWS}`);
  const small = {
    ...rule,
    conditions: [{ field: 'amount', is: 'less', amount: Number(sizes[0]?.amount).toFixed(2) }],
  };
  const made = await call('rules', small);
  const used = await call(`rules/${made.told.rule.id}/apply`, {});
  report.note(`  used on ${used.told.changed} transactions in one step`);
  const each = (used.ms * ROWS) / used.told.changed;
  report.add({ name: '  used on 10,000', value: each, unit: 'ms', most: STEP_MOST });
  const plain = await plainUpdate(at.db, small.conditions[0]!.amount);
  report.add({ name: '  against one plain update of the same', value: used.ms / plain, unit: 'x' });
  add('undone', (await call(`changes/${used.told.change.id}/undo`, {})).ms, STEP_MOST);
  const [line] = await at.db.query<{ id: string }>(sql`
    select id from transactions where auto_why is null and own_category is not null limit 1`);
  add('why it shows what it shows, p95', await p95(`transactions/${line?.id}/why`), 50);
  add('whether to always do this, p95', await p95(`transactions/${line?.id}/like`), PREVIEW_MOST);
}

/** The same columns of the same rows written by hand, and taken back. @returns milliseconds */
async function plainUpdate(db: Database, amount: string): Promise<number> {
  let spent = 0;
  const taken = new Error('taken back');
  const work = db.transaction(async (tx) => {
    const started = performance.now();
    await tx.run(sql`
      update transactions set auto_category = 'TRAVEL_FLIGHTS', auto_tags = '{by hand}',
        auto_why = '{"category": {"by": "rule"}}'
      where abs(amount) < ${amount}::numeric and twin_of is null`);
    spent = performance.now() - started;
    throw taken;
  });
  await work.catch((error: unknown) => {
    if (error !== taken) throw error;
  });
  return spent;
}

/** Somebody has filed the newest so many. */
async function file(db: Database): Promise<void> {
  await db.run(sql`
    update transactions t set own_category = coalesce(t.category, 'OTHER_OTHER')
    where t.id in (select id from transactions order by day desc limit ${FILED})`);
}

/** The same bank again under other ids, for a member who has rules and filings. */
async function benchArriving(house: BenchHouse, report: Report): Promise<void> {
  const answers = await readHousehold(ROWS);
  const again = answers.map(relabel);
  const times: Record<'plain' | 'ruled', number[]> = { plain: [], ruled: [] };
  for (let time = 0; time < 3; time++) {
    for (const how of ['plain', 'ruled'] as const) {
      const { db } = await fillDatabase(house, `arriving_${how}_${time}`, answers);
      if (how === 'ruled') {
        await file(db);
        await db.run(sql`
          insert into rules (position, name, body)
          select n, '', jsonb_build_object('match', 'all', 'stop', false,
            'conditions', jsonb_build_array(jsonb_build_object('field', 'name', 'is', 'contains',
              'values', jsonb_build_array(
                case when n % 10 = 0 then 'market' else 'shop ' || n end))),
            'actions', jsonb_build_object('tags', jsonb_build_array('tag ' || n)))
          from generate_series(1, ${RULES}) n`);
      }
      const ids = await prepareItems(db, again);
      let spent = 0;
      for (const [index, answer] of again.entries()) {
        const id = ids[index];
        if (id) spent += await applyAnswer(db, id, answer, { fromCursor: null, lists: 'added' });
      }
      times[how].push(spent);
    }
  }
  report.note(`a sync of ${ROWS} rows with ${RULES} rules and ${FILED} filings`);
  report.add({ name: '  our own work, median', value: median(times.ruled), unit: 'ms' });
  report.add({
    name: '  against the same without any',
    value: median(times.ruled) / median(times.plain),
    unit: 'x',
    most: SYNC_MOST,
  });
}

function relabel(answer: BankAnswer): BankAnswer {
  const other = (id: string) => `${id}-again`;
  return {
    ...answer,
    itemId: other(answer.itemId),
    accounts: answer.accounts.map((one) => ({
      ...one,
      account_id: other(one.account_id),
      persistent_account_id: null as never,
    })),
    pages: answer.pages.map((page) => ({
      ...page,
      added: page.added.map((row) => ({
        ...row,
        transaction_id: other(row.transaction_id),
        account_id: other(row.account_id),
        pending_transaction_id: null,
      })),
    })),
  };
}
