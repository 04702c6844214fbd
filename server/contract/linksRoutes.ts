import * as ids from './ids.ts';
import * as link from './links.ts';
import * as who from './session.ts';
import { of, type Route } from './route.ts';

/** Bank links and how they are made. */
export const linksRoutes = {
  'GET /api/links': { access: 'member', viewAs: true, reply: link.linksReply },
  'GET /api/links/:id/syncs': { access: 'member', params: of(ids.itemId), reply: link.syncsReply },
  'POST /api/links/:id/sync': { access: 'member', params: of(ids.itemId), reply: who.done },
  'POST /api/links/:id/refresh': { access: 'member', params: of(ids.itemId), reply: who.done },
  'POST /api/links/:id/remove': { access: 'member', params: of(ids.itemId), reply: who.done },
  // Of all that a member can do to their own this alone cannot be taken back.
  'POST /api/links/:id/delete': {
    access: 'member',
    confirmed: true,
    params: of(ids.itemId),
    reply: who.done,
  },
  'POST /api/link-sessions': {
    access: 'member',
    body: link.linkSessionBody,
    reply: link.linkSessionReply,
  },
  'GET /api/link-sessions/:id': {
    access: 'member',
    params: of(ids.linkSessionId),
    reply: link.linkSessionState,
  },
  'GET /api/link-sessions/:id/token': {
    access: 'member',
    params: of(ids.linkSessionId),
    reply: link.linkTokenReply,
  },
  'POST /api/link-sessions/:id/report': {
    access: 'member',
    params: of(ids.linkSessionId),
    body: link.linkReportBody,
    reply: link.linkSessionState,
  },
} as const satisfies Record<string, Route>;
