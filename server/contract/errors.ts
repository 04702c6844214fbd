import { z } from 'zod';

/** Every error code a reply can carry, with its HTTP status. Closed: the web knows them all. */
export const errorStatus = {
  bad_request: 400,
  unauthenticated: 401,
  wrong_credentials: 401,
  /** The password was right; the app's code is asked for too. */
  second_factor: 401,
  /** What was asked needs a fresh proof of who asks: `POST /api/session/confirm`. */
  confirm_first: 403,
  forbidden: 403,
  bad_origin: 403,
  not_found: 404,
  conflict: 409,
  already_set_up: 409,
  gone: 410,
  too_large: 413,
  too_many_requests: 429,
  bank_refused: 502,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

const fault = z.strictObject({
  start: z.number().int(),
  length: z.number().int(),
  /** To be put in the place of that piece of the text. */
  suggestion: z.string().nullable(),
});
export type SearchFault = z.infer<typeof fault>;

export const errorReply = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    /** A sentence for the person. */
    message: z.string(),
    /** The field of the request that is wrong, where one is. */
    field: z.string().optional(),
    /** Seconds to wait, with `too_many_requests`. */
    retryAfter: z.number().int().optional(),
    /** Plaid's request id, with `bank_refused`. */
    requestId: z.string().optional(),
    /** Where in a search it is wrong, and what may have been meant there. */
    fault: fault.optional(),
  }),
});
export type ErrorReply = z.infer<typeof errorReply>;

/** The one error our rooms throw on purpose; the http room turns it into a reply. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly fault: SearchFault | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      field?: string;
      retryAfter?: number;
      requestId?: string;
      fault?: SearchFault;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'Refusal';
    this.code = code;
    this.field = more.field;
    this.retryAfter = more.retryAfter;
    this.requestId = more.requestId;
    this.fault = more.fault;
  }
}
