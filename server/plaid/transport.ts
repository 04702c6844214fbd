import type { PlaidApi } from 'plaid';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureFrom, PlaidFailure } from './errors.ts';

type Exchange<Method extends keyof PlaidApi> = PlaidApi[Method] extends (
  request: infer Request,
  ...rest: never[]
) => Promise<{ data: infer Reply }>
  ? { request: Request; reply: Reply }
  : never;

/** Seconds are the longest Plaid documents for each call; `again` marks calls safe to repeat. */
const calls = {
  linkTokenCreate: { path: '/link/token/create', seconds: 20, again: true },
  linkTokenGet: { path: '/link/token/get', seconds: 20, again: true },
  itemPublicTokenExchange: { path: '/item/public_token/exchange', seconds: 30, again: false },
  itemGet: { path: '/item/get', seconds: 15, again: true },
  itemRemove: { path: '/item/remove', seconds: 30, again: true },
  itemWebhookUpdate: { path: '/item/webhook/update', seconds: 15, again: true },
  accountsGet: { path: '/accounts/get', seconds: 30, again: true },
  // Not repeated by itself: after a failed page the whole loop begins again from its first cursor.
  transactionsSync: { path: '/transactions/sync', seconds: 90, again: false },
  transactionsRefresh: { path: '/transactions/refresh', seconds: 90, again: false },
  liabilitiesGet: { path: '/liabilities/get', seconds: 60, again: true },
  investmentsHoldingsGet: { path: '/investments/holdings/get', seconds: 60, again: true },
  // The first call waits until the history is there; begun again, it would wait no less.
  investmentsTransactionsGet: {
    path: '/investments/transactions/get',
    seconds: 90,
    again: false,
  },
  institutionsGetById: { path: '/institutions/get_by_id', seconds: 20, again: true },
  webhookVerificationKeyGet: {
    path: '/webhook_verification_key/get',
    seconds: 10,
    again: true,
  },
  sandboxItemResetLogin: { path: '/sandbox/item/reset_login', seconds: 15, again: true },
  sandboxItemFireWebhook: { path: '/sandbox/item/fire_webhook', seconds: 15, again: true },
} as const satisfies Partial<
  Record<keyof PlaidApi, { path: string; seconds: number; again: boolean }>
>;

export type PlaidMethod = keyof typeof calls;

/** What the log of calls keeps of one: never a request or a reply. */
export interface PlaidCall {
  method: PlaidMethod;
  itemId: string | null;
  memberId: string | null;
  requestId: string | null;
  status: number;
  errorType: string | null;
  errorCode: string | null;
  durationMs: number;
}

export interface CallContext {
  itemId?: string;
  memberId?: string;
  signal?: AbortSignal;
  /** Told of the call in place of `record` in the options; must not throw. */
  record?: (call: PlaidCall) => void;
}

export type Plaid = <Method extends PlaidMethod>(
  method: Method,
  request: Exchange<Method>['request'],
  context?: CallContext,
) => Promise<Exchange<Method>['reply']>;

export interface PlaidOptions {
  baseUrl: string;
  clientId: string;
  secret: string;
  /** Told of every call; must not throw. */
  record: (call: PlaidCall) => void;
  /** The share of the pauses between tries that is really waited; 1 where it is left out. */
  pace?: number;
  /**
   * We are shutting down: what may be asked again another time is given up at once, the rest is
   * given a moment to come to its end.
   */
  stopping?: AbortSignal;
}

/** What Plaid must not be asked twice is waited for so long, in a shutdown. */
const LAST_MOMENT_MS = 2_000;
const TRIES = 3;
/** Before the second try; the third waits three times as long. */
const RETRY_MS = 500;
/** 500 transactions of a page are about a megabyte; beyond this something is wrong. */
const LARGEST_REPLY = 32 * 1024 * 1024;

/**
 * Plaid's API over fetch, typed by the SDK. Bounded in time and size; repeats what may be repeated
 * when the network or Plaid stumbles. Throws PlaidFailure and nothing else.
 */
export function createPlaid(options: PlaidOptions): Plaid {
  const { stopping = new AbortController().signal } = options;
  const stopped = late(stopping, LAST_MOMENT_MS);
  const once = async (method: PlaidMethod, request: object, context: CallContext) => {
    const started = performance.now();
    let requestId: string | null = null;
    let failure: PlaidFailure | undefined;
    let status = 0;
    try {
      const signals = [calls[method].again ? stopping : stopped, context.signal ?? []].flat();
      const reply = await send(options, method, request, signals);
      status = 200;
      requestId = (reply as { request_id?: string }).request_id?.slice(0, 100) ?? null;
      return reply;
    } catch (error) {
      failure = error instanceof PlaidFailure ? error : networkFailure(error);
      ({ status, requestId } = failure);
      throw failure;
    } finally {
      (context.record ?? options.record)({
        method,
        itemId: context.itemId ?? null,
        memberId: context.memberId ?? null,
        requestId,
        status,
        errorType: failure?.type ?? null,
        errorCode: failure?.code ?? null,
        durationMs: Math.round(performance.now() - started),
      });
    }
  };

  const call = async (method: PlaidMethod, request: object, context: CallContext = {}) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(method, request, context);
      } catch (error) {
        const passing = (error as PlaidFailure).class === 'retry';
        const over = attempt >= TRIES || context.signal?.aborted || stopping.aborted;
        if (!passing || !calls[method].again || over) throw error;
        const pause = RETRY_MS * (options.pace ?? 1) * (attempt === 1 ? 1 : 3);
        await sleep(pause * (0.5 + Math.random()));
      }
    }
  };
  return call as unknown as Plaid;
}

async function send(
  options: PlaidOptions,
  method: PlaidMethod,
  request: object,
  signals: AbortSignal[],
): Promise<object> {
  const { path, seconds } = calls[method];
  const timeout = AbortSignal.timeout(seconds * 1000);
  const response = await fetch(options.baseUrl + path, {
    method: 'POST',
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      'plaid-client-id': options.clientId,
      'plaid-secret': options.secret,
      'plaid-version': '2020-09-14',
    },
    body: JSON.stringify(request),
    signal: AbortSignal.any([timeout, ...signals]),
  });
  const told = await readBounded(response);
  // What an error says is shown to people and kept: our own secret is taken out of it first.
  const text = response.ok ? told : told.replaceAll(options.secret, '…');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!response.ok) throw failureFrom(response.status, body);
  if (typeof body !== 'object' || body === null) {
    throw new PlaidFailure({
      code: 'UNREADABLE_ANSWER',
      type: 'API_ERROR',
      status: 0,
      message: 'Plaid answered with something that is not JSON',
    });
  }
  return body;
}

/** Aborted so long after another is. */
function late(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => later.abort(), ms).unref());
  return later.signal;
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_REPLY) {
      throw new PlaidFailure({
        code: 'ANSWER_TOO_LARGE',
        type: 'API_ERROR',
        status: 0,
        message: 'Plaid answered with more than 32 MB',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** fetch's errors can carry the request; only their kind is kept. */
function networkFailure(error: unknown): PlaidFailure {
  const name = (error as Error).name;
  const code = ((error as Error).cause as { code?: string } | undefined)?.code;
  return new PlaidFailure({
    code: name === 'TimeoutError' ? 'TIMEOUT' : 'NETWORK',
    type: 'API_ERROR',
    status: 0,
    message:
      name === 'TimeoutError' ? 'Plaid did not answer in time' : `No connection: ${code ?? name}`,
  });
}
