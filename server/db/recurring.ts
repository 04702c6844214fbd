import { randomUUID } from 'node:crypto';
import type { AccountId, ChangeId } from '#server/contract/ids.ts';
import { toMinor } from '#server/domain/money.ts';
import type { Decision } from '#server/domain/recurringMerging.ts';
import { merchantOf } from '#server/domain/recurringMerchant.ts';
import type { RecurringRow } from '#server/domain/recurringSeries.ts';
import { recordStep, type Step } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** Two years and what is needed to see a yearly bill twice; less where that is too much. */
const MONTHS = [26, 13, 6, 2];
/** So much is looked at in one go: 75 a day over two years. */
const MOST_ROWS = 60_000;

interface Told {
  id: string;
  day: string;
  amount: string;
  currency: string;
  account: string;
  merchant: string;
  name: string;
  category: string | null;
  flow: RecurringRow['flow'];
  pending: boolean;
  peer: string | null;
  posted: string;
}

/**
 * What the viewer reads of the last two years, in no order: what comes back is found in it. What
 * another hides is not among it, and what is left out of totals neither.
 */
export async function loadRecurringRows(db: Db, viewer: Viewer): Promise<RecurringRow[]> {
  for (const months of MONTHS) {
    const rows = await readMonths(db, viewer, months);
    if (rows.length <= MOST_ROWS) {
      for (const row of rows) row.merchant = merchantOf(row.merchant);
      return rows;
    }
  }
  return [];
}

/** In no order: sorting them takes the database longer than finding them. */
const readMonths = (db: Db, viewer: Viewer, months: number): Promise<Told[]> =>
  db.query(sql`
    with v as materialized (${visibleAccounts(viewer)})
    select t.id, t.day, t.amount::text as amount, t.currency, v.ledger_id as account,
      coalesce(lower(t.auto_name), merchant_key(t.merchant_id, t.merchant_name, t.name)) as merchant,
      t.name_shown as name, t.category_shown as category, t.flow, t.pending,
      pv.ledger_id as peer, t.date as posted
    from transactions t join v on v.id = t.account_id
    left join transactions p on p.id = t.transfer_peer
    left join v pv on pv.id = p.account_id
    where t.removed_at is null and t.deleted_at is null and t.twin_of is null
      and ${unhidden(viewer)} and t.flow <> 'left_out'
      and t.day > (select household_today()) - make_interval(months => ${months})
    limit ${MOST_ROWS + 1}`);

/** An account as what comes back there is shown with it. */
export interface RecurringAccount {
  id: AccountId;
  name: string;
  mask: string | null;
  kind: string;
}

/** The accounts whose transactions the viewer reads; a joint account once. */
export const listRecurringAccounts = (db: Db, viewer: Viewer): Promise<RecurringAccount[]> =>
  db.query(sql`
    select l.id, coalesce(l.own_name, l.name) as name, l.mask, l.kind from accounts l
    where l.id in (select v.ledger_id from (${visibleAccounts(viewer)}) v)`);

/** What was said of what comes back in accounts that the viewer reads. */
export async function loadDecisions(db: Db, viewer: Viewer): Promise<Decision[]> {
  const rows = await db.query<Omit<Decision, 'size'> & { amount: string | null }>(sql`
    select d.id, v.ledger_id as account, d.series, d.says, d.name, d.amount::text as amount,
      d.cadence, d.next_day as "nextDay", d.facts, d.merged_into as "mergedInto"
    from recurring_decisions d join (${visibleAccounts(viewer)}) v on v.id = d.account_id
    where d.says <> 'undecided' order by d.created_at, d.id`);
  return rows.map(({ amount, ...row }) => ({
    ...row,
    size: amount === null ? null : Number(toMinor(amount, currencyOf(row.series))),
  }));
}

/** The second word of what a decision is about. */
const currencyOf = (series: string): string => series.split(' ')[1] ?? 'USD';

/** What is to stand of a decision from now on. */
export interface DecisionValues {
  /** Null: nothing was said yet. */
  id: string | null;
  account: AccountId;
  series: string;
  says: 'accepted' | 'dismissed' | 'undecided';
  name: string | null;
  /** Decimal, without a sign. */
  amount: string | null;
  cadence: Decision['cadence'];
  nextDay: string | null;
  facts: Decision['facts'];
  mergedInto: string | null;
}

/**
 * Writes decisions as one step of the viewer's.
 * @param decisions of accounts that the viewer reads; each may need the id of one before
 */
export function saveDecisions(
  db: Database,
  viewer: Viewer,
  sentence: string,
  decisions: (DecisionValues | ((idOf: (at: number) => string) => DecisionValues))[],
): Promise<{ id: ChangeId } | undefined> {
  return recordStep(db, viewer, sentence, async (step) => {
    const ids: string[] = [];
    for (const one of decisions) {
      const values = typeof one === 'function' ? one((at) => ids[at]!) : one;
      ids.push(await saveDecision(step, values));
    }
  });
}

async function saveDecision({ tx, thing }: Step, values: DecisionValues): Promise<string> {
  const id = values.id ?? randomUUID();
  const { account, series, says, name, amount, cadence, nextDay, facts, mergedInto } = values;
  if (values.id === null) {
    // First as if nothing were said: undoing does that again, and never deletes.
    await tx.run(sql`
      insert into recurring_decisions (id, account_id, series, says, facts)
      values (${id}, ${account}, ${series}, 'undecided', ${JSON.stringify(facts)})`);
  }
  await thing('recurring', id, () =>
    tx.run(sql`
      update recurring_decisions set says = ${says}, name = ${name}, amount = ${amount},
        cadence = ${cadence}, next_day = ${nextDay}, facts = ${JSON.stringify(facts)},
        series = ${series}, merged_into = ${mergedInto}
      where id = ${id}`),
  );
  return id;
}
