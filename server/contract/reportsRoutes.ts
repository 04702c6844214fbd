import * as reports from './reports.ts';
import type { Route } from './route.ts';

/** What the charts show: exact sums over what the viewer may see. */
export const reportsRoutes = {
  'GET /api/reports/months': {
    access: 'member',
    viewAs: true,
    query: reports.monthsQuery,
    reply: reports.monthSumsReply,
  },
  'GET /api/reports/merchants': {
    access: 'member',
    viewAs: true,
    query: reports.merchantsQuery,
    reply: reports.merchantsReply,
  },
  'GET /api/reports/days': {
    access: 'member',
    viewAs: true,
    query: reports.daySumsQuery,
    reply: reports.daySumsReply,
  },
  'GET /api/reports/balances': {
    access: 'member',
    viewAs: true,
    query: reports.courseQuery,
    reply: reports.courseReply,
  },
} as const satisfies Record<string, Route>;
