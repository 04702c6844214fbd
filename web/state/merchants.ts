import { ask } from './client.ts';

/** Merchants whose name holds what is typed. */
export const merchantsCalled = (typed: string) => ({
  ...ask(['transactions'], 'GET /api/transactions/merchants', { query: { q: typed, limit: 8 } }),
  placeholderData: (before: { merchants: { name: string; count: number }[] } | undefined) => before,
});
