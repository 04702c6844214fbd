import { applyChange } from './change.ts';
import { withSharedDetails } from './details.ts';
import { emptyItem, forget } from './item.ts';
import { reveal } from './rows.ts';
import type { Bank, PublicToken, Session, Ticket, BankSettings } from './bank.ts';
import type { Entry, Item, ItemMeta, Row } from './item.ts';
import type { ItemChange, TransactionDetail } from '#server/sandbox/types.ts';

/**
 * How the bank is written down and read back. An item's rows are written when its accounts are
 * opened; afterwards only what happens to it, since a change leads to the same ids when it is
 * applied again. Small things are written whole whenever they change, and the last one counts.
 */
type Line =
  | { k: 'settings'; v: BankSettings }
  | { k: 'ticket'; v: Ticket; minted: number }
  | { k: 'session'; v: Session; minted: number }
  | { k: 'public'; v: PublicToken; minted?: number }
  | { k: 'note'; id: string; v: unknown }
  | { k: 'item'; v: ItemMeta; minted: number }
  | { k: 'opened'; id: string; v: Opened }
  | { k: 'rows'; id: string; details: TransactionDetail[]; v: PackedEntry[] }
  | { k: 'log'; id: string; v: string[] }
  | { k: 'change'; id: string; v: ItemChange; at: string | null }
  | { k: 'reveal'; id: string; phase: 'initial' | 'historical'; today: string; at: string | null };

type Opened = Pick<Item, 'accounts' | 'securities' | 'minted'>;
/** [row with its detail's number, place of its addition, how it went]; the log says the rest. */
type PackedEntry = [Omit<Row, 'detail'> & { d?: number }, number, Entry['gone']];

const ROWS_PER_LINE = 1000;

export function recordItem(bank: Bank, item: Item): void {
  bank.journal.write({ k: 'item', v: item.meta, minted: bank.minted } satisfies Line);
}

/** The accounts and everything that is in them. Used when they are opened and by a rewrite. */
export function recordRows(bank: Bank, item: Item): void {
  if (!bank.journal.keeps) return;
  for (const line of itemLines(item)) bank.journal.write(line);
}

export function recordChange(bank: Bank, item: Item, change: ItemChange): void {
  const at = item.meta.last_update;
  bank.journal.write({ k: 'change', id: item.meta.item_id, v: change, at } satisfies Line);
}

export function recordReveal(
  bank: Bank,
  item: Item,
  phase: 'initial' | 'historical',
  today: string,
): void {
  const at = item.meta.last_update;
  const id = item.meta.item_id;
  bank.journal.write({ k: 'reveal', id, phase, today, at } satisfies Line);
}

export function recordSettings(bank: Bank): void {
  bank.journal.write({ k: 'settings', v: bank.settings } satisfies Line);
}

export function recordTicket(bank: Bank, ticket: Ticket): void {
  bank.journal.write({ k: 'ticket', v: ticket, minted: bank.minted } satisfies Line);
}

export function recordSession(bank: Bank, session: Session): void {
  bank.journal.write({ k: 'session', v: session, minted: bank.minted } satisfies Line);
}

export function remember(bank: Bank, id: string, value: unknown): void {
  bank.notes.set(id, value);
  bank.journal.write({ k: 'note', id, v: value } satisfies Line);
}

function* itemLines(item: Item): Generator<Line> {
  const id = item.meta.item_id;
  const { accounts, securities, minted } = item;
  yield { k: 'opened', id, v: { accounts, securities, minted } };
  const numbers = new Map<TransactionDetail, number>();
  let details: TransactionDetail[] = [];
  let rows: PackedEntry[] = [];
  for (const { row, added, gone } of item.entries.values()) {
    const { detail, ...rest } = row;
    if (detail && !numbers.has(detail)) {
      numbers.set(detail, numbers.size);
      details.push(detail);
    }
    const packed = detail ? { ...rest, d: numbers.get(detail)! } : rest;
    rows.push([packed, added, gone]);
    if (rows.length === ROWS_PER_LINE) {
      yield { k: 'rows', id, details, v: rows };
      rows = [];
      details = [];
    }
  }
  if (rows.length > 0) yield { k: 'rows', id, details, v: rows };
  for (let from = 0; from < item.log.length; from += ROWS_PER_LINE) {
    const part = item.log.slice(from, from + ROWS_PER_LINE);
    yield { k: 'log', id, v: part.map((entry) => entry.row.transaction_id) };
  }
}

