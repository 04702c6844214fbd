import type { TransactionStream } from 'plaid';
import { addDays, daysBetween } from '#server/sandbox/bank/clock.ts';
import { idMint } from '#server/sandbox/bank/ids.ts';
import { liveRows } from '#server/sandbox/bank/item.ts';
import type { Account, Item, Row } from '#server/sandbox/bank/item.ts';
import type { Wire } from '#server/sandbox/wire.ts';

type Frequency = Wire<TransactionStream>['frequency'];

/** The rhythms that are recognised: days between two payments, and how far they may stray. */
const RHYTHMS: readonly { frequency: Frequency; days: number; stray: number }[] = [
  { days: 7, frequency: 'WEEKLY', stray: 1 },
  { days: 14, frequency: 'BIWEEKLY', stray: 2 },
  { days: 15.2, frequency: 'SEMI_MONTHLY', stray: 2 },
  { days: 30.4, frequency: 'MONTHLY', stray: 4 },
  { days: 365, frequency: 'ANNUALLY', stray: 10 },
];

/**
 * The regular payments among an item's posted rows, by merchant and account: three or more whose
 * distances keep to one rhythm (two are told as an early detection).
 */
export function recurringStreams(item: Item, accounts: readonly Account[], today: string) {
  const wanted = new Set(accounts.map(({ account_id }) => account_id));
  const groups = new Map<string, Row[]>();
  for (const row of liveRows(item)) {
    if (row.pending || !wanted.has(row.account_id)) continue;
    const side = row.amount < 0 ? 'in' : 'out';
    const name = row.detail?.merchant_name ?? row.name;
    const key = `${row.account_id}:${side}:${name}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const streams = [];
  for (const [key, rows] of groups) {
    const stream = streamOf(item, key, rows, today);
    if (stream) streams.push(stream);
  }
  return streams;
}

function streamOf(item: Item, key: string, rows: Row[], today: string) {
  if (rows.length < 2) return null;
  rows.sort((a, b) => (a.date < b.date ? -1 : 1));
  const gaps = rows.slice(1).map((row, at) => daysBetween(rows[at]!.date, row.date));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  const rhythm = RHYTHMS.find(({ days, stray }) => Math.abs(usual - days) <= stray);
  if (!rhythm) return null;
  const steady = gaps.filter((gap) => Math.abs(gap - rhythm.days) <= rhythm.stray).length;
  if (steady < gaps.length * 0.8) return null;
  const last = rows.at(-1)!;
  const active = daysBetween(last.date, today) <= rhythm.days * 1.5;
  const category = last.detail?.personal_finance_category ?? null;
  const total = rows.reduce((sum, row) => sum + row.amount, 0);
  const currency = {
    iso_currency_code: last.iso_currency_code ?? null,
    unofficial_currency_code: last.unofficial_currency_code ?? null,
  };
  return {
    account_id: last.account_id,
    average_amount: { amount: Math.round((total / rows.length) * 100) / 100, ...currency },
    category: null,
    category_id: null,
    description: last.name,
    first_date: rows[0]!.date,
    frequency: rhythm.frequency,
    is_active: active,
    is_user_modified: false,
    last_amount: { amount: last.amount, ...currency },
    last_date: last.date,
    merchant_name: last.detail?.merchant_name ?? '',
    personal_finance_category: category && {
      confidence_level: category.confidence_level ?? null,
      detailed: category.detailed,
      primary: category.primary,
    },
    predicted_next_date: active ? addDays(last.date, Math.round(rhythm.days)) : null,
    status: !active ? 'TOMBSTONED' : rows.length >= 3 ? 'MATURE' : 'EARLY_DETECTION',
    stream_id: idMint(`stream:${item.meta.item_id}:${key}`)(1),
    transaction_ids: rows.map(({ transaction_id }) => transaction_id),
  } satisfies Wire<TransactionStream>;
}
