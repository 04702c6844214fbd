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
  /**
   * `unreachable`: there was no answer at all. `cancelled`: the person was asked for something and
   * did not give it, so nothing was done; a page need not say more about it.
   */
  readonly code: ErrorCode | 'unreachable' | 'cancelled';
  /** The field of the request that is wrong, where one is. */
  readonly field: string | undefined;
  /** Seconds to wait, with `too_many_requests`. */
  readonly retryAfter: number | undefined;
  /** The bank connection's own number for the failure, for a support ticket. */
  readonly requestId: string | undefined;
  /** Where in a search it is wrong. */
  readonly fault: ErrorReply['error']['fault'];

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
    this.fault = more.fault;
  }
}

/** Any error in one sentence for the person. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError
    ? error.message
    : 'Something went wrong on this page. Please try again.';

/** Whether nothing was done because the person did not want to go on. */
export const wasCancelled = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'cancelled';

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

let confirm: (() => Promise<boolean>) | undefined;

/** Sets how a person is asked for a fresh proof of who they are; `false` where they gave none. */
export function onConfirmFirst(ask: () => Promise<boolean>): void {
  confirm = ask;
}

type SeenAs = {
  [Name in RouteName]: Api[Name] extends { viewAs: true } ? Name : never;
}[RouteName];

/** What can be looked at with another's eyes; the compiler compares it with the contract. */
const seenAs: Record<SeenAs, true> = {
  'GET /api/overview': true,
  'GET /api/forecast': true,
  'GET /api/recurring': true,
  'GET /api/recurring/calendar': true,
  'GET /api/recurring/upcoming': true,
  'GET /api/summary': true,
  'GET /api/reports/months': true,
  'GET /api/reports/merchants': true,
  'GET /api/reports/days': true,
  'GET /api/reports/balances': true,
  'GET /api/budgets': true,
  'GET /api/budgets/pace': true,
  'GET /api/budgets/history': true,
  'GET /api/budgets/ideas': true,
  'GET /api/transactions': true,
  'GET /api/transactions/months': true,
  'GET /api/transactions/export.csv': true,
  'GET /api/transactions/merchants': true,
  'GET /api/transactions/:id': true,
  'GET /api/transactions/:id/who-sees': true,
  'GET /api/transactions/:id/why': true,
  'GET /api/transactions/:id/transfers': true,
  'GET /api/transactions/:id/transfer-candidates': true,
  'GET /api/transfers/suggestions': true,
  'GET /api/tags': true,
  'GET /api/transactions/:id/attachments': true,
  'GET /api/attachments/:id': true,
  'GET /api/accounts': true,
  'GET /api/accounts/:id': true,
  'GET /api/accounts/:id/who-sees': true,
  'GET /api/liabilities': true,
  'GET /api/holdings': true,
  'GET /api/investments/transactions': true,
  'GET /api/sources': true,
  'GET /api/links': true,
};

let eyes: string | null = null;

/** From now on the pages show what this member sees of the asker's accounts; null ends it. */
export function lookAs(member: string | null): void {
  eyes = member;
}

/**
 * With whose eyes a route is looked at, where not with one's own. Whatever would change something
 * is asked so as well, for the server to refuse it.
 */
export const eyesFor = (name: RouteName): string | null =>
  name in seenAs || (!name.startsWith('GET ') && name !== 'POST /api/sign-out') ? eyes : null;

let lastTouch = Date.now();

/** Notes that a person is at work here: without one, what the page asks keeps no session alive. */
export function touch(): void {
  lastTouch = Date.now();
}

/** After so long without a touch the page is taken to ask by itself. */
const absence = 60_000;
const patience = 30_000;

/**
 * Calls one route of the contract and gives its reply. Where the server asks for a fresh proof of
 * who asks, the person is asked for it and the call made again. Throws an `ApiError` for every
 * answer that is not a success, and `AbortError` when `signal` gives up.
 */
export async function call<Name extends RouteName>(
  name: Name,
  ...inputs: Inputs<Name>
): Promise<Reply<Name>> {
  try {
    return await send(name, ...inputs);
  } catch (error) {
    const asked = error instanceof ApiError && error.code === 'confirm_first';
    if (!asked || !confirm) throw error;
    if (!(await confirm())) throw new ApiError('cancelled', 'Nothing was changed.');
    return send(name, ...inputs);
  }
}

async function send<Name extends RouteName>(
  name: Name,
  ...[given = {}, signal]: Inputs<Name>
): Promise<Reply<Name>> {
  const { params, query, body } = given as Record<string, Record<string, unknown> | undefined>;
  const upload = body instanceof Blob ? body : undefined;
  const [method = 'GET', path = ''] = name.split(' ');
  const as = eyesFor(name);
  const limit = AbortSignal.timeout(patience);
  const response = await fetch(addressOf(path, params, query), {
    method,
    headers: {
      ...(body && !upload ? { 'content-type': 'application/json' } : {}),
      ...(as ? { 'x-view-as': as } : {}),
      ...(Date.now() - lastTouch > absence ? { 'x-unattended': '1' } : {}),
    },
    body: upload ?? (body ? JSON.stringify(body) : null),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError('unreachable', 'Ledgerberry does not answer. We keep trying.', { cause });
  });
  if (!response.ok) throw await errorFrom(response);
  const isFile = !response.headers.get('content-type')?.startsWith('application/json');
  return (isFile ? response : await response.json()) as Reply<Name>;
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
