import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, changed } from './client.ts';

const touched = ['ledger', 'transactions', 'accounts'] as const;

/** What comes back: bills, subscriptions, wages, with what is news of each. */
export const recurring = () => ask(touched, 'GET /api/recurring');

/** A month of it, `YYYY-MM`; that of today where it is empty. */
export const recurringMonth = (month: string) =>
  ask(touched, 'GET /api/recurring/calendar', { query: month ? { month } : {} });

/** Accepts, dismisses, changes or merges; null where that changes nothing. */
export async function decide(body: Input<'POST /api/recurring/decide'>['body']) {
  const { change } = await call('POST /api/recurring/decide', { body });
  await changed([...touched]);
  return change;
}

/** Says that a transaction comes back; null where that was said already. */
export async function saysRepeats(body: Input<'POST /api/recurring'>['body']) {
  const { change } = await call('POST /api/recurring', { body });
  await changed([...touched]);
  return change;
}

/** What comes next of it, for a glance. */
export const upcoming = () => ask(touched, 'GET /api/recurring/upcoming');
