import { randomUUID } from 'node:crypto';
import { Refusal } from '#server/contract/errors.ts';
import type { BudgetId, ChangeId } from '#server/contract/ids.ts';
import type { Budget } from '#server/domain/budgets.ts';
import { amountKey, budgetsInTurn } from './budgetThings.ts';
import { recordStep, type Step } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import type { Viewer } from './viewer.ts';

const dated = (month: string) => `${month}-01`;

/**
 * Keeps budgets from going, as when whoever made one takes that back. @throws Refusal if one has
 */
async function hold(tx: Db, ids: readonly string[]): Promise<void> {
  const held = await tx.query(sql`
    select from budgets where id = any(${ids}::uuid[]) order by id for key share`);
  if (held.length < ids.length) throw new Refusal('not_found', 'There is no such budget.');
}

/** A budget that is to be made. */
export interface NewBudget {
  category: string | null;
  /** A decimal of the household's currency. */
  amount: string;
  carries: boolean;
}

/**
 * Makes budgets as one step.
 * @param refuse is asked when nobody else can make any meanwhile, and throws where it may not be
 */
export async function makeBudgets(
  db: Database,
  viewer: Viewer,
  made: {
    scope: Budget['scope'];
    since: string;
    currency: string;
    budgets: readonly NewBudget[];
    sentence: string;
  },
  refuse: (tx: Db) => Promise<void>,
): Promise<{ id: ChangeId }> {
  const step = await recordStep(db, viewer, made.sentence, async (work) => {
    const { tx } = work;
    await budgetsInTurn(tx);
    await refuse(tx);
    for (const { category, amount, carries } of made.budgets) {
      const id = randomUUID();
      const own = made.scope === 'own' ? viewer.memberId : null;
      const since = dated(made.since);
      await work.thing('budget', id, () =>
        tx.run(sql`
          insert into budgets (id, member_id, made_by, category, currency, since, carries_from,
            created_at)
          values (${id}, ${own}, ${viewer.memberId}, ${category}, ${made.currency}, ${since},
            ${carries ? since : null}, clock_timestamp())`),
      );
      await writeAmount(work, id, made.since, false, amount);
    }
  });
  if (!step) throw new Error('New budgets changed nothing');
  return step;
}

const writeAmount = (
  { tx, thing }: Step,
  id: string,
  month: string,
  only: boolean,
  amount: string,
) =>
  thing('budgetAmount', amountKey(id, month, only), () =>
    tx.run(sql`
      insert into budget_amounts (budget_id, month, only_this, amount)
      values (${id}, ${dated(month)}, ${only}, ${amount})
      on conflict (budget_id, month, only_this) do update set amount = excluded.amount`),
  );

/** What is changed of a budget; what is left out stays. */
export interface BudgetPatch {
  month: string;
  amount?: string | undefined;
  /** The amount is of that month alone. */
  only?: boolean | undefined;
  carries?: boolean | undefined;
}

/** Changes a budget that the viewer sees, as one step; undefined where it stands so already. */
export function changeBudget(
  db: Database,
  viewer: Viewer,
  budget: Budget,
  patch: BudgetPatch,
  sentence: string,
): Promise<{ id: ChangeId } | undefined> {
  const { id } = budget;
  const { month, amount, only = false, carries } = patch;
  return recordStep(db, viewer, sentence, async (work) => {
    const { tx, thing } = work;
    await budgetsInTurn(tx);
    await hold(tx, [id]);
    if (amount !== undefined) {
      await writeAmount(work, id, month, only, amount);
      if (!only) await forgetAfter(work, budget, month);
    }
    if (carries === undefined || carries === (budget.carriesFrom !== null)) return;
    await thing('budget', id, () =>
      tx.run(sql`
        update budgets set carries_from = ${carries ? dated(month) : null} where id = ${id}`),
    );
  });
}

/** From a month on there is one amount: not another from a later one on, nor one of it alone. */
async function forgetAfter({ tx, thing }: Step, budget: Budget, month: string): Promise<void> {
  for (const one of budget.amounts) {
    if (one.only ? one.month !== month : one.month <= month) continue;
    await thing('budgetAmount', amountKey(budget.id, one.month, one.only), () =>
      tx.run(sql`
        delete from budget_amounts
        where budget_id = ${budget.id} and month = ${dated(one.month)} and only_this = ${one.only}`),
    );
  }
}

/** From a month on it is not there any more; the months before keep it. */
export const endBudget = (
  db: Database,
  viewer: Viewer,
  id: BudgetId,
  month: string,
  sentence: string,
): Promise<{ id: ChangeId } | undefined> =>
  recordStep(db, viewer, sentence, ({ tx, thing }) =>
    thing('budget', id, () =>
      tx.run(sql`
        update budgets set until = greatest(since, ${dated(month)}::date) where id = ${id}`),
    ),
  );

/** Moves money of one month from one budget to another. */
export async function moveMoney(
  db: Database,
  viewer: Viewer,
  move: { month: string; from: BudgetId; to: BudgetId; amount: string },
  sentence: string,
): Promise<{ id: ChangeId }> {
  const id = randomUUID();
  const { month, from, to, amount } = move;
  const step = await recordStep(db, viewer, sentence, async ({ tx, thing }) => {
    await hold(tx, [from, to]);
    await thing('budgetMove', `${id}/${from}/${to}`, () =>
      tx.run(sql`
        insert into budget_moves (id, month, from_id, to_id, amount, made_by)
        values (${id}, ${dated(month)}, ${from}, ${to}, ${amount}, ${viewer.memberId})`),
    );
  });
  if (!step) throw new Error('Nothing was moved');
  return step;
}
