import type { BudgetScope } from '#server/contract/budgets.ts';
import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, changed } from './client.ts';

const topics = ['ledger', 'transactions', 'accounts', 'sharing', 'household'] as const;

/** A month of budgets, `YYYY-MM`; this one where it is empty. */
export const budgets = (month: string) =>
  ask(topics, 'GET /api/budgets', { query: month ? { month } : {} });

/** How fast a month's money goes. */
export const budgetPace = (scope: BudgetScope, month: string) =>
  ask(topics, 'GET /api/budgets/pace', { query: { scope, ...(month ? { month } : {}) } });

/** What a category came to in the last two years; null for everything that has no budget. */
export const budgetHistory = (scope: BudgetScope, category: string | null, month: string) =>
  ask(topics, 'GET /api/budgets/history', {
    query: { scope, ...(category ? { category } : {}), ...(month ? { month } : {}) },
  });

/** What the groups without a budget usually come to. */
export const budgetIdeas = (scope: BudgetScope) =>
  ask(topics, 'GET /api/budgets/ideas', { query: { scope } });

export async function makeBudgets(body: Input<'POST /api/budgets'>['body']) {
  const { change } = await call('POST /api/budgets', { body });
  await changed(['ledger']);
  return change;
}

export async function changeBudget(id: string, body: Input<'PATCH /api/budgets/:id'>['body']) {
  const { change } = await call('PATCH /api/budgets/:id', { params: { id }, body });
  await changed(['ledger']);
  return change;
}

/** From a month on it is not there any more. */
export async function endBudget(id: string, month: string) {
  const { change } = await call('POST /api/budgets/:id/end', { params: { id }, body: { month } });
  await changed(['ledger']);
  return change;
}

export async function moveMoney(body: Input<'POST /api/budgets/moves'>['body']) {
  const { change } = await call('POST /api/budgets/moves', { body });
  await changed(['ledger']);
  return change;
}
