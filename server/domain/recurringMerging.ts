import type { Cadence } from '#server/contract/recurring.ts';
import { slotDay, slotNear } from './recurringRhythm.ts';
import type { Series } from './recurringSeries.ts';

/**
 * What a member said of a series. It is kept with the account; the series is found anew each time.
 */
export interface Decision {
  id: string;
  account: string;
  /** Direction, currency and merchant: see `merchantKey`. */
  series: string;
  says: 'accepted' | 'dismissed';
  name: string | null;
  /** Whole minor units without a sign. */
  size: number | null;
  cadence: Cadence | null;
  /** YYYY-MM-DD */
  nextDay: string | null;
  /** How it stood then, by which it is known again. */
  facts: Facts;
  /** The decision with which it is one. */
  mergedInto: string | null;
}

export interface Facts {
  /** The last row it had. */
  row: string;
  cadence: Cadence;
  size: number;
  /** YYYY-MM-DD */
  day: string;
}

/** A series as the household sees it. */
export interface DecidedSeries extends Series {
  /** Of this series among those of its account, as long as it is found. */
  id: string;
  status: 'found' | 'proposed' | 'accepted' | 'dismissed';
  decision: Decision | null;
  /** How often it was found to come, whatever was said. */
  foundAs: Cadence;
}

/** With what was said of it, if anything was. */
export type Decided = [Series & Pick<DecidedSeries, 'foundAs'>, Decision | null];

/** Two that are one: under the name and the rhythm of the one, with the rows of both. */
export function joinMerged(all: readonly Decided[]): Decided[] {
  const byId = new Map(all.flatMap(([series, said]) => (said ? [[said.id, series] as const] : [])));
  const rootOf = (said: Decision): Decision => {
    let at = said;
    const seen = new Set<string>();
    for (;;) {
      seen.add(at.id);
      const next = all.find(([, other]) => other && other.id === at.mergedInto)?.[1];
      if (!next || seen.has(next.id)) return at;
      at = next;
    }
  };
  const parts = new Map<string, Series[]>();
  for (const [series, said] of all) {
    if (!said || said.mergedInto === null || !byId.has(said.mergedInto)) continue;
    const root = rootOf(said).id;
    if (root !== said.id) parts.set(root, [...(parts.get(root) ?? []), series]);
  }
  const isPart = new Set([...parts.values()].flat());
  return all
    .filter(([series]) => !isPart.has(series))
    .map(([series, said]) => {
      const others = said ? (parts.get(said.id) ?? []) : [];
      return [others.length > 0 ? joined(series, others) : series, said];
    });
}

function joined(series: Decided[0], others: readonly Series[]): Decided[0] {
  const newest = [series, ...others].toSorted(
    (a, b) => b.hits.at(-1)!.day - a.hits.at(-1)!.day,
  )[0]!;
  const { rhythm } = newest;
  const slots = new Map(
    [series, ...others]
      .flatMap((one) => one.hits)
      .toSorted((a, b) => a.day - b.day)
      .map((hit) => [slotNear(rhythm, hit.day), hit]),
  );
  const hits = [...slots].map(([slot, hit]) => ({ ...hit, slot }));
  const nextSlot = newest === series ? series.nextSlot : hits.at(-1)!.slot + 1;
  const nextDay = slotDay(rhythm, nextSlot);
  return {
    ...series,
    rhythm,
    hits,
    nextSlot,
    nextDay,
    state: newest.state,
    kind: newest.kind,
    expected: newest.expected,
    prices: [series, ...others].flatMap((one) => one.prices).toSorted((a, b) => a.day - b.day),
    doubles: [series, ...others].flatMap((one) => one.doubles),
  };
}
