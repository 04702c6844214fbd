import type { AccountId, MemberId, RuleId } from '#server/contract/ids.ts';
import { ruleKept, type RuleKept, type RuleScope } from '#server/contract/rules.ts';
import type { Dictionary } from '#server/domain/dictionary.ts';
import type { Covers } from '#server/domain/rules/conditions.ts';
import { compileRule, type CompiledRule } from '#server/domain/rules/evaluate.ts';
import type { Step } from './changes.ts';
import { sql, type Db } from './connect.ts';
import { seenLedgers, type Viewer } from './viewer.ts';

/** A rule as it is kept: who sees it, its place, and what it says. */
export interface KeptRule extends RuleKept {
  id: RuleId;
  scope: RuleScope;
  on: boolean;
}

interface RuleRow {
  id: RuleId;
  own: boolean;
  on: boolean;
  body: unknown;
}

const columns = sql`r.id, r.member_id is not null as own, r.enabled as "on", r.body`;
/** A member's own rules come before those of the household. */
const inOrder = sql`order by r.member_id is null, r.position, r.id`;

/** Whoever looks with another's eyes sees nothing of the other's own rules. */
const ofViewer = (viewer: Viewer) => sql`
  (r.member_id is null
    or (r.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null))`;

/** The household's rules and the viewer's own, in the order in which they are tried. */
export async function listRules(db: Db, viewer: Viewer): Promise<KeptRule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${columns} from rules r
    where ${ofViewer(viewer)} ${inOrder}`);
  return rows.flatMap(readRule);
}

export async function findRule(db: Db, viewer: Viewer, id: RuleId): Promise<KeptRule | undefined> {
  const row = await db.first<RuleRow>(sql`
    select ${columns} from rules r
    where r.id = ${id} and ${ofViewer(viewer)}`);
  return row && readRule(row)[0];
}

/** What an earlier version of the program wrote, and this one cannot read, does nothing. */
function readRule({ id, own, on, body }: RuleRow): KeptRule[] {
  const kept = ruleKept.safeParse(body);
  return kept.success ? [{ id, scope: own ? 'own' : 'household', on, ...kept.data }] : [];
}

/** The rules that hold for the accounts a member has linked, ready to be tried. */
export async function loadTriedRules(
  db: Db,
  memberId: MemberId,
  dictionary: Dictionary,
  covers: Covers,
): Promise<CompiledRule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${columns} from rules r
    where r.enabled and (r.member_id is null or r.member_id = ${memberId}) ${inOrder}`);
  return rows.flatMap(readRule).map((rule) => compileKept(rule, dictionary, covers));
}

/** A category that is no more is given to nothing. */
export function compileKept(rule: KeptRule, dictionary: Dictionary, covers: Covers): CompiledRule {
  const { category, ...others } = rule.actions;
  const known = category === undefined || dictionary.knows(category);
  return compileRule({ ...rule, actions: known ? rule.actions : others }, covers);
}

export async function countRules(db: Db, viewer: Viewer, scope: RuleScope): Promise<number> {
  const row = await db.first<{ count: number }>(sql`
    select count(*)::int as count from rules r where ${ofScope(viewer, scope)}`);
  return row?.count ?? 0;
}

const ofScope = (viewer: Viewer, scope: RuleScope) =>
  scope === 'household' ? sql`r.member_id is null` : sql`r.member_id = ${viewer.memberId}`;

/** One's own rules are told of to nobody else. */
const thingOf = (scope: RuleScope) => (scope === 'household' ? 'rule' : 'ownRule');

/** A new rule stands before all others of its scope: it is what somebody means now. */
export async function insertRule(
  step: Step,
  viewer: Viewer,
  scope: RuleScope,
  body: RuleKept,
): Promise<RuleId> {
  const made = await step.tx.first<{ id: RuleId }>(sql`select uuid7() as id`);
  if (!made) throw new Error('No id was made');
  const owner = scope === 'own' ? viewer.memberId : null;
  await step.thing(thingOf(scope), made.id, () =>
    step.tx.run(sql`
      insert into rules (id, member_id, made_by, position, name, body)
      select ${made.id}, ${owner}::uuid, ${viewer.memberId}, coalesce(min(r.position), 0) - 1, '',
        ${JSON.stringify(body)}::jsonb
      from rules r where ${ofScope(viewer, scope)}`),
  );
  return made.id;
}

export function updateRule(
  step: Step,
  rule: Pick<KeptRule, 'id' | 'scope'>,
  values: { on: boolean; body: RuleKept },
): Promise<void> {
  return step.thing(thingOf(rule.scope), rule.id, () =>
    step.tx.run(sql`
      update rules set enabled = ${values.on}, body = ${JSON.stringify(values.body)}::jsonb
      where id = ${rule.id}`),
  );
}

export const deleteRule = (step: Step, rule: Pick<KeptRule, 'id' | 'scope'>): Promise<void> =>
  step.thing(thingOf(rule.scope), rule.id, () =>
    step.tx.run(sql`delete from rules where id = ${rule.id}`),
  );

/**
 * Brings the rules of a scope into an order: those that stand elsewhere are written.
 * @returns false where the ids are not exactly those of the scope
 */
export async function orderRules(
  step: Step,
  viewer: Viewer,
  scope: RuleScope,
  order: RuleId[],
): Promise<boolean> {
  const rows = await step.tx.query<{ id: RuleId; position: number }>(sql`
    select r.id, r.position from rules r where ${ofScope(viewer, scope)}
    order by r.position, r.id for update`);
  const known = new Map(rows.map((row) => [row.id, row.position]));
  const all = new Set(order);
  if (all.size !== order.length || all.size !== known.size) return false;
  if (order.some((id) => !known.has(id))) return false;
  const places = spread(rows.map((row) => row.position));
  for (const [n, id] of order.entries()) {
    if (known.get(id) === places[n]) continue;
    await step.thing(thingOf(scope), id, () =>
      step.tx.run(sql`update rules set position = ${places[n]} where id = ${id}`),
    );
  }
  return true;
}

/** The same places, but no two alike. */
function spread(places: number[]): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return places.map((place) => (last = Math.max(place, last + 1)));
}

/** What a step did, in words, where that is known only when it is done. */
export async function sayStep(step: Step, sentence: string): Promise<void> {
  await step.tx.run(sql`update changes set sentence = ${sentence} where id = ${step.id}`);
}

/** An account as a rule may name it. */
export interface NamedAccount {
  id: AccountId;
  name: string;
  /** The viewer may read its transactions; it is of those they linked. */
  readable: boolean;
  own: boolean;
}

/** The accounts that the viewer sees at all, by the id as which each is shown. */
export async function nameAccounts(db: Db, viewer: Viewer): Promise<Map<string, NamedAccount>> {
  const rows = await db.query<NamedAccount>(sql`
    select v.id, coalesce(v.own_name, v.name) as name, v.access in ('own', 'full') as readable,
      v.access = 'own' as own
    from (${seenLedgers(viewer)}) v`);
  return new Map(rows.map((row) => [row.id, row]));
}
