import { sql, type Db } from './connect.ts';
import type { Thing } from './things.ts';
import type { Viewer } from './viewer.ts';

// Budgets, what they allow and what was moved between them, as things that can be undone.

/** The key of an amount: of which budget, from which month on or of which alone. */
export const amountKey = (budget: string, month: string, only: boolean): string =>
  `${budget}/${month}${only ? '/only' : ''}`;
const partsOf = (key: string) => {
  const [budget = '', month = '', only] = key.split('/');
  return { budget, month: `${month}-01`, only: only !== undefined };
};

/**
 * Who changes budgets does so one after the other: two at once would make two of one, or plan on
 * what the other just took away.
 */
export const budgetsInTurn = (tx: Db) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended('budgets', 0))`);

/** The budgets that the viewer may see: the household's, and their own with their own eyes. */
export const seenBudgets = (viewer: Viewer) => sql`
  select b.* from budgets b
  where b.member_id is null or (b.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null)`;

/** Of one that is gone nobody says whose it was but the step, which is its maker's own. */
const mayTouch = (viewer: Viewer, id: string) => sql`
  not exists (select from budgets b where b.id = ${id}::uuid and b.member_id <> ${viewer.memberId})`;

/** And stays there, until what is given back to it is. */
const isThere = (viewer: Viewer, id: string) => sql`
  exists (select from (${seenBudgets(viewer)}) b where b.id = ${id}::uuid for key share)`;

const whoSees = (id: string) => sql`
  select m.id from members m join budgets b on b.member_id is null or b.member_id = m.id
  where b.id = ${id}::uuid`;

export const budgetThings = {
  budget: {
    table: 'budgets',
    where: (key) => sql`id = ${key}::uuid`,
    mayTouch,
    tell: whoSees,
    topics: ['ledger'],
  },
  budgetAmount: {
    table: 'budget_amounts',
    where: (key) => {
      const { budget, month, only } = partsOf(key);
      return sql`budget_id = ${budget}::uuid and month = ${month}::date and only_this = ${only}`;
    },
    mayTouch: (viewer, key) => isThere(viewer, partsOf(key).budget),
    tell: (key) => whoSees(partsOf(key).budget),
    topics: ['ledger'],
  },
  /** Its key has its two budgets too: an undone one is given back only where both are there. */
  budgetMove: {
    table: 'budget_moves',
    where: (key) => sql`id = ${key.slice(0, 36)}::uuid`,
    mayTouch: (viewer, key) => {
      const [, from = '', to = ''] = key.split('/');
      return sql`${isThere(viewer, from)} and ${isThere(viewer, to)}`;
    },
    tell: (key) => whoSees(key.split('/')[1] ?? ''),
    topics: ['ledger'],
  },
} as const satisfies Record<string, Thing>;
