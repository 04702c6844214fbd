import { z } from 'zod';
import { webauthn } from './credentials.ts';
import { invitationId, itemId, memberId, sessionId } from './ids.ts';
import { email, name, newPassword, role } from './session.ts';
import { instant } from './time.ts';

/** Whom everybody in the household knows of. */
export const housemate = z.strictObject({ id: memberId, name: z.string(), role });

export const membersReply = z.strictObject({ members: z.array(housemate) });

/** For owners: what administering needs, and nothing of anybody's money. */
export const managedMember = housemate.extend({
  email: z.string(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
  secondFactor: z.boolean(),
  passkeys: z.number().int(),
  sessions: z.number().int(),
  links: z.number().int(),
});
export const managedMembersReply = z.strictObject({ members: z.array(managedMember) });

export const memberPatch = z.strictObject({ role });

/**
 * What becomes of a member's bank links when they leave. `remove`: ended at Plaid, accounts and
 * history deleted. `hand_over`: what `to` sees in full today goes on with them; a link that holds
 * anything else is ended at Plaid, and of it only the accounts they see in full are kept.
 */
export const memberRemoveBody = z.discriminatedUnion('links', [
  z.strictObject({ links: z.literal('remove') }),
  z.strictObject({ links: z.literal('hand_over'), to: memberId }),
]);

export const invitationBody = z.strictObject({ role, name: name.optional() });

export const invitation = z.strictObject({
  id: invitationId,
  role,
  name: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
});
export const invitationsReply = z.strictObject({ invitations: z.array(invitation) });

/** `url` holds the code in its fragment and is shown this once. */
export const invitedReply = invitation.extend({ url: z.string() });

export const invitationCodeBody = z.strictObject({ code: z.string().max(200) });

/** What the invited person sees before they accept. */
export const invitationLookReply = z.strictObject({
  household: z.string(),
  invitedBy: z.string(),
  role,
  name: z.string().nullable(),
  expiresAt: instant,
  /** Why no passkey can be had at this address; null where one can. */
  noPasskeys: z.string().nullable(),
});

const joining = z.strictObject({ code: z.string().max(200), name, email });
export const joinPasskeyBody = joining;
/** What they sign in with from now on: a password, or a passkey that was just made. */
export const joinBody = z.union([
  joining.extend({ password: newPassword }),
  joining.extend({ passkey: webauthn }),
]);

export const session = z.strictObject({
  id: sessionId,
  memberId,
  memberName: z.string(),
  /** `Firefox on Android`, made from what the browser said of itself. */
  device: z.string(),
  current: z.boolean(),
  createdAt: instant,
  /** To the hour. */
  lastSeenAt: instant,
  expiresAt: instant,
});
export const sessionsReply = z.strictObject({ sessions: z.array(session) });

/** One fact of who did what. `sentence` is made from the entry alone. */
export const auditEntry = z.strictObject({
  id: z.uuid(),
  at: instant,
  /** Who did it; null for the appliance itself or a stranger. */
  actor: z.string().nullable(),
  kind: z.string(),
  sentence: z.string(),
  /** The network it came from, shortened; null where nobody's browser did it. */
  from: z.string().nullable(),
});
export const auditQuery = z.strictObject({
  /** `mine`: what I did and what was done to me; `appliance`: for owners. */
  about: z.enum(['mine', 'appliance']).default('mine'),
  kind: z.string().max(64).optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const auditReply = z.strictObject({
  entries: z.array(auditEntry),
  next: z.uuid().nullable(),
});

/** A bank link as an owner may know it: whose, where, and how it is. Nothing of what it holds. */
export const linkHealth = z.strictObject({
  id: itemId,
  member: z.strictObject({ id: memberId, name: z.string() }),
  institution: z.string(),
  state: z.string(),
  sentence: z.string(),
  lastSyncAt: instant.nullable(),
  nextSyncAt: instant.nullable(),
  error: z
    .strictObject({ code: z.string(), requestId: z.string().nullable(), at: instant })
    .nullable(),
});

/** A connection of a link that is removed here: Plaid is asked until it confirms its end. */
const endingLink = z.strictObject({
  id: z.uuid(),
  institution: z.string(),
  since: instant,
  /** Of the last try, where there was one. */
  error: z.strictObject({ code: z.string(), requestId: z.string().nullable() }).nullable(),
  nextTryAt: instant,
});
export const linkHealthReply = z.strictObject({
  links: z.array(linkHealth),
  ending: z.array(endingLink),
});

const eventsQuery = z.strictObject({
  member: memberId.optional(),
  link: itemId.optional(),
  errors: z.enum(['true', 'false']).optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const adminEventsQuery = eventsQuery;

const adminEvent = z.strictObject({
  id: z.uuid(),
  at: instant,
  member: z.string().nullable(),
  institution: z.string().nullable(),
  errorCode: z.string().nullable(),
  /** To copy into a support ticket at Plaid. */
  requestId: z.string().nullable(),
});
export const linkEventsReply = z.strictObject({
  events: z.array(
    adminEvent.extend({ name: z.string(), plaidLinkSessionId: z.string().nullable() }),
  ),
  next: z.uuid().nullable(),
});
export const apiEventsReply = z.strictObject({
  events: z.array(
    adminEvent.extend({
      method: z.string(),
      status: z.number().int().nullable(),
      durationMs: z.number().int(),
    }),
  ),
  next: z.uuid().nullable(),
});
export const adminSyncsReply = z.strictObject({
  events: z.array(
    adminEvent.extend({ kind: z.string(), outcome: z.string(), durationMs: z.number().int() }),
  ),
  next: z.uuid().nullable(),
});

/** The sandbox's own levers, in the demo and in Plaid's sandbox only. */
export const sandboxBody = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('reset_login'), link: itemId }),
  z.strictObject({
    do: z.literal('fire_webhook'),
    link: itemId,
    code: z.enum([
      'SYNC_UPDATES_AVAILABLE',
      'DEFAULT_UPDATE',
      'NEW_ACCOUNTS_AVAILABLE',
      'LOGIN_REPAIRED',
      'PENDING_DISCONNECT',
      'USER_PERMISSION_REVOKED',
    ]),
  }),
]);
