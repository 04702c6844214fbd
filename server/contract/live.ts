import { z } from 'zod';

/**
 * What may have changed. The page asks again for what it shows of it. `session` is who one is,
 * `devices` where one is signed in; `ledger` what the
 * household says of its money: rules, categories, plans; with `sharing` it is what one may see at
 * all: of what is not on the screen nothing is kept.
 */
export const topic = z.enum([
  'transactions',
  'accounts',
  'links',
  'household',
  'session',
  'devices',
  'sharing',
  'ledger',
]);
export type Topic = z.infer<typeof topic>;

/** The only message of the websocket `/api/live`: a hint, never data. */
export const liveHint = z.strictObject({ type: z.literal('changed'), topics: z.array(topic) });
export type LiveHint = z.infer<typeof liveHint>;

/** The code with which the websocket of somebody closes who belongs to the household no more. */
export type LeftCode = 4410;
