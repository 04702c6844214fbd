import { z } from 'zod';
import { memberId } from './ids.ts';
import { timeZone } from './time.ts';

export const role = z.enum(['owner', 'member', 'viewer']);
export type Role = z.infer<typeof role>;

export const email = z.email('is not an e-mail address').max(200);
export const newPassword = z.string().min(10, 'needs at least 10 characters').max(200);
export const name = z.string().trim().min(1, 'is missing').max(80);
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'is not a currency code, such as USD');

/** The first-run set-up of the owner; `code` is printed by the server at its start. */
export const setupBody = z.strictObject({
  code: z.string().max(200),
  household: name,
  name,
  email,
  password: newPassword,
  timeZone,
  currency: currencyCode,
});

export const signInBody = z.strictObject({
  email: z.string().max(200),
  password: z.string().max(200),
  /** The app's six digits or a recovery code; asked for with `second_factor`. */
  code: z.string().max(40).optional(),
  /** A computer that others use too: the session ends soon by itself. */
  shared: z.boolean().default(false),
});

/** A one-time address that signs the reader in carries this code in its fragment. */
export const signInCodeBody = z.strictObject({ code: z.string().max(200) });

export const household = z.strictObject({
  name: z.string(),
  timeZone: z.string(),
  /** The currency totals are shown in first; others stay beside it, never added. */
  currency: z.string(),
  /** How many bank connections the Plaid plan allows for its whole life. */
  connectionLimit: z.number().int(),
  /** Banks are asked for rates, holdings and trades too: some plans bill it for each link. */
  askWealth: z.boolean(),
  /** The European Central Bank's public rates are read once a day. */
  ecbRates: z.boolean(),
});
export type Household = z.infer<typeof household>;

export const householdPatch = z
  .strictObject({
    name,
    timeZone,
    currency: currencyCode,
    connectionLimit: z.number().int().min(1).max(100_000),
    askWealth: z.boolean(),
    ecbRates: z.boolean(),
  })
  .partial();

export const member = z.strictObject({
  id: memberId,
  name: z.string(),
  email: z.string(),
  role,
});
export type Member = z.infer<typeof member>;

/** Who is looking. `state` decides which screen the web opens first. */
export const sessionReply = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('setup') }),
  z.strictObject({ state: z.literal('signed_out'), demo: z.boolean() }),
  z.strictObject({
    state: z.literal('signed_in'),
    demo: z.boolean(),
    environment: z.enum(['demo', 'sandbox', 'production']),
    member,
    household,
    /** Today in the household's time zone. */
    today: z.string(),
  }),
]);
export type SessionReply = z.infer<typeof sessionReply>;

export const done = z.strictObject({ ok: z.literal(true) });
