import * as key from './credentials.ts';
import * as ids from './ids.ts';
import * as house from './members.ts';
import * as who from './session.ts';
import { of, type Route } from './route.ts';

/** Getting in, staying in, and what protects it. */
export const signInRoutes = {
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
} as const satisfies Record<string, Route>;
