/** What one page of changes names, already translated. */
export interface Page<Row extends { plaidId: string }> {
  added: Row[];
  modified: Row[];
  removed: string[];
}

export interface Folded<Row> {
  /** The rows as they stand at the end, in the order they were last named. */
  upserts: Row[];
  /** Ids that are gone at the end. */
  removals: string[];
}

/**
 * Folds the pages of one update into its end: the last word on each id wins, whichever list or page
 * it came in. Within a page, removals come after additions, as Plaid applies them.
 */
export function foldPages<Row extends { plaidId: string }>(
  pages: Iterable<Page<Row>>,
): Folded<Row> {
  const last = new Map<string, Row | null>();
  const say = (id: string, row: Row | null) => {
    last.delete(id);
    last.set(id, row);
  };
  for (const page of pages) {
    for (const row of page.added) say(row.plaidId, row);
    for (const row of page.modified) say(row.plaidId, row);
    for (const id of page.removed) say(id, null);
  }
  const upserts: Row[] = [];
  const removals: string[] = [];
  for (const [id, row] of last) {
    if (row) upserts.push(row);
    else removals.push(id);
  }
  return { upserts, removals };
}
