import { z } from 'zod';
import { Refusal } from '#server/contract/errors.ts';
import { day } from '#server/contract/time.ts';
import type { TransactionReply } from '#server/contract/transactions.ts';
import { changeTransaction, findChange, listChanges, undoChange } from '#server/db/changes.ts';
import { findHousehold } from '#server/db/members.ts';
import {
  countMonths,
  findTransaction,
  listTransactions,
  sumTransactions,
  toTransaction,
  type Place,
} from '#server/db/transactions.ts';
import { categoryGroups, isKnownCategory } from '#server/domain/categories.ts';
import { changeSentence } from '#server/domain/changeWords.ts';
import { lastOfMonth } from '#server/domain/today.ts';
import { readBankFacts } from './bankFacts.ts';
import type { Handler } from './deps.ts';

const notFound = () => new Refusal('not_found', 'There is no such transaction.');

export const getTransactions: Handler<'GET /api/transactions'> = async (deps, call) => {
  const { cursor, month, limit, ...filter } = call.query;
  const rows = await listTransactions(deps.db, call.viewer, filter, {
    after: cursor === undefined ? undefined : readCursor(cursor),
    until: month && lastOfMonth(month),
    limit: limit + 1,
  });
  const transactions = rows.slice(0, limit);
  const last = transactions.at(-1);
  return { transactions, next: rows.length > limit && last ? `${last.date}~${last.id}` : null };
};

const place = z.strictObject({ day, id: z.uuid() });

function readCursor(cursor: string): Place {
  const [at, id] = cursor.split('~');
  const read = place.safeParse({ day: at, id });
  if (!read.success)
    throw new Refusal('bad_request', 'There is no such page.', { field: 'cursor' });
  return read.data;
}

export const getMonths: Handler<'GET /api/transactions/months'> = async (deps, call) => {
  const filtered = Object.values(call.query).some((value) => value !== undefined);
  const household = await findHousehold(deps.db);
  const [months, sums] = await Promise.all([
    countMonths(deps.db, call.viewer, call.query),
    // The sum of a whole life's transactions says nothing and costs most.
    filtered
      ? sumTransactions(deps.db, call.viewer, call.query, household?.currency ?? 'USD')
      : Promise.resolve([]),
  ]);
  return { total: months.reduce((sum, month) => sum + month.count, 0), months, sums };
};

export const getTransaction: Handler<'GET /api/transactions/:id'> = async (deps, call) => {
  const row = await findTransaction(deps.db, call.viewer, call.params.id);
  if (!row) throw notFound();
  const reply: TransactionReply = {
    transaction: pickTransaction(row),
    own: { name: row.ownName, category: row.ownCategory, date: row.ownDate, note: row.note },
    bank: readBankFacts(row),
    linkId: row.linkId,
    institution: row.institution,
    firstSeenAt: row.firstSeenAt,
  };
  return reply;
};

/** Only the line's own columns of a wider row. */
function pickTransaction(row: Parameters<typeof toTransaction>[0]) {
  const { id, accountId, accountName, mask, date, name, amount, currency } = row;
  const { pending, category, categoryPrimary, flow, note, edited, deleted, hiddenUntil, mine } =
    row;
  const line = { id, accountId, accountName, mask, date, name, amount, currency };
  return toTransaction({
    ...line,
    pending,
    category,
    categoryPrimary,
    flow,
    note,
    edited,
    deleted,
    hiddenUntil,
    mine,
  });
}

export const patchTransaction: Handler<'PATCH /api/transactions/:id'> = async (deps, call) => {
  const { viewer, params } = call;
  const patch = { ...call.body };
  if (patch.note === '') patch.note = null;
  if (patch.category && !isKnownCategory(patch.category)) {
    throw new Refusal('bad_request', 'There is no such category.', { field: 'category' });
  }
  const change = await changeTransaction(deps.db, viewer, params.id, patch, changeSentence);
  if (!change) throw notFound();
  if (change === 'same') throw new Refusal('conflict', 'It says so already.');
  return changed(deps, viewer, params.id, change.id);
};

export const getChanges: Handler<'GET /api/changes'> = async (deps, { viewer }) => ({
  changes: await listChanges(deps.db, viewer),
});

export const postUndo: Handler<'POST /api/changes/:id/undo'> = async (deps, call) => {
  const undone = await undoChange(deps.db, call.viewer, call.params.id);
  if (!undone) throw new Refusal('not_found', 'There is no such change.');
  if (undone === 'undone') throw new Refusal('conflict', 'This was undone already.');
  return changed(deps, call.viewer, undone, call.params.id);
};

async function changed(
  deps: Parameters<typeof getChanges>[0],
  viewer: Parameters<typeof findTransaction>[1],
  id: Parameters<typeof findTransaction>[2],
  changeId: Parameters<typeof findChange>[2],
) {
  const [row, change] = await Promise.all([
    findTransaction(deps.db, viewer, id),
    findChange(deps.db, viewer, changeId),
  ]);
  if (!row || !change) throw notFound();
  return { transaction: pickTransaction(row), change };
}

export const getCategories: Handler<'GET /api/categories'> = async () => ({
  groups: categoryGroups,
});
