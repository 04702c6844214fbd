import { z } from 'zod';

/** What a route asks of its caller: nothing, to have signed in, not to be a viewer, to own. */
export type Access = 'anyone' | 'member' | 'editor' | 'owner';

/** One route, of JSON unless it says otherwise: what it asks, takes and gives. */
export interface Route {
  access: Access;
  /** A browser's session only: no API token reaches it. */
  browser?: true;
  /** What another sees of the asker's own accounts can be looked at: `X-View-As: <member id>`. */
  viewAs?: true;
  /** Only soon after the person has proven again who they are. */
  confirmed?: true;
  /** The body is a file as it is, of at most so many bytes: `body` is `bytes`. */
  upload?: number;
  /** What comes back is a file of this kind: `reply` is `file`, made by the handler itself. */
  file?: string;
  /** More JSON than others, in bytes. */
  bodyLimit?: number;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  reply: z.ZodType;
}

/** A body that is a file. */
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A reply that is a file. */
export const file = z.custom<Response>((value) => value instanceof Response);

/** The id in a route's address. */
export const of = <Id extends z.ZodType>(id: Id) => z.strictObject({ id });
