import { Refusal } from '#server/contract/errors.ts';
import type { RuleId } from '#server/contract/ids.ts';
import {
  MOST_RULES,
  type RuleDifference,
  type RuleKept,
  type RulePreview,
  type RuleScope,
} from '#server/contract/rules.ts';
import { recordStep, type Step } from '#server/db/changes.ts';
import { holdEverybody } from '#server/db/members.ts';
import { applyEffects, findEffects, MOST_SHOWN, type Effect } from '#server/db/ruleEffects.ts';
import * as db from '#server/db/rules.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { moneyOf } from '#server/db/wire.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { createRuleTeller, type RuleTeller } from './ruleWords.ts';

const notFound = () => new Refusal('not_found', 'There is no such rule.');

export const getRules: Handler<'GET /api/rules'> = async (deps, { viewer }) => {
  const [teller, rules] = await Promise.all([
    createRuleTeller(deps, viewer),
    db.listRules(deps.db, viewer),
  ]);
  return { rules: rules.map(teller.tell) };
};

async function findRule(deps: HttpDeps, viewer: Viewer, id: RuleId): Promise<db.KeptRule> {
  const rule = await db.findRule(deps.db, viewer, id);
  if (!rule) throw notFound();
  return rule;
}

export const postRule: Handler<'POST /api/rules'> = async (deps, { viewer, body }) => {
  const { scope, past, ...asked } = body;
  const teller = await createRuleTeller(deps, viewer);
  const kept = teller.read(asked, scope);
  if ((await db.countRules(deps.db, viewer, scope)) >= MOST_RULES) {
    throw new Refusal('conflict', `There are ${MOST_RULES} rules already.`);
  }
  let id: RuleId | undefined;
  const done = await inStep(deps, viewer, teller, async (step) => {
    id = await db.insertRule(step, viewer, scope, kept);
    const changed = past ? await useOnPast(step, viewer, teller, { ...kept, scope, id }) : 0;
    return { changed, sentence: `Made the rule “${oneLine(teller, kept)}”${onMany(changed)}` };
  });
  return { rule: teller.tell(await findRule(deps, viewer, id!)), ...done };
};

export const patchRule: Handler<'PATCH /api/rules/:id'> = async (deps, call) => {
  const { viewer, params } = call;
  const { past = false, on, ...asked } = call.body;
  const [teller, before] = await Promise.all([
    createRuleTeller(deps, viewer),
    findRule(deps, viewer, params.id),
  ]);
  const { match, conditions, actions, stop } = teller.tell(before);
  const kept = teller.read(
    { match, conditions, actions, stop, ...asked } as RuleKept,
    before.scope,
    before,
  );
  const done = await inStep(deps, viewer, teller, async (step) => {
    await db.updateRule(step, before, { on: on ?? before.on, body: kept });
    const changed = past ? await useOnPast(step, viewer, teller, { ...before, ...kept }) : 0;
    const what = on === undefined || on === before.on ? 'Changed' : on ? 'Turned on' : 'Turned off';
    return { changed, sentence: `${what} the rule “${oneLine(teller, kept)}”${onMany(changed)}` };
  });
  return { rule: teller.tell(await findRule(deps, viewer, params.id)), ...done };
};

export const postApply: Handler<'POST /api/rules/:id/apply'> = async (deps, call) => {
  const { viewer, params } = call;
  const [teller, rule] = await Promise.all([
    createRuleTeller(deps, viewer),
    findRule(deps, viewer, params.id),
  ]);
  const done = await inStep(deps, viewer, teller, async (step) => {
    const changed = await useOnPast(step, viewer, teller, rule);
    return { changed, sentence: `Used the rule “${oneLine(teller, rule)}”${onMany(changed)}` };
  });
  return { rule: teller.tell(rule), ...done };
};

