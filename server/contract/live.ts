import { z } from 'zod';

/** What may have changed. The page asks again for what it shows of it. */
export const topic = z.enum(['transactions', 'accounts', 'links', 'household', 'session']);
export type Topic = z.infer<typeof topic>;

/** The only message of the websocket `/api/live`: a hint, never data. */
export const liveHint = z.strictObject({ type: z.literal('changed'), topics: z.array(topic) });
export type LiveHint = z.infer<typeof liveHint>;
