import { ask } from './client.ts';

/** The overview: what the household has, this month, its banks, and the newest transactions. */
export const overview = () =>
  ask(['transactions', 'accounts', 'links', 'household', 'ledger'], 'GET /api/overview');
