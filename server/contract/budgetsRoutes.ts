import * as budgets from './budgets.ts';
import { budgetId } from './ids.ts';
import { of, type Route } from './route.ts';

/** What is meant to be spent, and how that goes. */
export const budgetsRoutes = {
  'GET /api/budgets': {
    access: 'member',
    viewAs: true,
    query: budgets.budgetsQuery,
    reply: budgets.budgetsReply,
  },
  'GET /api/budgets/pace': {
    access: 'member',
    viewAs: true,
    query: budgets.paceQuery,
    reply: budgets.paceReply,
  },
  'GET /api/budgets/history': {
    access: 'member',
    viewAs: true,
    query: budgets.budgetHistoryQuery,
    reply: budgets.budgetHistoryReply,
  },
  'GET /api/budgets/ideas': {
    access: 'member',
    viewAs: true,
    query: budgets.budgetIdeasQuery,
    reply: budgets.budgetIdeasReply,
  },
  'POST /api/budgets': {
    access: 'editor',
    body: budgets.newBudgetsBody,
    reply: budgets.budgetStepReply,
  },
  'PATCH /api/budgets/:id': {
    access: 'editor',
    params: of(budgetId),
    body: budgets.budgetPatch,
    reply: budgets.budgetStepReply,
  },
  'POST /api/budgets/:id/end': {
    access: 'editor',
    params: of(budgetId),
    body: budgets.endBudgetBody,
    reply: budgets.budgetStepReply,
  },
  'POST /api/budgets/moves': {
    access: 'editor',
    body: budgets.moveMoneyBody,
    reply: budgets.budgetStepReply,
  },
} as const satisfies Record<string, Route>;
