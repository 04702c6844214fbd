import type { Api, RouteName } from '#server/contract/api.ts';
import type { ErrorCode, ErrorReply } from '#server/contract/errors.ts';
import type { input, output } from 'zod';

type Given<R, Part extends string> =
  R extends Record<Part, infer Shape> ? Record<Part, input<Shape>> : unknown;

/** What a route needs to be called: its `params`, `query` and `body`, where it has them. */
export type Input<Name extends RouteName> = Given<Api[Name], 'params'> &
  Given<Api[Name], 'query'> &
  Given<Api[Name], 'body'>;

/** What a route answers. */
export type Reply<Name extends RouteName> = output<Api[Name]['reply']>;

/** A route without input may be called by its name alone. */
export type Inputs<Name extends RouteName> =
  unknown extends Input<Name>
    ? [given?: Record<never, never>, signal?: AbortSignal]
    : [given: Input<Name>, signal?: AbortSignal];

/** A call that did not succeed, with the server's sentence for the person as its message. */
export class ApiError extends Error {
  /** `unreachable`: there was no answer at all. */
  readonly code: ErrorCode | 'unreachable';
  /** The field of the request that is wrong, where one is. */
  readonly field: string | undefined;
  /** Seconds to wait, with `too_many_requests`. */
  readonly retryAfter: number | undefined;
  /** The bank connection's own number for the failure, for a support ticket. */
  readonly requestId: string | undefined;

  constructor(
    code: ApiError['code'],
    message: string,
    more: Partial<ErrorReply['error']> & { cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'ApiError';
    this.code = code;
    this.field = more.field;
    this.retryAfter = more.retryAfter;
    this.requestId = more.requestId;
  }
}

/** Any error in one sentence for the person. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError
    ? error.message
    : 'Something went wrong on this page. Please try again.';

/** A route's address with its parameters and query filled in; empty values are left out. */
export function addressOf(
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

let signedOut = () => {};

/** Sets what happens when the server no longer knows who is looking. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

const patience = 30_000;

/**
 * Calls one route of the contract and gives its reply. Throws an `ApiError` for every answer that
 * is not a success, and `AbortError` when `signal` gives up.
 */
export async function call<Name extends RouteName>(
  name: Name,
  ...[given = {}, signal]: Inputs<Name>
): Promise<Reply<Name>> {
  const { params, query, body } = given as Record<string, Record<string, unknown> | undefined>;
  const [method = 'GET', path = ''] = name.split(' ');
  const limit = AbortSignal.timeout(patience);
  const response = await fetch(addressOf(path, params, query), {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : null,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError('unreachable', 'Ledgerberry does not answer. We keep trying.', { cause });
  });
  if (!response.ok) throw await errorFrom(response);
  return (await response.json()) as Reply<Name>;
}

async function errorFrom(response: Response): Promise<ApiError> {
  const reply = (await response.json().catch(() => null)) as ErrorReply | null;
  if (!reply?.error) {
    // A proxy or a server that is just starting answers without our body.
    return new ApiError('unreachable', 'Ledgerberry is not ready yet. We keep trying.');
  }
  const { code, message, ...more } = reply.error;
  if (code === 'unauthenticated') signedOut();
  return new ApiError(code, message, more);
}
