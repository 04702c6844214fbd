import { renderTransaction } from './render.ts';
import type { Entry, Item } from './item.ts';
import { BankError } from '#server/sandbox/errors.ts';
import { inOrder } from '#server/sandbox/json.ts';
import type { Transaction } from 'plaid';
import type { Wire } from '#server/sandbox/wire.ts';

/**
 * Where a client stands in an item's log. A loop of pages starts at `start`, has come to `at` and
 * ends at `high`; when it has ended all three are equal. `stream` is an account's own stream.
 */
interface Cursor {
  readonly item: string;
  readonly start: number;
  readonly at: number;
  readonly high: number;
  readonly page: number;
  readonly stream: string;
}

export interface SyncPage {
  readonly added: Wire<Transaction>[];
  readonly modified: Wire<Transaction>[];
  readonly removed: { account_id: string; transaction_id: string }[];
  readonly next_cursor: string;
  readonly has_more: boolean;
  /** Accounts that have a transaction in this page. */
  readonly touched: ReadonlySet<string>;
}

export interface SyncQuestion {
  readonly cursor: string;
  readonly count: number;
  readonly account_id?: string;
  readonly with_original: boolean;
}

const FOREIGN = 'cursor not associated with access_token';

function encode(cursor: Cursor): string {
  const { item, start, at, high, page, stream } = cursor;
  return Buffer.from(JSON.stringify([1, item, start, at, high, page, stream])).toString('base64');
}

function decode(text: string): Cursor | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64').toString());
    if (!Array.isArray(parts) || parts[0] !== 1 || parts.length !== 7) return null;
    const [, item, start, at, high, page, stream] = parts;
    return { item, start, at, high, page, stream };
  } catch {
    return null;
  }
}

/** Which page of its loop a cursor asks for, from 1: faults may be set on the k-th. */
export function pageNumber(cursor: string): number {
  return (decode(cursor)?.page ?? 0) + 1;
}

/**
 * One page: the log entries after the cursor, the last word per transaction id, in the order in
 * which they were last changed. While a loop is open the log must not grow, so the newest state of
 * each row is also its state at the loop's end, and the log needs no copies of old ones.
 */
export function syncPage(item: Item, question: SyncQuestion): SyncPage {
  const stream = question.account_id ?? '';
  const here = place(item, question.cursor, stream);
  const page: SyncPage = {
    added: inOrder([]),
    has_more: false,
    modified: inOrder([]),
    next_cursor: '',
    removed: [],
    touched: new Set(),
  };
  let room = question.count;
  for (let seq = here.at + 1; seq <= here.high; seq += 1) {
    const entry = item.log[seq - 1]!;
    const kind = verdict(entry, seq, here.start);
    if (!kind || (stream && entry.row.account_id !== stream)) continue;
    if (room === 0) {
      const next = { ...here, at: seq - 1, page: here.page + 1 };
      return { ...page, has_more: true, next_cursor: encode(next) };
    }
    room -= 1;
    put(page, kind, entry, question.with_original);
  }
  const end = { item: here.item, stream, start: here.high, at: here.high, page: 0 };
  return { ...page, next_cursor: encode({ ...end, high: here.high }) };
}

function place(item: Item, text: string, stream: string): Cursor {
  const high = item.log.length;
  const fresh = { item: item.meta.item_id, stream, high, page: 0 };
  if (text === '') return { ...fresh, start: 0, at: 0 };
  if (text === 'now') return { ...fresh, start: high, at: high };
  const cursor = decode(text);
  if (!cursor || cursor.item !== item.meta.item_id || cursor.stream !== stream) {
    throw new BankError('INVALID_FIELD', FOREIGN);
  }
  if (cursor.high > high) throw new BankError('INVALID_FIELD', FOREIGN);
  if (cursor.at === cursor.high) return { ...fresh, start: cursor.at, at: cursor.at };
  if (cursor.high !== high) throw new BankError('TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION');
  return cursor;
}

/** Nothing is said of a superseded entry, nor of a row that came and went inside the loop. */
function verdict(entry: Entry, seq: number, start: number) {
  if (entry.last !== seq || entry.gone === 'hidden') return null;
  if (entry.gone) return start === 0 || entry.added > start ? null : 'removed';
  return entry.added > start ? 'added' : 'modified';
}

function put(
  page: SyncPage,
  kind: 'added' | 'modified' | 'removed',
  { row }: Entry,
  withOriginal: boolean,
): void {
  (page.touched as Set<string>).add(row.account_id);
  if (kind === 'removed') {
    page.removed.push({ account_id: row.account_id, transaction_id: row.transaction_id });
  } else {
    page[kind].push(renderTransaction(row, withOriginal));
  }
}
