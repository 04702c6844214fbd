import { z } from 'zod';
import { Refusal } from '#server/contract/errors.ts';
import type { TransactionId } from '#server/contract/ids.ts';
import { day } from '#server/contract/time.ts';
import type { Sort, TransactionPatch, TransactionReply } from '#server/contract/transactions.ts';
import { loadDictionary } from '#server/db/categories.ts';
import { editTransaction } from '#server/db/editing.ts';
import { findHousehold } from '#server/db/members.ts';
import { listMerchants } from '#server/db/merchants.ts';
import { sumUp } from '#server/db/filter.ts';
import { listTransactions, type Place } from '#server/db/register.ts';
import { findTransaction, lineOf, toTransaction } from '#server/db/transactions.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { moneyOf } from '#server/db/wire.ts';
import { changeSentence } from '#server/domain/changeWords.ts';
import { scaleOf, toMinor } from '#server/domain/money.ts';
import { lastOfMonth } from '#server/domain/today.ts';
import { readBankFacts } from './bankFacts.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { storable } from './readRequest.ts';

const notFound = () => new Refusal('not_found', 'There is no such transaction.');

export const getTransactions: Handler<'GET /api/transactions'> = async (deps, call) => {
  const { cursor, month, limit, sort, skip, ...filter } = call.query;
  if (sort !== 'day' && month !== undefined) {
    const sentence = 'Months follow each other where the newest come first.';
    throw new Refusal('bad_request', sentence, { field: 'month' });
  }
  const { lines, next } = await listTransactions(deps.db, call.viewer, filter, {
    sort,
    after: cursor === undefined ? undefined : readCursor(cursor, sort),
    until: month && lastOfMonth(month),
    skip,
    limit,
  });
  return { transactions: lines, next: next && writeCursor(next) };
};

/** What a line is sorted by may be a text of any kind, its day and its id are not. */
const writeCursor = ({ key, day: at, id }: Place): string =>
  `${at}~${id}~${encodeURIComponent(key)}`;

const place = z.strictObject({ day, id: z.uuid(), key: z.string() });

function readCursor(cursor: string, sort: Sort): Place {
  const [at, id, ...rest] = cursor.split('~');
  const read = place.safeParse({ day: at, id, key: decoded(rest.join('~')) });
  const numeric = sort.endsWith('amount');
  if (!read.success || (numeric && !/^\d{1,18}(\.\d{1,10})?$/.test(read.data.key))) {
    throw new Refusal('bad_request', 'There is no such page.', { field: 'cursor' });
  }
  return read.data;
}

const decoded = (text: string): string | null => {
  try {
    return storable(decodeURIComponent(text));
  } catch {
    return null;
  }
};

export const getMonths: Handler<'GET /api/transactions/months'> = async (deps, call) => {
  // The sum of a whole life's transactions says nothing and costs most.
  const sums = Object.values(call.query).some((value) => value !== undefined);
  const household = await findHousehold(deps.db);
  const currency = household?.currency ?? 'USD';
  const found = await sumUp(deps.db, call.viewer, call.query, { sums, currency });
  return { total: found.months.reduce((sum, month) => sum + month.count, 0), ...found };
};

export const getMerchants: Handler<'GET /api/transactions/merchants'> = async (
  deps,
  { viewer, query },
) => ({ merchants: await listMerchants(deps.db, viewer, query.q, query.limit) });

export const getTransaction: Handler<'GET /api/transactions/:id'> = async (deps, call) => {
  const row = await findTransaction(deps.db, call.viewer, call.params.id);
  if (!row) throw notFound();
  const dictionary = await loadDictionary(deps.db);
  const reply: TransactionReply = {
    transaction: toTransaction(lineOf(row), dictionary),
    own: {
      name: row.ownName,
      category: row.ownCategory,
      date: row.ownDate,
      note: row.ownNote,
      tags: row.ownTags,
    },
    parts: row.parts.map((part) => ({
      category: part.category === null ? null : dictionary.describe(part.category),
      amount: moneyOf(part.amount, row.currency),
      note: part.note,
      rest: part.rest,
    })),
    leftOut: row.leftOut,
    bank: readBankFacts(row),
    linkId: row.linkId,
    institution: row.institution,
    firstSeenAt: row.firstSeenAt,
  };
  return reply;
};

export const patchTransaction: Handler<'PATCH /api/transactions/:id'> = async (deps, call) => {
  const { viewer, params } = call;
  const patch = { ...call.body };
  if (patch.note === '') patch.note = null;
  const dictionary = await loadDictionary(deps.db);
  const named = [patch.category, ...(patch.split ?? []).map((part) => part.category)];
  if (named.some((code) => code && !dictionary.knows(code))) {
    throw new Refusal('bad_request', 'There is no such category.', { field: 'category' });
  }
  if (patch.split) await refuseUnfitParts(deps, viewer, params.id, patch.split);
  const step = await editTransaction(deps.db, viewer, params.id, patch, (before, after) =>
    changeSentence(before, after, dictionary),
  );
  if (!step) throw notFound();
  if (step === 'same') throw new Refusal('conflict', 'It says so already.');
  const [row, change] = await Promise.all([
    findTransaction(deps.db, viewer, params.id),
    stepOf(deps, viewer, step.id),
  ]);
  if (!row) throw notFound();
  return { transaction: toTransaction(lineOf(row), dictionary), change };
};

/** Parts are told in the currency's own units, and none of them is nothing. */
async function refuseUnfitParts(
  deps: HttpDeps,
  viewer: Viewer,
  id: TransactionId,
  parts: NonNullable<TransactionPatch['split']>,
): Promise<void> {
  const row = await findTransaction(deps.db, viewer, id);
  if (!row) throw notFound();
  let rest = toMinor(row.amount, row.currency) as bigint;
  for (const { amount } of parts) {
    if (amount === undefined) continue;
    const minor = toMinor(amount, row.currency);
    const places = amount.split('.')[1]?.length ?? 0;
    if (minor === 0n || places > scaleOf(row.currency)) {
      const sentence = 'That is not an amount of this currency.';
      throw new Refusal('bad_request', sentence, { field: 'split' });
    }
    rest -= minor;
  }
  if (rest === 0n) {
    throw new Refusal('bad_request', 'The parts leave nothing for the rest.', { field: 'split' });
  }
}
