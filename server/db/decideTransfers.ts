import type { ChangeId, TransactionId, TransferId } from '#server/contract/ids.ts';
import { pairAround } from './applyTransfers.ts';
import { recordStep, type Step } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { holdEverybody } from './members.ts';
import { tellOfTransaction, tellReaders } from './notify.ts';
import { SAID } from './transferLinks.ts';
import { findBoth, findLinks, type Both, type FoundLink } from './transfers.ts';
import type { Viewer } from './viewer.ts';

type Sentence = (both: Both) => string;

/**
 * Links two rows as a person wants it; whatever either was linked with by hand is parted.
 * @returns undefined where the viewer does not see both, or they do not go opposite ways; 'unfit'
 *   where they cannot belong together; 'same' where they do already
 */
export function linkByHand(
  db: Database,
  viewer: Viewer,
  ids: TransactionId[],
  kind: Both['kind'],
  sentence: Sentence,
): Promise<{ id: ChangeId } | 'unfit' | 'same' | undefined> {
  return db.transaction(async (tx) => {
    await holdEverybody(tx);
    const found = await findBoth(tx, viewer, ids);
    if (!found) return undefined;
    const both = { ...found, kind };
    if (kind === 'transfer' ? both.sameAccount : !both.sameCurrency) return 'unfit';
    const step = await recordStep(tx, viewer, sentence(both), async (step) => {
      await joinTwo(step, both, viewer);
      await settle(tx, [both]);
    });
    return step ?? 'same';
  });
}

async function joinTwo(step: Step, both: Both, viewer: Viewer): Promise<void> {
  await partOthers(step, both);
  await say(step, both, 'linked', viewer);
  if (both.kind === 'refund') return;
  // Who says that it is a transfer does not mean the category any more that they gave it before.
  await step.transactions(
    sql`select t.id, '{"category": null}'::jsonb as new from transactions t
      where t.id in (${both.out}, ${both.in}) and t.own_category is not null
        and t.flow not in ('transfer', 'left_out')`,
    ['category'],
  );
}

/** A leg has one partner, a refund one purchase. What was found by itself is found again. */
async function partOthers(step: Step, { out, in: into, kind }: Both): Promise<void> {
  const others = await step.tx.query<{ id: string }>(sql`
    select id from transfer_links
    where kind = ${kind} and says = 'linked' and score = ${SAID}
      and (in_id = ${into} or (${kind} = 'transfer'
        and (out_id in (${out}, ${into}) or in_id = ${out})))
      and not (out_id = ${out} and in_id = ${into})`);
  for (const { id } of others) {
    await step.thing('transfer', id, () =>
      step.tx.run(sql`delete from transfer_links where id = ${id}`),
    );
  }
}

async function say(
  step: Step,
  { out, in: into, kind }: Both,
  says: 'linked' | 'rejected',
  viewer: Viewer,
): Promise<void> {
  const row = await step.tx.first<{ id: string }>(sql`
    select coalesce((select id from transfer_links
      where out_id = ${out} and in_id = ${into} and kind = ${kind}), uuid7()) as id`);
  if (!row) throw new Error('There is no id for a link');
  await step.thing('transfer', row.id, () =>
    step.tx.run(sql`
      insert into transfer_links as l (id, out_id, in_id, kind, says, by_member, score)
      values (${row.id}, ${out}, ${into}, ${kind}, ${says}, ${viewer.memberId}, ${SAID})
      on conflict (id) do update
        set says = excluded.says, by_member = excluded.by_member, score = excluded.score
      where (l.says, l.score) <> (excluded.says, excluded.score)`),
  );
}

/** Everything around is weighed anew, and whoever reads one of the two is told. */
async function settle(tx: Db, pairs: { out: string; in: string }[]): Promise<void> {
  const ids = pairs.flatMap((pair) => [pair.out, pair.in]);
  const changed = await pairAround(tx, { ids, sizes: [] });
  await tellReaders(tx, changed, ['transactions', 'accounts']);
  for (const id of ids) await tellOfTransaction(tx, id);
}

/** A person's yes or no to what was suggested or linked. @returns undefined where it is not seen */
export function answerLink(
  db: Database,
  viewer: Viewer,
  id: TransferId,
  says: 'linked' | 'rejected',
  sentence: Sentence,
): Promise<{ id: ChangeId } | 'same' | undefined> {
  return decide(db, viewer, (tx) => findLinks(tx, viewer, sql`l.id = ${id}`), says, sentence);
}

/** Parts a row from all that it is linked with. @returns 'same' where it is with nothing */
export function unlink(
  db: Database,
  viewer: Viewer,
  id: TransactionId,
  sentence: Sentence,
): Promise<{ id: ChangeId } | 'same' | undefined> {
  const linked = sql`l.says = 'linked' and ${id} in (l.out_id, l.in_id)`;
  return decide(db, viewer, (tx) => findLinks(tx, viewer, linked), 'rejected', sentence);
}

function decide(
  db: Database,
  viewer: Viewer,
  find: (tx: Db) => Promise<FoundLink[]>,
  says: 'linked' | 'rejected',
  sentence: Sentence,
): Promise<{ id: ChangeId } | 'same' | undefined> {
  return db.transaction(async (tx) => {
    await holdEverybody(tx);
    const found = await find(tx);
    const [first] = found;
    if (!first) return undefined;
    const step = await recordStep(tx, viewer, sentence(first), async (step) => {
      for (const both of found) {
        if (says === 'linked') await joinTwo(step, both, viewer);
        else await say(step, both, says, viewer);
      }
      await settle(tx, found);
    });
    return step ?? 'same';
  });
}
