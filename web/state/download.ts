import { call } from '#web/api.ts';
import type { Filter } from './transaction-filter.ts';

/** Saves what a filter finds on this device, once the person has proven who they are. */
export async function downloadFound(filter: Filter): Promise<void> {
  const reply = await call('GET /api/transactions/export.csv', { query: filter });
  const named = /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '');
  const url = URL.createObjectURL(await reply.blob());
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: named?.[1] ?? 'transactions.csv' });
  link.click();
  // Some browsers begin to read it only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