/** The present state in as few lines as it takes. */
export function* snapshot(bank: Bank): Generator<Line> {
  yield { k: 'settings', v: bank.settings };
  for (const ticket of bank.tickets.values()) yield { k: 'ticket', v: ticket, minted: bank.minted };
  for (const session of bank.sessions.values()) {
    yield { k: 'session', v: session, minted: bank.minted };
  }
  for (const token of bank.publics.values()) yield { k: 'public', v: token };
  for (const [id, value] of bank.notes) yield { k: 'note', id, v: value };
  for (const item of bank.items.values()) {
    yield { k: 'item', v: item.meta, minted: bank.minted };
    yield* itemLines(item);
  }
}

/** Reads the lines back. Lines of other kinds go to `other`. Returns how many are only history. */
export function recall(
  bank: Bank,
  lines: Iterable<unknown>,
  other: (line: { k: string; v: unknown }) => void,
): number {
  const details = new Map<string, TransactionDetail[]>();
  let history = 0;
  for (const raw of lines) {
    const line = raw as Line;
    if ('minted' in line) bank.minted = Math.max(bank.minted, line.minted ?? 0);
    if (line.k !== 'rows' && line.k !== 'log') history += 1;
    if ('id' in line && line.k !== 'note') recallItemLine(bank, line, details);
    else recallSmall(bank, line, other);
  }
  for (const item of bank.items.values()) {
    if (item.meta.health.state === 'removed') forget(item);
  }
  return history;
}

type ItemLine = Extract<Line, { k: 'opened' | 'rows' | 'log' | 'change' | 'reveal' }>;

function recallSmall(
  bank: Bank,
  line: Exclude<Line, ItemLine>,
  other: (line: { k: string; v: unknown }) => void,
): void {
  if (line.k === 'settings') Object.assign(bank.settings, line.v);
  else if (line.k === 'ticket') keepTicket(bank, line.v);
  else if (line.k === 'session') bank.sessions.set(line.v.link_session_id, line.v);
  else if (line.k === 'public') bank.publics.set(line.v.public_token, line.v);
  else if (line.k === 'note') bank.notes.set(line.id, line.v);
  else if (line.k === 'item') recallMeta(bank, line.v);
  else other(line);
}

export function keepTicket(bank: Bank, ticket: Ticket): void {
  bank.tickets.set(ticket.link_token, ticket);
  bank.hosted.set(ticket.hosted_id, ticket);
}

function recallMeta(bank: Bank, meta: ItemMeta): void {
  const known = bank.items.get(meta.item_id);
  if (known) {
    known.meta = meta;
    return;
  }
  const item = emptyItem(meta);
  bank.items.set(meta.item_id, item);
  bank.byToken.set(meta.access_token, item);
}

function recallItemLine(
  bank: Bank,
  line: ItemLine,
  details: Map<string, TransactionDetail[]>,
): void {
  const item = bank.items.get(line.id);
  if (!item) return;
  if (line.k === 'opened') {
    Object.assign(item, line.v);
    forget(item);
    details.set(line.id, []);
  } else if (line.k === 'rows') {
    const known = details.get(line.id) ?? [];
    known.push(...line.details);
    for (const packed of line.v) recallEntry(item, packed, known);
  } else if (line.k === 'log') {
    for (const id of line.v) {
      const entry = item.entries.get(id)!;
      item.log.push(entry);
      entry.last = item.log.length;
    }
  } else {
    if (line.k === 'change') applyChange(item, withSharedDetails(line.v));
    else reveal(item, line.phase, line.today);
    item.meta.last_update = line.at;
  }
}

function recallEntry(item: Item, packed: PackedEntry, details: readonly TransactionDetail[]): void {
  const [{ d, ...values }, added, gone] = packed;
  const row: Row = d === undefined ? values : { ...values, detail: details[d]! };
  const entry: Entry = { row, added, last: 0, gone };
  item.entries.set(row.transaction_id, entry);
  if (row.pending && !gone) item.pending.add(entry);
}
