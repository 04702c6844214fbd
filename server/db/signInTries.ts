import { sql, type Db } from './connect.ts';

/** What tries are counted by: an account or a network, hashed. */
export interface TryKey {
  hash: Buffer;
  /** So many cost nothing; each further one costs a wait that doubles. */
  free: number;
  /** No wait is longer, in seconds. */
  longest: number;
}

/** Seconds until something may be tried again by all of these keys; 0: now. */
async function waitOf(db: Db, keys: TryKey[]): Promise<number> {
  // Never longer than the longest: the clock may have stood in the future at the last try.
  const row = await db.first<{ wait: number }>(sql`
    select coalesce(max(least(k.longest, ceil(extract(epoch from f.last_at - clock_timestamp())
      + least(k.longest, power(2, least(f.failures - k.free, 20)))))), 0)::int as wait
    from sign_in_failures f join ${rows(keys)} on k.key = f.key where f.failures >= k.free`);
  return Math.max(0, row?.wait ?? 0);
}

const rows = (keys: TryKey[]) => sql`
  unnest(${keys.map((key) => key.hash)}::bytea[], ${keys.map((key) => key.free)}::int[],
    ${keys.map((key) => key.longest)}::int[]) as k (key, free, longest)`;

/**
 * Counts a try as failed before it is made: many at once come no further than the same number one
 * after the other. What proves right is forgotten; so is what lies back for a day.
 * @returns 0 where it may be made; else the seconds to wait, and it does not count
 */
export async function countTry(db: Db, keys: TryKey[]): Promise<number> {
  const wait = await waitOf(db, keys);
  if (wait > 0) return wait;
  // In one order, so that no two tries wait for each other.
  const hashes = keys.map((key) => key.hash).toSorted((a, b) => a.compare(b));
  return db.transaction(async (tx) => {
    await tx.run(sql`
      insert into sign_in_failures (key, failures)
      select k, 0 from unnest(${hashes}::bytea[]) k on conflict do nothing`);
    await tx.run(sql`
      select from sign_in_failures where key = any(${hashes}) order by key for update`);
    const longer = await waitOf(tx, keys);
    if (longer > 0) return longer;
    await tx.run(sql`
      update sign_in_failures set last_at = clock_timestamp(),
        failures = case when last_at < now() - interval '1 day' then 1 else failures + 1 end
      where key = any(${hashes})`);
    return 0;
  });
}

export async function forgetTries(db: Db, keys: TryKey[]): Promise<void> {
  // In the order in which tries are counted: otherwise the two could wait for each other.
  await db.run(sql`
    delete from sign_in_failures where key in (
      select key from sign_in_failures where key = any(${keys.map((key) => key.hash)}::bytea[])
      order by key for update)`);
}
