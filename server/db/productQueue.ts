import type { ItemId, MemberId } from '#server/contract/ids.ts';
import type { Offers, Product } from '#server/domain/bankWealth.ts';
import type { PlaidErrorClass } from '#server/domain/plaidErrors.ts';
import { sql, waitedFor, type Db } from './connect.ts';
import { tellOfItem, wakeLoops } from './notify.ts';

// What a link is asked for beside its transactions: the queue is a few columns of item_products.

/** One product of one link whose lease is held. */
export interface ClaimedProduct {
  itemId: ItemId;
  memberId: MemberId;
  plaidItemId: string;
  /** Sealed. */
  accessToken: string;
  product: Product;
  /** The whole history is wanted, not only what is new. */
  whole: boolean;
  attempts: number;
  leaseBy: string;
  /** By the database's clock. */
  claimedAt: string;
}

/** Longer than any read of a product takes; nobody renews it. */
const LEASE_SECONDS = 600;
/** Until a bank is asked again for what it said it lacks; no pause is longer. */
export const LACKING_SECONDS = 30 * 24 * 3600;

/**
 * Notes what Plaid says may be asked of a link, where it has accounts of the kind. What the bank
 * itself says it lacks is left in peace. Only what differs is written.
 */
export async function noteOffers(tx: Db, itemId: string, offers: Offers): Promise<void> {
  const { liabilities, investments } = offers;
  const offered = { liabilities, holdings: investments, trades: investments };
  const now = await tx.query<{ product: Product; state: string | null; fits: boolean }>(sql`
    select w.product, p.state, exists (select from accounts a where a.item_id = ${itemId}
        and a.closed_at is null and a.kind = any(string_to_array(w.kinds, ' '))) as fits
    from (values ('liabilities', 'credit loan'), ('holdings', 'investment'),
      ('trades', 'investment')) w(product, kinds)
    left join item_products p on p.item_id = ${itemId} and p.product = w.product`);
  const wanted = now.flatMap(({ product, state, fits }) => {
    const next = { allowed: 'asked', offered: 'offered', none: null }[offered[product]];
    const stays = next === null || next === state || (state === 'lacking' && next === 'asked');
    return stays || (!fits && state === null) ? [] : { product, next };
  });
  for (const { product, next } of wanted) {
    await tx.run(sql`
      insert into item_products (item_id, product, state, due_at)
      values (${itemId}, ${product}, ${next}, case when ${next} = 'asked' then now() end)
      on conflict (item_id, product) do update set state = excluded.state, due_at = excluded.due_at,
        attempts = 0, whole = true, error_code = null, error_class = null,
        error_request_id = null, error_at = null`);
  }
  if (wanted.length > 0) await wakeLoops(tx);
}

const due = waitedFor(sql`p.due_at`, 2 * LACKING_SECONDS);
const leased = waitedFor(sql`p.lease_until`, 2 * LEASE_SECONDS);
/** The link answers, as far as is known; that it does not is found out by its sync. */
const open = sql`
  i.access_token is not null and i.state in ('ok', 'waiting', 'expiring')
  and (select ask_wealth from household)`;

/** Takes the lease of the product that has been due the longest, if any. */
export function claimDueProduct(db: Db): Promise<ClaimedProduct | undefined> {
  return db.first<ClaimedProduct>(sql`
    update item_products q set lease_by = gen_random_uuid(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from items i
    where i.id = q.item_id and (q.item_id, q.product) = (
      select p.item_id, p.product from item_products p join items i on i.id = p.item_id
      where ${due} <= now() and coalesce(${leased}, now()) <= now() and ${open}
      order by p.due_at for update of p skip locked limit 1)
    returning q.item_id as "itemId", i.member_id as "memberId", i.plaid_item_id as "plaidItemId",
      i.access_token as "accessToken", q.product, q.whole, q.attempts, q.lease_by as "leaseBy",
      now()::text as "claimedAt"`);
}

/** Milliseconds until the next is due; null where nothing ever is. */
export async function nextProductIn(db: Db): Promise<number | null> {
  const row = await db.first<{ ms: number | null }>(sql`
    select (extract(epoch from min(greatest(${due}, ${leased})) - now()) * 1000)::float8 as ms
    from item_products p join items i on i.id = p.item_id
    where p.due_at is not null and ${open}`);
  return row?.ms ?? null;
}

/** Lets go of it as it was: what was being read is read again another time. */
export async function releaseProduct(db: Db, claim: ClaimedProduct): Promise<void> {
  await db.run(sql`
    update item_products set lease_by = null, lease_until = null
    where item_id = ${claim.itemId} and product = ${claim.product}
      and lease_by = ${claim.leaseBy}`);
}

export interface FailedProduct {
  code: string;
  class: PlaidErrorClass;
  requestId: string | null;
  retryIn: number;
}

/** Notes a read that failed; nothing else of the link changes, and what was read before stays. */
export async function failProduct(
  db: Db,
  claim: ClaimedProduct,
  failed: FailedProduct,
): Promise<void> {
  const noted = await db.run(sql`
    update item_products set lease_by = null, lease_until = null, attempts = attempts + 1,
      state = case when ${failed.class === 'product'} then 'lacking' else state end,
      error_code = ${failed.code}, error_class = ${failed.class},
      error_request_id = ${failed.requestId}, error_at = now(),
      due_at = case when due_at > ${claim.claimedAt} then now()
        else now() + make_interval(secs => ${failed.retryIn}) end
    where item_id = ${claim.itemId} and product = ${claim.product}
      and lease_by = ${claim.leaseBy}`);
  if (noted > 0) await tellOfItem(db, claim.itemId, ['links']);
}

/** In the transaction that applies it: it was read, and is due again later. */
export async function finishProduct(
  tx: Db,
  claim: ClaimedProduct,
  nextInSeconds: number,
): Promise<void> {
  await tx.run(sql`
    update item_products set lease_by = null, lease_until = null, attempts = 0, state = 'asked',
      whole = whole and due_at > ${claim.claimedAt}, error_code = null, error_class = null,
      error_request_id = null, error_at = null, read_at = ${claim.claimedAt},
      due_at = case when due_at > ${claim.claimedAt} then now()
        else now() + make_interval(secs => ${nextInSeconds}) end
    where item_id = ${claim.itemId} and product = ${claim.product}`);
}

/**
 * Asks for products as soon as may be; what is being read now is then read once more. What the
 * link's member has not allowed is not asked for; what the bank lacked it may have by now.
 */
export async function hurryProducts(
  db: Db,
  itemId: string,
  which: { products: readonly Product[]; whole?: boolean },
): Promise<void> {
  const hurried = await db.run(sql`
    update item_products set due_at = clock_timestamp(), whole = whole or ${which.whole ?? false}
    where item_id = ${itemId} and product = any(${[...which.products]}) and state <> 'offered'`);
  if (hurried > 0) await wakeLoops(db);
}

/** By Plaid's names what a link could be asked for, if its member allowed it. */
export async function listUnallowed(db: Db, itemId: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(sql`
    select distinct case p.product when 'liabilities' then 'liabilities' else 'investments' end
      as name
    from item_products p where p.item_id = ${itemId} and (select ask_wealth from household)
      and (p.state = 'offered' or p.error_class is not distinct from 'consent')`);
  return rows.map(({ name }) => name);
}
