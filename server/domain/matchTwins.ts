/** A live row of one feed of a joint account. */
export interface FeedRow {
  id: string;
  /** The account of the link that tells it. */
  feed: string;
  /** As the database prints it; money leaving is negative. */
  amount: string;
  currency: string;
  /** When it was authorized, else posted. */
  date: string;
  pending: boolean;
  name: string;
  merchant: string | null;
  /** When we first heard of it: of two twins the older one is shown. */
  since: string;
  /** The row that is shown in its place. */
  twinOf: string | null;
  /** The household deleted it: perhaps for being told twice. */
  deleted: boolean;
}

export interface Twins {
  /** [twin, the row that is shown in its place]. */
  joined: [string, string][];
  /** Twins that are none any more. */
  parted: string[];
}

const SAME_SUM_DAYS = 5;
const HOLD_DAYS = 7;

/**
 * Which rows of several feeds tell one transaction. Each row has at most one counterpart in each
 * other feed; what has none is shown by itself. Equal sums within some days first: of one name
 * before others, the nearest first; then a hold here and what it became there, where no other could
 * be meant.
 */
export function matchTwins(rows: FeedRow[]): Twins {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const faceOf = new Map<string, string>();
  for (const row of rows) {
    const face = row.twinOf === null ? undefined : byId.get(row.twinOf);
    if (face && face.twinOf === null && holds(row, face)) faceOf.set(row.id, face.id);
  }
  const join = (a: FeedRow, b: FeedRow) => {
    const [face, twin] = inOrder(a, b, new Set(faceOf.values()));
    faceOf.set(twin.id, face.id);
  };
  const free = () => rows.filter((row) => !faceOf.has(row.id));
  joinNearest(free(), faceOf, byId, join);
  joinHolds(free(), faceOf, byId, join);
  const was = (id: string) => byId.get(id)?.twinOf ?? null;
  return {
    joined: [...faceOf].filter(([twin, face]) => was(twin) !== face),
    parted: rows.filter((row) => row.twinOf !== null && !faceOf.has(row.id)).map((row) => row.id),
  };
}

/**
 * Two posted rows of different sums are not one; a hold and its posting may differ for a while.
 * Rows of different names were joined for want of better: they are looked at again each time.
 */
const holds = (twin: FeedRow, face: FeedRow): boolean =>
  twin.feed !== face.feed &&
  twin.currency === face.currency &&
  sameName(twin, face) &&
  (Number(twin.amount) === Number(face.amount) || twin.pending !== face.pending);

/** Whoever stands for others goes on, or did; else what is not deleted, then the older one. */
function inOrder(a: FeedRow, b: FeedRow, faces: Set<string>): [face: FeedRow, twin: FeedRow] {
  if (faces.has(a.id) !== faces.has(b.id)) return faces.has(a.id) ? [a, b] : [b, a];
  if (a.twinOf === b.id || b.twinOf === a.id) return a.twinOf === b.id ? [b, a] : [a, b];
  if (a.deleted !== b.deleted) return a.deleted ? [b, a] : [a, b];
  const older = a.since < b.since || (a.since === b.since && a.id < b.id);
  return older ? [a, b] : [b, a];
}

type Join = (a: FeedRow, b: FeedRow) => void;
type Faces = Map<string, string>;

/** The feeds that a shown row stands for already, its own included. */
function feedsOf(id: string, faceOf: Faces, byId: Map<string, FeedRow>): Set<string> {
  const feeds = new Set([byId.get(id)!.feed]);
  for (const [twin, face] of faceOf) if (face === id) feeds.add(byId.get(twin)!.feed);
  return feeds;
}

const overlap = (a: Set<string>, b: Set<string>) => [...a].some((feed) => b.has(feed));

function joinNearest(free: FeedRow[], faceOf: Faces, byId: Map<string, FeedRow>, join: Join): void {
  for (const group of groups(free, (row) => `${Number(row.amount)} ${row.currency}`)) {
    const pairs = group.flatMap((a, at) =>
      group
        .slice(at + 1)
        .filter((b) => a.feed !== b.feed && days(a, b) <= SAME_SUM_DAYS)
        .map((b) => ({ a, b, distance: days(a, b) + (sameName(a, b) ? 0 : 2 * SAME_SUM_DAYS) })),
    );
    if (pairs.length === 0) continue;
    const standing = new Map(group.map((row) => [row.id, feedsOf(row.id, faceOf, byId)]));
    const taken = new Set<string>();
    for (const { a, b } of pairs.toSorted((x, y) => x.distance - y.distance)) {
      if (taken.has(a.id) || taken.has(b.id)) continue;
      const [mine, theirs] = [standing.get(a.id)!, standing.get(b.id)!];
      // One who stands for others cannot stand behind another.
      if (overlap(mine, theirs) || (mine.size > 1 && theirs.size > 1)) continue;
      join(a, b);
      taken.add(faceOf.has(a.id) ? a.id : b.id);
      for (const feed of mine) theirs.add(feed);
      for (const feed of theirs) mine.add(feed);
    }
  }
}

/** A hold of 20 here that posted as 23 there: one shop, some days, and nothing else to be meant. */
function joinHolds(free: FeedRow[], faceOf: Faces, byId: Map<string, FeedRow>, join: Join): void {
  const alone = free.filter((row) => feedsOf(row.id, faceOf, byId).size === 1);
  for (const group of groups(alone, (row) => `${row.merchant ?? named(row)} ${row.currency}`)) {
    const fits = (a: FeedRow, b: FeedRow) =>
      a.feed !== b.feed && a.pending !== b.pending && days(a, b) <= HOLD_DAYS && alikeSum(a, b);
    for (const hold of group.filter((row) => row.pending)) {
      const [only, ...more] = group.filter((row) => fits(hold, row));
      if (!only || more.length > 0) continue;
      if (group.filter((row) => fits(only, row)).length === 1) join(hold, only);
    }
  }
}

const alikeSum = (a: FeedRow, b: FeedRow): boolean => {
  const ratio = Number(a.amount) / Number(b.amount);
  return ratio >= 0.5 && ratio <= 2;
};

const named = (row: FeedRow) => row.name.toLowerCase();
const sameName = (a: FeedRow, b: FeedRow) =>
  named(a) === named(b) || (a.merchant !== null && a.merchant === b.merchant);

const days = (a: FeedRow, b: FeedRow): number =>
  Math.abs(Date.parse(a.date) - Date.parse(b.date)) / 86_400_000;

function groups(rows: FeedRow[], keyOf: (row: FeedRow) => string): FeedRow[][] {
  const found = new Map<string, FeedRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()].filter((group) => group.length > 1);
}
