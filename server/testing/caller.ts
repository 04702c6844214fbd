import type { z } from 'zod';
import type { Api, RouteName } from '#server/contract/api.ts';
import type { ErrorReply } from '#server/contract/errors.ts';

type In<Route, Name extends string> = Name extends keyof Route
  ? Route[Name] extends z.ZodType
    ? z.input<Route[Name]>
    : never
  : never;

export interface CallOptions<Name extends RouteName> {
  params?: Record<string, string>;
  query?: In<Api[Name], 'query'>;
  body?: In<Api[Name], 'body'>;
}

export interface Caller {
  /** The reply of a call that must succeed; throws with the server's sentence otherwise. */
  call<Name extends RouteName>(
    name: Name,
    options?: CallOptions<Name>,
  ): Promise<z.output<Api[Name]['reply']>>;
  /** Status and body of any call; a file comes back as its text. */
  attempt<Name extends RouteName>(
    name: Name,
    options?: CallOptions<Name>,
  ): Promise<{ status: number; body: unknown; error: ErrorReply['error'] | undefined }>;
  /** A raw request with the caller's cookie and a rightful origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  cookie: string | undefined;
}

/** Somebody who talks to the server over its real port, as a browser of theirs would. */
export function createCaller(url: string, cookie?: string, plain?: typeof fetch): Caller {
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('origin')) headers.set('origin', url);
    if (cookie) headers.set('cookie', cookie);
    return (plain ?? fetch)(url + path, { ...init, headers });
  };

  const attempt: Caller['attempt'] = async (name, options = {}) => {
    const [method = '', path = ''] = name.split(' ');
    const filled = path.replace(/:(\w+)/g, (_all, param: string) => options.params?.[param] ?? '');
    const upload = options.body instanceof Uint8Array ? new Uint8Array(options.body) : null;
    const reply = await send(filled + queryOf(options.query), {
      method,
      ...(method === 'GET'
        ? {}
        : {
            headers: { 'content-type': upload ? 'application/octet-stream' : 'application/json' },
            body: upload ?? JSON.stringify(options.body ?? {}),
          }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.startsWith('application/json');
    const body: unknown = text && isJson ? JSON.parse(text) : text || undefined;
    const error = reply.ok ? undefined : (body as ErrorReply).error;
    return { status: reply.status, body, error };
  };

  return {
    cookie,
    fetch: send,
    attempt,
    async call(name, options) {
      const { status, body, error } = await attempt(name, options);
      if (error) throw new Error(`${name}: ${status} ${error.code}: ${error.message}`);
      return body as never;
    },
  };
}

function queryOf(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
