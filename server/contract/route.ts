import { z } from 'zod';

/** What a route asks of its caller: nothing, to have signed in, not to be a viewer, to own. */
export type Access = 'anyone' | 'member' | 'editor' | 'owner';

/** One JSON route: what it asks, takes and gives. */
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

/** The id in a route's address. */
export const of = <Id extends z.ZodType>(id: Id) => z.strictObject({ id });
