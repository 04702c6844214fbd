import { z } from 'zod';
import { accountPatch, accountReply, accountsReply, account } from './accounts.ts';
import { categoriesReply } from './categories.ts';
import { accountId, changeId, itemId, linkSessionId, transactionId } from './ids.ts';
import * as link from './links.ts';
import { overviewReply, summaryReply } from './overview.ts';
import * as who from './session.ts';
import { day } from './time.ts';
import * as tx from './transactions.ts';

const ofTransaction = z.strictObject({ id: transactionId });
const ofAccount = z.strictObject({ id: accountId });
const ofLink = z.strictObject({ id: itemId });
const ofSession = z.strictObject({ id: linkSessionId });

/** What a route asks of its caller: nobody, a first-run code, or a signed-in member. */
type Access = 'anyone' | 'member';

interface Route {
  access: Access;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  reply: z.ZodType;
}

/**
 * Every JSON route of the appliance, by method and path. The server parses requests and checks
 * replies with it, the web takes its types from it.
 */
export const api = {
  'GET /api/session': { access: 'anyone', reply: who.sessionReply },
  'POST /api/setup': { access: 'anyone', body: who.setupBody, reply: who.done },
  'POST /api/sign-in': { access: 'anyone', body: who.signInBody, reply: who.done },
  'POST /api/sign-in/code': { access: 'anyone', body: who.signInCodeBody, reply: who.done },
  'POST /api/sign-out': { access: 'anyone', reply: who.done },
  'PATCH /api/household': { access: 'member', body: who.householdPatch, reply: who.household },

  'GET /api/overview': { access: 'member', reply: overviewReply },
  'GET /api/summary': {
    access: 'member',
    query: z.strictObject({
      /** The last so many days, today included; or give `from` and `to`. */
      days: z.coerce.number().int().min(1).max(3660).optional(),
      from: day.optional(),
      to: day.optional(),
      pending: z.enum(['in', 'out']).default('in'),
    }),
    reply: summaryReply,
  },

  'GET /api/transactions': {
    access: 'member',
    query: tx.transactionsQuery,
    reply: tx.transactionsReply,
  },
  'GET /api/transactions/months': {
    access: 'member',
    query: tx.transactionFilter,
    reply: tx.monthsReply,
  },
  'GET /api/transactions/:id': {
    access: 'member',
    params: ofTransaction,
    reply: tx.transactionReply,
  },
  'PATCH /api/transactions/:id': {
    access: 'member',
    params: ofTransaction,
    body: tx.transactionPatch,
    reply: tx.changedReply,
  },
  'GET /api/changes': { access: 'member', reply: tx.changesReply },
  'POST /api/changes/:id/undo': {
    access: 'member',
    params: z.strictObject({ id: changeId }),
    reply: tx.changedReply,
  },
  'GET /api/categories': { access: 'member', reply: categoriesReply },

  'GET /api/accounts': { access: 'member', reply: accountsReply },
  'GET /api/accounts/:id': { access: 'member', params: ofAccount, reply: accountReply },
  'PATCH /api/accounts/:id': {
    access: 'member',
    params: ofAccount,
    body: accountPatch,
    reply: account,
  },

  'GET /api/links': { access: 'member', reply: link.linksReply },
  'GET /api/links/:id/syncs': { access: 'member', params: ofLink, reply: link.syncsReply },
  'POST /api/links/:id/sync': { access: 'member', params: ofLink, reply: who.done },
  'POST /api/links/:id/refresh': { access: 'member', params: ofLink, reply: who.done },
  'POST /api/links/:id/remove': {
    access: 'member',
    params: ofLink,
    body: link.linkRemoveBody,
    reply: who.done,
  },
  'POST /api/link-sessions': {
    access: 'member',
    body: link.linkSessionBody,
    reply: link.linkSessionReply,
  },
  'GET /api/link-sessions/:id': {
    access: 'member',
    params: ofSession,
    reply: link.linkSessionState,
  },
  'GET /api/link-sessions/:id/token': {
    access: 'member',
    params: ofSession,
    reply: link.linkTokenReply,
  },
  'POST /api/link-sessions/:id/report': {
    access: 'member',
    params: ofSession,
    body: link.linkReportBody,
    reply: link.linkSessionState,
  },
} as const satisfies Record<string, Route>;

export type Api = typeof api;
export type RouteName = keyof Api;
