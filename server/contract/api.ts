import { z } from 'zod';
import { accountPatch, accountReply, accountsReply, account } from './accounts.ts';
import { categoriesReply } from './categories.ts';
import * as key from './credentials.ts';
import * as ids from './ids.ts';
import * as link from './links.ts';
import * as house from './members.ts';
import { overviewReply, summaryReply } from './overview.ts';
import * as who from './session.ts';
import * as share from './sharing.ts';
import { day } from './time.ts';
import * as tx from './transactions.ts';

const of = <Id extends z.ZodType>(id: Id) => z.strictObject({ id });
const ofTransaction = of(ids.transactionId);
const ofAccount = of(ids.accountId);
const ofLink = of(ids.itemId);
const ofSession = of(ids.linkSessionId);
const ofMember = of(ids.memberId);

/** What a route asks of its caller: nothing, to have signed in, not to be a viewer, to own. */
export type Access = 'anyone' | 'member' | 'editor' | 'owner';

export interface Route {
  access: Access;
  /** A browser's session only: no API token reaches it. */
  browser?: true;
  /** What another sees of the asker's own accounts can be looked at: `X-View-As: <member id>`. */
  viewAs?: true;
  /** Only soon after the person has proven again who they are. */
  confirmed?: true;
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
  'POST /api/sign-in/passkey/options': { access: 'anyone', reply: key.passkeyOptionsReply },
  'POST /api/sign-in/passkey': { access: 'anyone', body: key.passkeySignInBody, reply: who.done },
  'POST /api/sign-out': { access: 'anyone', reply: who.done },
  'POST /api/session/confirm': {
    access: 'member',
    browser: true,
    body: key.confirmBody,
    reply: who.done,
  },
  'POST /api/session/confirm/options': {
    access: 'member',
    browser: true,
    reply: key.passkeyOptionsReply,
  },
  'GET /api/sessions': { access: 'member', browser: true, reply: house.sessionsReply },
  'POST /api/sessions/:id/end': {
    access: 'member',
    browser: true,
    params: of(ids.sessionId),
    reply: who.done,
  },
  'POST /api/sessions/end-others': { access: 'member', browser: true, reply: who.done },

  'GET /api/credentials': { access: 'member', browser: true, reply: key.credentialsReply },
  'POST /api/credentials/password': {
    access: 'member',
    browser: true,
    confirmed: true,
    body: key.passwordBody,
    reply: who.done,
  },
  'POST /api/credentials/passkeys/options': {
    access: 'member',
    browser: true,
    confirmed: true,
    reply: key.passkeyOptionsReply,
  },
  'POST /api/credentials/passkeys': {
    access: 'member',
    browser: true,
    confirmed: true,
    body: key.passkeyBody,
    reply: who.done,
  },
  'POST /api/credentials/passkeys/:id/remove': {
    access: 'member',
    browser: true,
    confirmed: true,
    params: of(ids.passkeyId),
    reply: who.done,
  },
  'POST /api/credentials/totp': {
    access: 'member',
    browser: true,
    confirmed: true,
    reply: key.totpBeginReply,
  },
  'POST /api/credentials/totp/verify': {
    access: 'member',
    browser: true,
    confirmed: true,
    body: key.totpCodeBody,
    reply: key.recoveryCodesReply,
  },
  'POST /api/credentials/totp/remove': {
    access: 'member',
    browser: true,
    confirmed: true,
    reply: who.done,
  },
  'POST /api/credentials/recovery-codes': {
    access: 'member',
    browser: true,
    confirmed: true,
    reply: key.recoveryCodesReply,
  },
  'GET /api/tokens': { access: 'member', browser: true, reply: key.apiTokensReply },
  'POST /api/tokens': {
    access: 'member',
    browser: true,
    confirmed: true,
    body: key.apiTokenBody,
    reply: key.apiTokenMadeReply,
  },
  'POST /api/tokens/:id/remove': {
    access: 'member',
    browser: true,
    params: of(ids.apiTokenId),
    reply: who.done,
  },
  'GET /api/audit': {
    access: 'member',
    query: house.auditQuery,
    reply: house.auditReply,
  },

