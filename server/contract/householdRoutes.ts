import { passkeyOptionsReply } from './credentials.ts';
import * as ids from './ids.ts';
import * as house from './members.ts';
import * as who from './session.ts';
import { of, type Route } from './route.ts';

/** The household, its members, and what owners look after. */
export const householdRoutes = {
  'PATCH /api/household': { access: 'owner', body: who.householdPatch, reply: who.household },
  'GET /api/members': { access: 'member', reply: house.membersReply },
  'POST /api/invitations/look': {
    access: 'anyone',
    body: house.invitationCodeBody,
    reply: house.invitationLookReply,
  },
  'POST /api/join/passkey/options': {
    access: 'anyone',
    body: house.joinPasskeyBody,
    reply: passkeyOptionsReply,
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
    params: of(ids.memberId),
    body: house.memberPatch,
    reply: who.done,
  },
  'POST /api/admin/members/:id/remove': {
    access: 'owner',
    confirmed: true,
    params: of(ids.memberId),
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
} as const satisfies Record<string, Route>;
