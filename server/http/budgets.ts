import { MOST_BUDGETS } from '#server/contract/budgets.ts';
import { Refusal } from '#server/contract/errors.ts';
import type { BudgetId, ChangeId } from '#server/contract/ids.ts';
import * as changes from '#server/db/budgetChanges.ts';
import { listBudgets } from '#server/db/budgets.ts';
import { loadDictionary } from '#server/db/categories.ts';
import type { Db } from '#server/db/connect.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { fits } from '#server/domain/assets.ts';
import { isThere, type Budget } from '#server/domain/budgets.ts';
import { budgetSentences } from '#server/domain/budgetWords.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import { tidyDecimal } from '#server/domain/money.ts';
import { monthsAway, readCategory, readMonth, refuse, tellBudgets } from './budgetsRead.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';

/** Budgets begin and change within so many months before this one. */
const MOST_BEFORE = 24;

export const getBudgets: Handler<'GET /api/budgets'> = (deps, { viewer, query }) =>
  tellBudgets(deps, viewer, query.month);

/** A decimal as it is kept. */
function readAmount(amount: string, currency: string): string {
  if (!fits(amount, currency)) {
    throw refuse(`${currency} has no amounts as fine as that.`, 'amount');
  }
  return tidyDecimal(amount, currency);
}

/** The month in which something is to begin or to change. */
function readChangeMonth(month: string, today: string): string {
  if (month < monthsAway(today.slice(0, 7), -MOST_BEFORE)) {
    throw refuse('That is more than two years ago.', 'month');
  }
  return readMonth(month, today);
}

const told = async (deps: HttpDeps, viewer: Viewer, step: { id: ChangeId } | undefined) => {
  if (!step) throw new Refusal('conflict', 'It stands so already.');
  return { change: await stepOf(deps, viewer, step.id) };
};

/** What a budget is for, in words; null for everything else. */
const labelOf = (dictionary: Dictionary, category: string | null) =>
  category === null ? null : dictionary.describe(category).label;

export const postBudgets: Handler<'POST /api/budgets'> = async (deps, { viewer, body }) => {
  const [{ household, today }, dictionary] = await Promise.all([
    homeToday(deps),
    loadDictionary(deps.db),
  ]);
  const { currency } = household;
  const { scope } = body;
  const since = readChangeMonth(body.month, today);
  const budgets = body.budgets.map(({ category, amount, carries }) => ({
    category: category === null ? null : readCategory(dictionary, category),
    amount: readAmount(amount, currency),
    carries,
  }));
  const labels = budgets.map(({ category }) => labelOf(dictionary, category));
  const sentence = budgetSentences.made(labels, { amount: budgets[0]!.amount, currency });
  const made = { scope, since, currency, budgets, sentence };
  const step = await changes.makeBudgets(deps.db, viewer, made, (tx) =>
    refuseTaken(tx, viewer, dictionary, made),
  );
  return told(deps, viewer, step);
};

/** Two budgets for the same thing would not know which of them counts it. */
async function refuseTaken(
  tx: Db,
  viewer: Viewer,
  dictionary: Dictionary,
  made: { scope: Budget['scope']; since: string; budgets: { category: string | null }[] },
): Promise<void> {
  const there = (await listBudgets(tx, viewer)).filter(
    ({ scope, until }) => scope === made.scope && (until === null || until > made.since),
  );
  if (there.length + made.budgets.length > MOST_BUDGETS) {
    throw new Refusal('conflict', `There are ${MOST_BUDGETS} budgets already.`);
  }
  const code = (category: string | null) => category && dictionary.describe(category).code;
  const taken = new Set(there.map(({ category }) => code(category)));
  for (const { category } of made.budgets) {
    if (taken.has(code(category))) {
      const label = labelOf(dictionary, category);
      const of = label === null ? 'everything else' : `“${label}”`;
      throw new Refusal('conflict', `There is a budget for ${of} already.`, { field: 'category' });
    }
    taken.add(code(category));
  }
}

/** A budget that the viewer sees, with what is needed to change it. */
async function findBudget(deps: HttpDeps, viewer: Viewer, id: BudgetId) {
  const [all, dictionary] = await Promise.all([
    listBudgets(deps.db, viewer),
    loadDictionary(deps.db),
  ]);
  const budget = all.find((one) => one.id === id);
  if (!budget) throw new Refusal('not_found', 'There is no such budget.');
  const { currency } = budget;
  return { budget, all, currency, dictionary, label: labelOf(dictionary, budget.category) };
}

const notThere = (month: string) =>
  refuse(`That budget is not there in ${month}: it begins later, or has ended.`, 'month');

export const patchBudget: Handler<'PATCH /api/budgets/:id'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const [{ today }, found] = await Promise.all([
    homeToday(deps),
    findBudget(deps, viewer, params.id),
  ]);
  const { budget, currency, label } = found;
  const month = readChangeMonth(body.month, today);
  if (!isThere(budget, month)) throw notThere(month);
  const { only, carries } = body;
  const amount = body.amount === undefined ? undefined : readAmount(body.amount, currency);
  const sentence =
    amount === undefined
      ? budgetSentences.carries(label, carries === true)
      : budgetSentences.planned(label, { amount, currency }, month, only);
  const patch = { month, amount, only, carries };
  return told(deps, viewer, await changes.changeBudget(deps.db, viewer, budget, patch, sentence));
};

export const postEndBudget: Handler<'POST /api/budgets/:id/end'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const [{ today }, { budget, label }] = await Promise.all([
    homeToday(deps),
    findBudget(deps, viewer, params.id),
  ]);
  const month = readChangeMonth(body.month, today);
  const last = monthsAway(month > budget.since ? month : budget.since, -1);
  const sentence = budgetSentences.ended(label, last);
  return told(deps, viewer, await changes.endBudget(deps.db, viewer, params.id, month, sentence));
};

export const postMoveMoney: Handler<'POST /api/budgets/moves'> = async (deps, call) => {
  const { viewer, body } = call;
  const [{ today }, from] = await Promise.all([
    homeToday(deps),
    findBudget(deps, viewer, body.from),
  ]);
  const to = from.all.find((one) => one.id === body.to);
  if (!to) throw new Refusal('not_found', 'There is no such budget.');
  const month = readChangeMonth(body.month, today);
  if (!isThere(from.budget, month) || !isThere(to, month)) throw notThere(month);
  if (to.id === from.budget.id) throw refuse('That is the same budget.', 'to');
  if (to.scope !== from.budget.scope) {
    throw refuse('One is the household’s, the other your own.', 'to');
  }
  if (to.currency !== from.budget.currency) {
    throw refuse('They are planned in different currencies.', 'to');
  }
  const { currency, dictionary, label } = from;
  const amount = readAmount(body.amount, currency);
  const other = labelOf(dictionary, to.category);
  const sentence = budgetSentences.moved(label, other, { amount, currency }, month);
  return told(
    deps,
    viewer,
    await changes.moveMoney(deps.db, viewer, { ...body, amount }, sentence),
  );
};