  'PATCH /api/household': { access: 'owner', body: who.householdPatch, reply: who.household },
  'GET /api/members': { access: 'member', reply: house.membersReply },
  'POST /api/invitations/look': {
    access: 'anyone',
    body: house.invitationCodeBody,
    reply: house.invitationLookReply,
  },
  'POST /api/join': { access: 'anyone', body: house.joinBody, reply: who.done },
  'POST /api/leave': {
    access: 'member',
    browser: true,
    confirmed: true,
    body: house.memberRemoveBody,
    reply: who.done,
  },

  'GET /api/admin/members': { access: 'owner', reply: house.managedMembersReply },
  'PATCH /api/admin/members/:id': {
    access: 'owner',
    confirmed: true,
    params: ofMember,
    body: house.memberPatch,
    reply: who.done,
  },
  'POST /api/admin/members/:id/remove': {
    access: 'owner',
    confirmed: true,
    params: ofMember,
    body: house.memberRemoveBody,
    reply: who.done,
  },
  'GET /api/admin/invitations': { access: 'owner', reply: house.invitationsReply },
  'POST /api/admin/invitations': {
    access: 'owner',
    confirmed: true,
    body: house.invitationBody,
    reply: house.invitedReply,
  },
  'POST /api/admin/invitations/:id/remove': {
    access: 'owner',
    params: of(ids.invitationId),
    reply: who.done,
  },
  'GET /api/admin/sessions': { access: 'owner', browser: true, reply: house.sessionsReply },
  'POST /api/admin/sessions/:id/end': {
    access: 'owner',
    browser: true,
    params: of(ids.sessionId),
    reply: who.done,
  },
  'GET /api/admin/links': { access: 'owner', reply: house.linkHealthReply },
  'GET /api/admin/link-events': {
    access: 'owner',
    query: house.adminEventsQuery,
    reply: house.linkEventsReply,
  },
  'GET /api/admin/api-events': {
    access: 'owner',
    query: house.adminEventsQuery,
    reply: house.apiEventsReply,
  },
  'GET /api/admin/syncs': {
    access: 'owner',
    query: house.adminEventsQuery,
    reply: house.adminSyncsReply,
  },
  'POST /api/admin/sandbox': { access: 'owner', body: house.sandboxBody, reply: who.done },

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
  'GET /api/transactions/:id': {
    access: 'member',
    viewAs: true,
    params: ofTransaction,
    reply: tx.transactionReply,
  },
  'PATCH /api/transactions/:id': {
    access: 'editor',
    params: ofTransaction,
    body: tx.transactionPatch,
    reply: tx.changedReply,
  },
  'GET /api/changes': { access: 'member', reply: tx.changesReply },
  'POST /api/changes/:id/undo': {
    access: 'editor',
    params: of(ids.changeId),
    reply: tx.changedReply,
  },
  'GET /api/transactions/:id/who-sees': {
    access: 'member',
    viewAs: true,
    params: ofTransaction,
    reply: share.whoSees,
  },
  'GET /api/hidings': { access: 'member', reply: share.hidingsReply },
  'POST /api/hidings': { access: 'editor', body: share.hidingBody, reply: share.hiding },
  'POST /api/hidings/:id/remove': {
    access: 'editor',
    params: of(ids.hidingId),
    reply: who.done,
  },
  'GET /api/categories': { access: 'member', reply: categoriesReply },

  'GET /api/accounts': { access: 'member', viewAs: true, reply: accountsReply },
  'GET /api/accounts/:id': {
    access: 'member',
    viewAs: true,
    params: ofAccount,
    reply: accountReply,
  },
  'PATCH /api/accounts/:id': {
    access: 'editor',
    params: ofAccount,
    body: accountPatch,
    reply: account,
  },
  'GET /api/accounts/:id/who-sees': {
    access: 'member',
    viewAs: true,
    params: ofAccount,
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

  'GET /api/links': { access: 'member', viewAs: true, reply: link.linksReply },
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