export const postRemoveRule: Handler<'POST /api/rules/:id/remove'> = async (deps, call) => {
  const { viewer, params } = call;
  const [teller, rule] = await Promise.all([
    createRuleTeller(deps, viewer),
    findRule(deps, viewer, params.id),
  ]);
  const { change } = await inStep(deps, viewer, teller, async (step) => {
    await db.deleteRule(step, rule);
    return { changed: 0, sentence: `Deleted the rule “${oneLine(teller, rule)}”` };
  });
  return { change };
};

export const postRuleOrder: Handler<'POST /api/rules/order'> = async (deps, { viewer, body }) => {
  const step = await recordStep(deps.db, viewer, 'Changed the order of the rules', async (work) => {
    if (await db.orderRules(work, viewer, body.scope, body.order)) return;
    throw new Refusal('conflict', 'The rules have changed meanwhile. Look again.');
  });
  return { change: step ? await stepOf(deps, viewer, step.id) : null };
};

/** One step, whose sentence is known when it is done. */
async function inStep(
  deps: HttpDeps,
  viewer: Viewer,
  teller: RuleTeller,
  work: (step: Step) => Promise<{ changed: number; sentence: string }>,
) {
  let changed = 0;
  const made = await deps.db.transaction(async (tx) => {
    await holdEverybody(tx);
    return recordStep(tx, viewer, '', async (step) => {
      const done = await work(step);
      changed = done.changed;
      await db.sayStep(step, done.sentence);
    });
  });
  return { changed, change: made ? await stepOf(deps, viewer, made.id) : null };
}

async function useOnPast(
  step: Step,
  viewer: Viewer,
  teller: RuleTeller,
  rule: RuleKept & { id: RuleId; scope: RuleScope },
): Promise<number> {
  const effects = await findEffects(step.tx, viewer, rule, teller.dictionary);
  return applyEffects(step, rule.id, effects);
}

function oneLine(teller: RuleTeller, rule: RuleKept): string {
  const { when, does } = teller.says(rule);
  const line = `${when}: ${does}`;
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

const onMany = (count: number) =>
  count === 0 ? '' : `, and used it on ${count} transaction${count === 1 ? '' : 's'}`;

/** So many are shown of what a rule would change. */
const SAMPLE = 8;

export const postPreview: Handler<'POST /api/rules/preview'> = async (deps, { viewer, body }) => {
  const [teller, before] = await Promise.all([
    createRuleTeller(deps, viewer),
    body.instead === undefined ? undefined : findRule(deps, viewer, body.instead),
  ]);
  const { scope: asked, ...rest } = body.rule;
  const scope = before?.scope ?? asked;
  const kept = teller.read(rest, scope, before);
  const trial = { ...kept, scope, id: before?.id };
  const effects = await findEffects(deps.db, viewer, trial, teller.dictionary, MOST_SHOWN);
  return {
    fits: effects.fits,
    more: effects.more,
    changes: effects.changed.length,
    sample: effects.changed.slice(0, SAMPLE).map((effect) => toSample(effect, teller)),
    says: teller.says(kept),
  };
};

function toSample({ row, values }: Effect, { dictionary }: RuleTeller): RulePreview['sample'][0] {
  const label = (code: string | null) => (code === null ? null : dictionary.describe(code).label);
  const list = (tags: string[]) => tags.join(', ');
  const differences: RuleDifference[] = [];
  const add = (what: keyof RuleValues, from: string | null, to: string | null | undefined) => {
    if (to !== undefined && to !== null) differences.push({ what, from, to });
  };
  add('name', row.shownName, values.name);
  add('category', label(row.category), values.category && label(values.category));
  add('tags', row.tags.length > 0 ? list(row.tags) : null, values.tags && list(values.tags));
  add('note', row.note, values.note);
  add('leftOut', 'In totals', values.leftOut && 'Left out of totals');
  add('reviewed', 'To review', values.reviewed && 'Reviewed');
  return {
    id: row.id,
    date: row.shownDay,
    name: row.shownName,
    amount: moneyOf(row.amount, row.currency),
    differences,
  };
}
