import { z } from 'zod';
import { apiTokenId, passkeyId } from './ids.ts';
import { name, newPassword } from './session.ts';
import { instant } from './time.ts';

/** How the asker can sign in, and what protects it. */
export const credentialsReply = z.strictObject({
  password: z.boolean(),
  passkeys: z.array(
    z.strictObject({
      id: passkeyId,
      name: z.string(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
      /** It is kept in the person's account at Apple, Google or the like, not on one device. */
      backedUp: z.boolean(),
    }),
  ),
  /** Why no passkey can be had at this address; null where one can. */
  noPasskeys: z.string().nullable(),
  totp: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  /** Whether the session was confirmed lately: what changes credentials asks for it. */
  confirmed: z.boolean(),
});
export type Credentials = z.infer<typeof credentialsReply>;

/** What the browser's own WebAuthn calls take and give, as JSON: passed on untouched. */
export const webauthn = z.record(z.string().max(64), z.unknown());

export const passkeyOptionsReply = z.strictObject({ options: webauthn });
export const passkeyBody = z.strictObject({ response: webauthn, name });
export const passkeySignInBody = z.strictObject({
  response: webauthn,
  shared: z.boolean().default(false),
});

/** One of them: the password (with the code of the app, where one is set), or a passkey. */
export const confirmBody = z.union([
  z.strictObject({ password: z.string().max(200), code: z.string().max(40).optional() }),
  z.strictObject({ passkey: webauthn }),
]);

/** With `endTokens` the member's API tokens end too: whoever knew the old password may hold one. */
export const passwordBody = z.strictObject({
  password: newPassword,
  endTokens: z.boolean().default(false),
});

/** `uri` for the app's camera (otpauth://), `secret` to type in; it holds once a code is given. */
export const totpBeginReply = z.strictObject({ uri: z.string(), secret: z.string() });
export const totpCodeBody = z.strictObject({ code: z.string().max(40) });

/** Shown this once; each signs in once in place of the app's code. */
export const recoveryCodesReply = z.strictObject({ codes: z.array(z.string()) });

export const apiScope = z.enum(['read', 'write', 'admin']);
export type ApiScope = z.infer<typeof apiScope>;

export const apiToken = z.strictObject({
  id: apiTokenId,
  name: z.string(),
  scopes: z.array(apiScope),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
});
export const apiTokensReply = z.strictObject({ tokens: z.array(apiToken) });
export const apiTokenBody = z.strictObject({
  name,
  scopes: z.array(apiScope).min(1).max(3),
  days: z.number().int().min(1).max(366),
});
/** `token` is shown this once. */
export const apiTokenMadeReply = apiToken.extend({ token: z.string() });
