import type { AccountType } from '#server/contract/accounts.ts';
import type { AssetKind } from '#server/contract/assets.ts';
import type { AccountId, ChangeId, ItemId } from '#server/contract/ids.ts';
import { accountTypes, assetSentences, balanceOf, isDebt } from '#server/domain/assets.ts';
import { seenAssets, takeNewestValue, valueKey } from './assetThings.ts';
import { recordStep, type Step } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { tellOfAccount } from './notify.ts';
import { moneyOf } from './wire.ts';
import type { Viewer } from './viewer.ts';

// What the household keeps by hand: accounts under a link that leads to no bank, with a value for
// each day on which somebody said one. Every change is a step that can be undone.

/** A monthly value for eighty years. */
export const MOST_VALUES = 1000;
export const MOST_ASSETS = 500;

export interface Asset {
  id: AccountId;
  name: string;
  kind: AccountType;
  subtype: AssetKind;
  currency: string;
  closed: boolean;
  /** The viewer keeps it themselves; others may value it, not take it away. */
  own: boolean;
}

/** One that the viewer may read; undefined where there is none, or a bank tells of it. */
export function findAsset(db: Db, viewer: Viewer, id: AccountId): Promise<Asset | undefined> {
  return db.first(sql`
    select a.id, coalesce(a.own_name, a.name) as name, a.kind, a.subtype, a.currency,
      a.closed_at is not null as closed, a.linked_by = ${viewer.memberId} as own
    from (${seenAssets(viewer)}) a where a.id = ${id}`);
}

export interface NewAsset {
  name: string;
  kind: AssetKind;
  currency: string;
  worth: string;
  day: string;
}

type Stepped = { id: ChangeId } | undefined;

/** @returns undefined where the member keeps too many already */
export function addAsset(
  db: Database,
  viewer: Viewer,
  asset: NewAsset,
): Promise<{ account: AccountId; change: ChangeId } | undefined> {
  const type = accountTypes[asset.kind];
  const balance = balanceOf(type, asset.worth);
  return db.transaction(async (tx) => {
    const item = await ownBook(tx, viewer);
    const known = await tx.first<{ n: number }>(sql`
      select count(*)::int as n from accounts where item_id = ${item}`);
    if ((known?.n ?? 0) >= MOST_ASSETS) return undefined;
    const made = await tx.first<{ id: AccountId }>(sql`select uuid7() as id`);
    if (!made) throw new Error('No id was made');
    const { id } = made;
    const step = await recordStep(tx, viewer, assetSentences.added(asset.name), async (step) => {
      await step.thing('asset', id, () =>
        // Private until its keeper says otherwise, and nobody need be asked.
        tx.run(sql`
          insert into accounts (id, item_id, plaid_account_id, name, kind, subtype, currency,
            balance, sharing_set)
          values (${id}, ${item}, ${`manual:${id}`}, ${asset.name}, ${type}, ${asset.kind},
            ${asset.currency}, ${balance}, true)`),
      );
      await writeValue(step, id, { day: asset.day, balance, currency: asset.currency });
    });
    if (!step) throw new Error('Nothing was added');
    return { account: id, change: step.id };
  });
}

/** The link of a member that leads to no bank; made when it is first needed. */
async function ownBook(tx: Db, viewer: Viewer): Promise<ItemId> {
  // One after the other: two at once would make two of them.
  await tx.run(sql`select from members where id = ${viewer.memberId} for no key update`);
  const held = await tx.first<{ id: ItemId }>(sql`
    select id from items where member_id = ${viewer.memberId} and manual
    order by created_at, id limit 1 for no key update`);
  if (held) return held.id;
  const made = await tx.first<{ id: ItemId }>(sql`
    insert into items (member_id, plaid_item_id, institution_name, manual, history_complete)
    values (${viewer.memberId}, 'manual:' || gen_random_uuid(), 'Kept by hand', true, true)
    returning id`);
  if (!made) throw new Error('The link was not inserted');
  return made.id;
}

interface Value {
  day: string;
  balance: string;
  currency: string;
}

async function writeValue(step: Step, id: AccountId, value: Value): Promise<void> {
  const { tx } = step;
  await step.thing('assetValue', valueKey(id, value.day), () =>
    tx.run(sql`
      insert into balances (account_id, day, balance, currency)
      values (${id}, ${value.day}, ${value.balance}, ${value.currency})
      on conflict (account_id, day) do update set balance = excluded.balance`),
  );
  await takeNewestValue(tx, id);
}

/** Holds the account, so that what is written of it at the same time comes one after the other. */
async function holdAsset(tx: Db, viewer: Viewer, id: AccountId): Promise<Asset | undefined> {
  await tx.run(sql`
    select from accounts where id = ${id} and id in (select id from (${seenAssets(viewer)}) v)
    for no key update`);
  return findAsset(tx, viewer, id);
}

export type Valued = Stepped | 'missing' | 'full';

