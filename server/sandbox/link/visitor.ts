/** For tests: a bank on a real port, its API, and a person who reads its Link pages. */
import { startSandbox } from '#server/sandbox/sandbox.ts';

export type Json = Record<string, unknown>;

export type Session = {
  link_session_id: string;
  finished_at: string | null;
  results: { item_add_results: { public_token: string; accounts: Json[] }[] } | null;
  exit: { error: { error_code: string } | null; metadata: Json } | null;
  events: { event_name: string; event_metadata: Json }[];
};

/** Where the hosted pages lead back to. */
export const BACK = 'http://localhost:4180/links/return';

export const eventNames = (session: Session | undefined): string[] =>
  session?.events.map((one) => one.event_name) ?? [];

export async function openBank() {
  const bank = await startSandbox({ now: new Date('2026-11-20T15:00:00Z'), seed: 'link' });
  const post = async <T = Json>(path: string, body: Json): Promise<T> => {
    const reply = await fetch(`${bank.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'plaid-client-id': 'sandbox-client',
        'plaid-secret': 'sandbox-secret',
      },
      body: JSON.stringify(body),
    });
    const answer = (await reply.json()) as T;
    if (!reply.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  return {
    url: bank.url,
    close: () => bank.close(),
    post,
    async createToken(extra: Json = {}): Promise<{ token: string; hosted: string }> {
      const made = await post<{ link_token: string; hosted_link_url?: string }>(
        '/link/token/create',
        {
          client_name: 'Ledgerberry',
          language: 'en',
          country_codes: ['US'],
          user: { client_user_id: 'nora' },
          products: ['transactions'],
          hosted_link: { completion_redirect_uri: BACK },
          ...extra,
        },
      );
      return { token: made.link_token, hosted: made.hosted_link_url ?? '' };
    },
    async sessions(token: string): Promise<Session[]> {
      const answer = await post<{ link_sessions?: Session[] }>('/link/token/get', {
        link_token: token,
      });
      return answer.link_sessions ?? [];
    },
    /** On the page that asks for a name and a password. */
    async visit(hosted: string, institution: string) {
      const visitor = createVisitor(bank.url);
      await visitor.open(hosted);
      await visitor.submit('start');
      await visitor.submit('choose', [['institution', institution]]);
      return visitor;
    },
  };
}

/** A person with a browser: follows the bank's redirects, fills in forms, reads the page. */
export function createVisitor(bankUrl: string) {
  const state = { url: '', text: '', headers: new Headers(), left: '' };
  async function request(url: string, init: RequestInit = {}): Promise<void> {
    const reply = await fetch(url, { ...init, redirect: 'manual' });
    const location = reply.headers.get('location');
    if (location === null) {
      Object.assign(state, { url, text: await reply.text(), headers: reply.headers });
      return;
    }
    const next = new URL(location, url).href;
    if (next.startsWith(bankUrl)) await request(next);
    else state.left = next;
  }
  return {
    state,
    open: (url: string) => request(url),
    /** Submits the form of the page whose address ends so. */
    async submit(move: string, fields: [string, string][] = []) {
      const action = [...state.text.matchAll(/action="([^"]*)"/g)]
        .map(([, each]) => each ?? '')
        .find((each) => each.endsWith(`/${move}`));
      if (!action) throw new Error(`No form ${move} on the page:\n${state.text}`);
      const body = new URLSearchParams(fields);
      await request(new URL(action, state.url).href, { method: 'POST', body });
    },
  };
}
