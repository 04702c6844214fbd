import { z } from 'zod';
import { account, accountPatch, accountReply, accountsReply } from './accounts.ts';
import * as ids from './ids.ts';
import * as who from './session.ts';
import * as share from './sharing.ts';
import * as tx from './transactions.ts';
import { overviewReply, summaryReply } from './overview.ts';
import { day } from './time.ts';
import { file, of, type Route } from './route.ts';

/** The money, and who sees it. */
export const ledgerRoutes = {
  'GET /api/overview': { access: 'member', viewAs: true, reply: overviewReply },
  'GET /api/summary': {
    access: 'member',
    viewAs: true,
    query: z.strictObject({
      /** The last so many days, today included; or give `from` and `to`. */
      days: z.coerce.number().int().min(1).max(3660).optional(),
      from: day.optional(),
      to: day.optional(),
      pending: z.enum(['in', 'out']).default('in'),
      /** Each month by itself too. */
      by: z.enum(['month']).optional(),
    }),
    reply: summaryReply,
  },
  'GET /api/transactions': {
    access: 'member',
    viewAs: true,
    query: tx.transactionsQuery,
    reply: tx.transactionsReply,
  },
  'GET /api/transactions/months': {
    access: 'member',
    viewAs: true,
    query: tx.transactionFilter,
    reply: tx.monthsReply,
  },
  'GET /api/transactions/export.csv': {
    access: 'member',
    viewAs: true,
    confirmed: true,
    query: tx.exportQuery,
    file: 'text/csv',
    reply: file,
  },
  'GET /api/transactions/merchants': {
    access: 'member',
    viewAs: true,
    query: tx.merchantsQuery,
    reply: tx.merchantsReply,
  },
  'GET /api/transactions/:id': {
    access: 'member',
    viewAs: true,
    params: of(ids.transactionId),
    reply: tx.transactionReply,
  },
  'PATCH /api/transactions/:id': {
    access: 'editor',
    params: of(ids.transactionId),
    body: tx.transactionPatch,
    reply: tx.changedReply,
  },
  'GET /api/changes': { access: 'member', reply: tx.changesReply },
  'POST /api/changes/:id/undo': {
    access: 'editor',
    params: of(ids.changeId),
    reply: tx.steppedReply,
  },
  'POST /api/changes/:id/redo': {
    access: 'editor',
    params: of(ids.changeId),
    reply: tx.steppedReply,
  },
  'POST /api/transactions/bulk': {
    access: 'editor',
    bodyLimit: 512 * 1024,
    body: tx.bulkBody,
    reply: tx.bulkReply,
  },
  'GET /api/tags': { access: 'member', viewAs: true, reply: tx.tagsReply },
  'GET /api/transactions/:id/likely': {
    access: 'member',
    params: of(ids.transactionId),
    reply: tx.likelyReply,
  },
  'GET /api/transactions/:id/who-sees': {
    access: 'member',
    viewAs: true,
    params: of(ids.transactionId),
    reply: share.whoSees,
  },
  'GET /api/sharing': { access: 'member', reply: share.ownSharingReply },
  'GET /api/hidings': { access: 'member', reply: share.hidingsReply },
  'POST /api/hidings': { access: 'editor', body: share.hidingBody, reply: share.hiding },
  'POST /api/hidings/:id/remove': {
    access: 'editor',
    params: of(ids.hidingId),
    reply: who.done,
  },
  'GET /api/accounts': { access: 'member', viewAs: true, reply: accountsReply },
  'GET /api/accounts/:id': {
    access: 'member',
    viewAs: true,
    params: of(ids.accountId),
    reply: accountReply,
  },
  'PATCH /api/accounts/:id': {
    access: 'editor',
    params: of(ids.accountId),
    body: accountPatch,
    reply: account,
  },
  'GET /api/accounts/:id/who-sees': {
    access: 'member',
    viewAs: true,
    params: of(ids.accountId),
    reply: share.whoSees,
  },
  'POST /api/accounts/sharing': { access: 'editor', body: share.shareBody, reply: who.done },
  'GET /api/joints': { access: 'member', reply: share.jointsReply },
  'POST /api/joints/:id/answer': {
    access: 'editor',
    params: of(ids.jointId),
    body: share.jointAnswerBody,
    reply: who.done,
  },
  'POST /api/joints/:id/split': { access: 'editor', params: of(ids.jointId), reply: who.done },
} as const satisfies Record<string, Route>;
