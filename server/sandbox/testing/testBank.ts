import { Configuration, PlaidApi } from 'plaid';
import type { PlaidError } from 'plaid';
import { replyFaults } from './contract.ts';
import { openReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import { startSandbox } from '#server/sandbox/sandbox.ts';
import type { RunningSandbox, SandboxOptions } from '#server/sandbox/sandbox.ts';

export interface RawReply {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

export interface RawOptions {
  readonly headers?: Record<string, string>;
  /** Sent as it is instead of the JSON of `body`. */
  readonly text?: string;
  readonly method?: string;
  /** The reply is expected to be spoilt: it is not checked, nor parsed. */
  readonly spoilt?: boolean;
}

export interface TestBank {
  url: string;
  /** The real SDK. Each of its replies is checked before the test sees it. */
  api: PlaidApi;
  readonly hooks: Receiver;
  /** Past the SDK, for requests that it would not make; checked all the same. */
  raw(path: string, body: object, options?: RawOptions): Promise<RawReply>;
  /** The control plane. Throws where it refuses. */
  // oxlint-disable-next-line typescript/no-explicit-any -- Tests read what they asked for.
  admin(method: string, path: string, body?: object): Promise<any>;
  /** A scripted item, exchanged: its access token and its ids. */
  item(script?: object): Promise<ScriptedItem>;
  /** The same bank again, from its folder. */
  restart(options?: SandboxOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ScriptedItem {
  readonly access_token: string;
  /** The body of a request that says nothing else. */
  readonly auth: { readonly access_token: string };
  readonly item_id: string;
  readonly account_ids: string[];
  readonly transaction_ids: string[];
}

const KEYS = { 'PLAID-CLIENT-ID': 'sandbox-client', 'PLAID-SECRET': 'sandbox-secret' };
const AT_ONCE = { historical_ms: 0, initial_ms: 0 };

/** A bank on a port of its own whose every reply and webhook is checked against the contract. */
export async function openTestBank(options: SandboxOptions = {}): Promise<TestBank> {
  const chosen = { lifecycle: AT_ONCE, ...options };
  let running: RunningSandbox = await startSandbox(chosen);
  const hooks = await openReceiver();
  const bank: TestBank = {
    async admin(method, path, body) {
      const init = body ? { body: JSON.stringify(body), method } : { method };
      const reply = await fetch(`${bank.url}/admin${path}`, init);
      const answer: unknown = await reply.json();
      if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    api: sdk(running.url),
    hooks,
    async item(script = {}) {
      const order = { exchange: true, ...script };
      const made = (await bank.admin('POST', '/items/script', order)) as ScriptedItem;
      return { ...made, auth: { access_token: made.access_token } };
    },
    raw: (path, body, more) => raw(bank.url, path, body, more ?? {}),
    async restart(more = {}) {
      await running.close();
      running = await startSandbox({ ...chosen, ...more });
      bank.url = running.url;
      bank.api = sdk(running.url);
    },
    url: running.url,
    async [Symbol.asyncDispose]() {
      await running.close();
      await hooks.close();
      if (hooks.faults.length > 0) throw new Error(hooks.faults.join('\n'));
    },
  };
  return bank;
}

/** axios lets every reply pass here as the text that it was. */
function sdk(basePath: string): PlaidApi {
  function check(
    this: { url?: string },
    text: string,
    headers: Record<string, string>,
    status?: number,
  ): unknown {
    const path = new URL(this.url ?? '', basePath).pathname;
    refuse(replyFaults(path, status ?? 200, text, { ...headers }));
    return JSON.parse(text);
  }
  return new PlaidApi(
    new Configuration({
      basePath,
      baseOptions: { headers: KEYS, proxy: false, timeout: 10_000, transformResponse: [check] },
    }),
  );
}

function refuse(faults: string[]): void {
  if (faults.length > 0) throw new Error(`Not Plaid's contract:\n${faults.join('\n')}`);
}

async function raw(
  url: string,
  path: string,
  body: object,
  options: RawOptions,
): Promise<RawReply> {
  const method = options.method ?? 'POST';
  const reply = await fetch(url + path, {
    headers: { 'content-type': 'application/json', ...KEYS, ...options.headers },
    method,
    ...(method === 'GET' ? {} : { body: options.text ?? JSON.stringify(body) }),
  });
  const text = await reply.text();
  const headers = Object.fromEntries(reply.headers);
  if (options.spoilt) return { body: {}, headers, status: reply.status, text };
  refuse(replyFaults(path, reply.status, text, headers));
  const parsed = JSON.parse(text) as Record<string, unknown>;
  return { body: parsed, headers, status: reply.status, text };
}

/** The error that a call of the SDK must fail with. */
export async function plaidError(call: Promise<unknown>): Promise<PlaidError & { http: number }> {
  try {
    await call;
  } catch (error) {
    const { response } = error as { response?: { data: PlaidError; status: number } };
    if (!response) throw error;
    return { ...response.data, http: response.status };
  }
  throw new Error('The call should have failed.');
}
