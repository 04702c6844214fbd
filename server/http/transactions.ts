import { z } from 'zod';
import { Refusal } from '#server/contract/errors.ts';
import type { TransactionId } from '#server/contract/ids.ts';
import { day } from '#server/contract/time.ts';
import type { TransactionPatch, TransactionReply } from '#server/contract/transactions.ts';
import { loadDictionary } from '#server/db/categories.ts';
import { editTransaction } from '#server/db/editing.ts';
import { findHousehold } from '#server/db/members.ts';
import {
  countMonths,
  findTransaction,
  lineOf,
  listTransactions,
  sumTransactions,
  toTransaction,
  type Place,
} from '#server/db/transactions.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { moneyOf } from '#server/db/wire.ts';
import { changeSentence } from '#server/domain/changeWords.ts';
import { scaleOf, toMinor } from '#server/domain/money.ts';
import { lastOfMonth } from '#server/domain/today.ts';
import { readBankFacts } from './bankFacts.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';

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
