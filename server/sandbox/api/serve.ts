import { setTimeout as pause } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Counter, Endpoint } from './endpoint.ts';
import type { FaultBook, FaultRule, Verdict } from './faults.ts';
import { checkFields, isObject } from './fields.ts';
import { ENDPOINTS } from './table.ts';
import { pageNumber } from '#server/sandbox/bank/sync.ts';
import { BankError, describeError, ERRORS } from '#server/sandbox/errors.ts';
import { prettyJson } from '#server/sandbox/json.ts';

type Here = Context<{ Bindings: HttpBindings }>;
type Body = Record<string, unknown>;

export interface Api {
  readonly counter: Counter;
  readonly faults: FaultBook;
  readonly limiter: (path: string, token: string | null, now: number) => void;
  readonly client: { readonly id: string; readonly secret: string };
  readonly requests: RequestBook;
}

/** A call while it is open. Milliseconds of the real clock. */
interface Call {
  readonly endpoint: string;
  readonly since: number;
  item_id: string | null;
}

/** Which calls have been made and which are open now: crash tests look at it. */
export interface RequestBook {
  readonly counts: Map<string, number>;
  readonly open: Map<string, Call>;
  /** The last ones that have been answered. */
  readonly past: (Call & { readonly until: number })[];
}

const LONGEST_PAST = 5000;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
}

const VERSIONS = ['2020-09-14', '2019-05-29', '2018-05-22', '2017-03-08'];
const LARGEST_BODY = 1 << 20;

/** Plaid's own part of the address space. */
export function plaidApi(api: Api): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const [path, endpoint] of Object.entries(ENDPOINTS)) {
    app.post(path, (c) => serve(api, c, path, endpoint));
  }
  return app;
}

/** What Plaid says of an address that it does not know. */
export function unknownAddress(api: Api): Response {
  return reply(errorAnswer(new BankError('NOT_FOUND'), api.counter.bank.requestId()));
}

async function serve(api: Api, c: Here, path: string, endpoint: Endpoint): Promise<Response> {
  const { bank } = api.counter;
  const requestId = bank.requestId();
  const { counts, open, past } = api.requests;
  counts.set(path, (counts.get(path) ?? 0) + 1);
  const call: Call = { endpoint: path, item_id: null, since: Date.now() };
  open.set(requestId, call);
  try {
    const body = await readBody(api, c);
    call.item_id = itemOf(api, body);
    const verdict = judge(api, path, body, call.item_id);
    if (verdict.latency > 0) await pause(verdict.latency);
    const { rule } = verdict;
    const early = rule && (rule.when ?? 'before') === 'before' && spoil(rule, requestId);
    if (early) return early(c, null);
    const answer = perform(api, path, endpoint, body, requestId);
    bank.journal.flush();
    const late = rule && spoil(rule, requestId, true);
    return late ? late(c, answer) : reply(answer);
  } catch (error) {
    return reply(errorAnswer(error, requestId));
  } finally {
    open.delete(requestId);
    past.push({ ...call, until: Date.now() });
    if (past.length > LONGEST_PAST) past.splice(0, LONGEST_PAST >> 1);
  }
}

/** The headers, the JSON and the credentials, in Plaid's order. */
async function readBody(api: Api, c: Here): Promise<Body> {
  const version = c.req.header('plaid-version');
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('application/json')) throw new BankError('INVALID_HEADERS');
  if (version !== undefined && !VERSIONS.includes(version)) {
    throw new BankError('INCOMPATIBLE_API_VERSION');
  }
  const body = parse(await c.req.text());
  const id = c.req.header('plaid-client-id') ?? body['client_id'];
  const secret = c.req.header('plaid-secret') ?? body['secret'];
  if (id !== api.client.id || secret !== api.client.secret) throw new BankError('INVALID_API_KEYS');
  const { client_id: _id, secret: _secret, ...rest } = body;
  return rest;
}

function parse(text: string): Body {
  if (text.length > LARGEST_BODY) throw new BankError('INVALID_BODY', 'body is too large');
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Falls through to the one sentence for whatever is not a JSON object.
  }
  throw new BankError('INVALID_BODY');
}

function itemOf(api: Api, { access_token }: Body): string | null {
  const token = typeof access_token === 'string' ? access_token : '';
  return api.counter.bank.byToken.get(token)?.meta.item_id ?? null;
}

function judge(api: Api, path: string, { cursor }: Body, item_id: string | null): Verdict {
  const page =
    path === '/transactions/sync' ? pageNumber(typeof cursor === 'string' ? cursor : '') : 1;
  return api.faults.judge({ endpoint: path, item_id, page });
}

function perform(
  api: Api,
  path: string,
  endpoint: Endpoint,
  body: Body,
  requestId: string,
): Answer {
  try {
    checkFields(endpoint.fields, body);
    const { bank } = api.counter;
    const token = typeof body['access_token'] === 'string' ? body['access_token'] : null;
    if (bank.settings.limits) api.limiter(path, token, bank.clock.elapsed());
    const answer = { ...endpoint.answer(api.counter, body), request_id: requestId };
    return { headers: {}, status: 200, text: prettyJson(answer) };
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}

function errorAnswer(error: unknown, requestId: string): Answer {
  if (!(error instanceof BankError)) {
    process.stderr.write(`sandbox bank: ${error instanceof Error ? error.stack : String(error)}\n`);
    return errorAnswer(new BankError('INTERNAL_SERVER_ERROR'), requestId);
  }
  const { status } = ERRORS[error.code];
  const body = { ...describeError(error.code, error.message), request_id: requestId };
  return { headers: {}, status, text: prettyJson(body) };
}

function reply({ status, text, headers }: Answer): Response {
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'plaid-version': '2020-09-14',
      ...headers,
    },
    status,
  });
}

type Spoiler = (c: Here, answer: Answer | null) => Response;

/** How a rule spoils a reply; before the call has taken effect, or `after` it has. */
function spoil(rule: FaultRule, requestId: string, after = false): Spoiler | null {
  const { kind, code, http, message } = rule;
  if (code) {
    const answer = errorAnswer(new BankError(code, message), requestId);
    return () => reply({ ...answer, headers: retryAfter(rule) });
  }
  if (http) {
    const text = '<html><body><h1>Bad gateway</h1></body></html>';
    const headers = { 'content-type': 'text/html', ...retryAfter(rule) };
    return () => reply({ headers, status: http, text });
  }
  if (kind === 'drop') {
    return (c) => {
      c.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    };
  }
  if (!after || !kind) return null;
  if (kind === 'cut') return cut;
  return (_c, answer) => {
    const text = answer?.text ?? '';
    const spoilt = kind === 'truncate' ? text.slice(0, Math.floor(text.length / 2)) : '\u0000{]~';
    return reply({ headers: {}, status: answer?.status ?? 200, text: spoilt });
  };
}

/** Half of the body on its way, then the line goes dead. */
function cut(c: Here, answer: Answer | null): Response {
  const { outgoing } = c.env;
  const bytes = Buffer.from(answer?.text ?? '');
  outgoing.writeHead(200, {
    'content-length': bytes.length,
    'content-type': 'application/json; charset=utf-8',
  });
  outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}

function retryAfter({ retry_after }: FaultRule): Record<string, string> {
  return retry_after === undefined ? {} : { 'retry-after': String(retry_after) };
}
