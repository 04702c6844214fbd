import type { Route } from './route.ts';
import * as wealth from './wealth.ts';

/** What is owed and what is held, beyond balances. */
export const wealthRoutes = {
  'GET /api/liabilities': {
    access: 'member',
    viewAs: true,
    query: wealth.wealthQuery,
    reply: wealth.liabilitiesReply,
  },
  'GET /api/holdings': {
    access: 'member',
    viewAs: true,
    query: wealth.wealthQuery,
    reply: wealth.holdingsReply,
  },
  'GET /api/investments/transactions': {
    access: 'member',
    viewAs: true,
    query: wealth.tradesQuery,
    reply: wealth.tradesReply,
  },
  'GET /api/sources': { access: 'member', viewAs: true, reply: wealth.sourcesReply },
} as const satisfies Record<string, Route>;
