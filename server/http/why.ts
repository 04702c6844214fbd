import { Refusal } from '#server/contract/errors.ts';
import type { RuleActions, RuleKept, RuleScope } from '#server/contract/rules.ts';
import { findEffects, MOST_SHOWN } from '#server/db/ruleEffects.ts';
import { listRules } from '#server/db/rules.ts';
import type { Viewer } from '#server/db/viewer.ts';
import * as db from '#server/db/why.ts';
import { sayWhy, type ToldRule } from '#server/domain/categorise/sayWhy.ts';
import { flowOfCode, type Dictionary } from '#server/domain/dictionary.ts';
import { likeThis } from '#server/domain/rules/likeThis.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { createRuleTeller, type RuleTeller } from './ruleWords.ts';

const notFound = () => new Refusal('not_found', 'There is no such transaction.');

export const getWhy: Handler<'GET /api/transactions/:id/why'> = async (deps, call) => {
  const { viewer } = call;
  const row = await db.findWhy(deps.db, viewer, call.params.id);
  if (!row) throw notFound();
  const teller = await createRuleTeller(deps, viewer);
  const by = row.own.category ? undefined : row.why?.category?.by;
  const [filed, like, rule] = await Promise.all([
    by === 'history'
      ? db.countFiledHere(deps.db, viewer, row, teller.dictionary)
      : { agree: 0, of: 0 },
    by === 'similar' ? db.findLike(deps.db, viewer, row, teller.dictionary) : null,
    readableRules(deps, viewer, row, teller),
  ]);
  const { own, set, why, mine, confidence } = row;
  return sayWhy({
    own,
    set,
    why,
    rule,
    label: row.category === null ? '' : teller.dictionary.describe(row.category).label,
    bankSays: row.category === row.bankCategory,
    confidence,
    filed,
    like,
    mine,
  });
};

/** Rules in words for whoever may change them; others hear that there is one. */
async function readableRules(
  deps: HttpDeps,
  viewer: Viewer,
  row: db.WhyRow,
  teller: RuleTeller,
): Promise<(id: string) => ToldRule> {
  const named = Object.values(row.why ?? {}).flatMap((one) => (one?.by === 'rule' ? one.rule : []));
  if (named.length === 0) return () => 'gone';
  if (viewer.role === 'viewer') return () => 'hidden';
  const [mine, alive] = await Promise.all([
    listRules(deps.db, viewer),
    db.whichRules(deps.db, named),
  ]);
  return (id) => {
    const found = mine.find((one) => one.id === id);
    if (found) return { id: found.id, scope: found.scope, when: teller.says(found).when };
    return alive.has(id) ? 'hidden' : 'gone';
  };
}

export const getLike: Handler<'GET /api/transactions/:id/like'> = async (deps, call) => {
  const { viewer } = call;
  const row = await db.findWhy(deps.db, viewer, call.params.id);
  if (!row) throw notFound();
  const [teller, shared, values] = await Promise.all([
    createRuleTeller(deps, viewer),
    db.isShared(deps.db, viewer, row.ledgerId),
    db.findOwnSaid(deps.db, viewer, row.id),
  ]);
  // What nobody else sees is not to be read in a rule that everybody sees.
  const scope: RuleScope = row.mine && (row.hidden || !shared) ? 'own' : 'household';
  const conditions = [likeThis(row)];
  const actions = actionsOf(values, teller.dictionary);
  const income = actions?.category && flowOfCode(actions.category) === 'income';
  if (!actions || row.set.split) return { always: null, conditions, scope };
  const kept: RuleKept = {
    match: 'all',
    conditions: income ? [...conditions, { field: 'direction', direction: 'in' }] : conditions,
    actions,
    stop: false,
  };
  const trial = { ...kept, scope };
  const { changed } = await findEffects(deps.db, viewer, trial, teller.dictionary, MOST_SHOWN);
  const others = changed.filter((effect) => effect.row.id !== row.id).length;
  const done = others === 0 && (await saysSo(deps, viewer, kept));
  if (done) return { always: null, conditions, scope };
  return {
    always: { rule: { scope, ...kept }, says: teller.says(kept), others },
    conditions,
    scope,
  };
};

/** What a person said that is worth saying of others too. */
function actionsOf(
  said: { name: string | null; category: string | null } | undefined,
  dictionary: Dictionary,
): RuleActions | undefined {
  const name = said?.name ?? undefined;
  const category = said?.category && dictionary.knows(said.category) ? said.category : undefined;
  if (!name && !category) return undefined;
  return { ...(name ? { name } : {}), ...(category ? { category } : {}) };
}

/** There is such a rule already. */
async function saysSo(deps: HttpDeps, viewer: Viewer, kept: RuleKept): Promise<boolean> {
  const rules = await listRules(deps.db, viewer);
  const text = (rule: Pick<RuleKept, 'conditions' | 'actions'>) =>
    JSON.stringify([rule.conditions, rule.actions]);
  return rules.some((rule) => rule.on && text(rule) === text(kept));
}
