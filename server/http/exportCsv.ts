import type { Transaction } from '#server/contract/transactions.ts';
import { noteAudit } from '#server/db/audit.ts';
import { findHousehold } from '#server/db/members.ts';
import { listTransactions, type Found, type Place } from '#server/db/register.ts';
import { csvLine } from '#server/domain/csv.ts';
import { dayIn } from '#server/domain/today.ts';
import type { Handler } from './deps.ts';
import { callerNetwork } from './network.ts';

const AT_ONCE = 1000;
/** Three of the largest households that are known of. */
const MOST = 300_000;

const header = [
  'Date',
  'Name',
  'Amount',
  'Currency',
  'Counts as',
  'Category',
  'Account',
  'Pending',
  'Note',
  'Tags',
  'Id',
];

const line = (one: Transaction): string =>
  csvLine([
    one.date,
    one.name,
    one.amount.amount,
    one.amount.currency,
    one.flow.replace('_', ' '),
    one.split ? 'split' : (one.category?.label ?? ''),
    one.account.mask ? `${one.account.name} ${one.account.mask}` : one.account.name,
    one.pending ? 'yes' : 'no',
    one.note ?? '',
    one.tags.join(', '),
    one.id,
  ]);

/**
 * What a search finds, as a file. It is read page by page, as fast as it is taken, so that it costs
 * no more memory than a page, whatever there is; each page by the rule that holds at that moment.
 */
export const getExport: Handler<'GET /api/transactions/export.csv'> = async (deps, call) => {
  const { viewer, query, context } = call;
  const { sort, ...filter } = query;
  const read = (after?: Place) =>
    listTransactions(deps.db, viewer, filter, { sort, after, limit: AT_ONCE });
  // Read before anything is promised: a search that cannot be read is refused.
  let page: Found | null = await read();
  const network = callerNetwork(deps, context);
  await noteAudit(deps.db, { kind: 'transactions.exported', actor: viewer.memberId, network });
  const household = await findHousehold(deps.db);
  const encoder = new TextEncoder();
  let count = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Without the mark some spreadsheets take the text for another alphabet.
      controller.enqueue(encoder.encode(`\ufeff${csvLine(header)}`));
    },
    async pull(controller) {
      if (!page) {
        controller.close();
        return;
      }
      const { lines, next }: Found = page;
      count += lines.length;
      controller.enqueue(encoder.encode(lines.map(line).join('')));
      if (next && count >= MOST) {
        const rest = `Only these ${MOST} lines. Choose dates to get the others.`;
        controller.enqueue(encoder.encode(csvLine([rest])));
      }
      page = next && count < MOST ? await read(next) : null;
    },
  });
  const today = dayIn(household?.timeZone ?? 'UTC', deps.now());
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="transactions-${today}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
};