/** Says what it is worth on a day; undefined where that is known already. */
export function setAssetValue(
  db: Database,
  viewer: Viewer,
  id: AccountId,
  value: { day: string; worth: string },
): Promise<Valued> {
  return db.transaction(async (tx) => {
    const asset = await holdAsset(tx, viewer, id);
    if (!asset) return 'missing';
    const known = await tx.first<{ n: number }>(sql`
      select count(*)::int as n from balances where account_id = ${id}`);
    if ((known?.n ?? 0) >= MOST_VALUES) return 'full';
    const { currency, kind, name } = asset;
    const sentence = assetSentences.valued(name, moneyOf(value.worth, currency), value.day);
    return recordStep(tx, viewer, sentence, (step) =>
      writeValue(step, id, { day: value.day, balance: balanceOf(kind, value.worth), currency }),
    );
  });
}

export type Unvalued = { id: ChangeId } | 'missing' | 'last';

/** Takes the value of a day away; the last that is left stays. */
export function removeAssetValue(
  db: Database,
  viewer: Viewer,
  id: AccountId,
  day: string,
): Promise<Unvalued> {
  return db.transaction(async (tx) => {
    const asset = await holdAsset(tx, viewer, id);
    const days = await tx.query<{ day: string }>(sql`
      select day from balances where account_id = ${id} order by day limit ${MOST_VALUES + 1}`);
    if (!asset || !days.some((one) => one.day === day)) return 'missing';
    if (days.length === 1) return 'last';
    const step = await recordStep(tx, viewer, assetSentences.unvalued(asset.name, day), (step) =>
      step.thing('assetValue', valueKey(id, day), () =>
        step.tx.run(sql`delete from balances where account_id = ${id} and day = ${day}`),
      ),
    );
    await takeNewestValue(tx, id);
    return step ?? 'missing';
  });
}

export interface AssetPatch {
  name?: string | undefined;
  kind?: AssetKind | undefined;
  gone?: boolean | undefined;
}

export type Patched = Stepped | 'missing' | 'other_side';

/** @returns 'other_side' where what is had would become a debt, or the other way round */
export function changeAsset(
  db: Database,
  viewer: Viewer,
  id: AccountId,
  patch: AssetPatch,
): Promise<Patched> {
  return db.transaction(async (tx) => {
    const asset = await holdAsset(tx, viewer, id);
    if (!asset) return 'missing';
    const kind = patch.kind ?? asset.subtype;
    const type = accountTypes[kind];
    if (isDebt(type) !== isDebt(asset.kind)) return 'other_side';
    const name = patch.name ?? asset.name;
    const gone = patch.gone ?? asset.closed;
    const sentence = sentenceOf(asset, { name, kind, gone });
    return recordStep(tx, viewer, sentence, (step) =>
      step.thing('asset', id, () =>
        tx.run(sql`
          update accounts set name = ${name}, own_name = null, kind = ${type}, subtype = ${kind},
            closed_at = case when ${gone} then coalesce(closed_at, now()) end
          where id = ${id} and (coalesce(own_name, name), subtype, closed_at is not null)
            is distinct from (${name}, ${kind}, ${gone})`),
      ),
    );
  });
}

function sentenceOf(asset: Asset, to: { name: string; kind: AssetKind; gone: boolean }): string {
  if (to.gone !== asset.closed) return assetSentences[to.gone ? 'gone' : 'back'](asset.name);
  if (to.name !== asset.name) return assetSentences.renamed(asset.name, to.name);
  return assetSentences.changed(asset.name);
}

/** Takes it away with all its values, as if it had never been. For whoever keeps it. */
export function deleteAsset(
  db: Database,
  viewer: Viewer,
  id: AccountId,
): Promise<{ id: ChangeId } | 'missing' | 'not_own'> {
  return db.transaction(async (tx) => {
    const asset = await holdAsset(tx, viewer, id);
    if (!asset) return 'missing';
    if (!asset.own) return 'not_own';
    // While it is known who sees it.
    await tellOfAccount(tx, id, ['accounts', 'sharing']);
    const step = await recordStep(tx, viewer, assetSentences.deleted(asset.name), async (step) => {
      const days = await tx.query<{ day: string }>(sql`
        select day from balances where account_id = ${id} order by day`);
      for (const { day } of days) {
        await step.thing('assetValue', valueKey(id, day), () =>
          tx.run(sql`delete from balances where account_id = ${id} and day = ${day}`),
        );
      }
      const shares = await tx.query<{ member: string | null }>(sql`
        select member_id as member from account_shares where account_id = ${id}`);
      for (const { member } of shares) {
        await step.thing('assetShare', valueKey(id, member ?? ''), () =>
          tx.run(sql`
            delete from account_shares
            where account_id = ${id} and member_id is not distinct from ${member}::uuid`),
        );
      }
      await step.thing('asset', id, () => tx.run(sql`delete from accounts where id = ${id}`));
    });
    return step ?? 'missing';
  });
}
