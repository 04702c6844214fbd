import type { Input } from '#web/api.ts';
import { ask } from './client.ts';

/** What accounts will probably hold, and whether something can be paid. */
export const forecast = (query: Input<'GET /api/forecast'>['query']) =>
  ask(['ledger', 'transactions', 'accounts'], 'GET /api/forecast', { query });
