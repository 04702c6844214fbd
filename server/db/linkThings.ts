import type { Sql } from 'sql-template-tag';
import { pairAround } from './applyTransfers.ts';
import { sql, type Db } from './connect.ts';
import { tellReaders } from './notify.ts';
import { isLive } from './transferLinks.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

// What a link of two transactions needs so that a step with it can be undone and done again.

const endsOf = (row: Record<string, unknown> | null): string[] =>
  [row?.out_id, row?.in_id].filter((id) => typeof id === 'string');

/** Both of its rows are there, and the viewer sees them in full. */
export const mayLink = (
  viewer: Viewer,
  _key: string,
  row: Record<string, unknown> | null,
): Sql => sql`(
  select count(*) = 2 from transactions t
  join (${visibleAccounts(viewer)}) a on a.id = t.account_id
  where t.id = any(${endsOf(row)}::uuid[]) and ${isLive(sql`t`)} and ${unhidden(viewer)})`;

/** Everything around is weighed anew; whoever reads what counts otherwise is told. */
export async function linkAgain(tx: Db, rows: Record<string, unknown>[]): Promise<void> {
  const changed = await pairAround(tx, { ids: rows.flatMap(endsOf), sizes: [] });
  await tellReaders(tx, changed, ['transactions', 'accounts']);
}
