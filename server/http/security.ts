import type { Context, MiddlewareHandler } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import type { HttpDeps } from './deps.ts';

const shared = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const pageCsp =
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; ` +
  `connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; ${shared}; ` +
  `require-trusted-types-for 'script'; trusted-types lit-html`;

/** The one page that loads Plaid's script. In the demo script and frame are our own too. */
export function linkPageCsp(linkScript: string, environment: string): string {
  if (linkScript.startsWith('/')) {
    return (
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; ` +
      `connect-src 'self'; frame-src 'self'; ${shared}`
    );
  }
  const cdn = new URL(linkScript).origin;
  return (
    `default-src 'none'; script-src 'self' ${linkScript}; style-src 'self' 'unsafe-inline'; ` +
    `img-src 'self' data:; connect-src 'self' https://${environment}.plaid.com; ` +
    `frame-src ${cdn}; ${shared}`
  );
}

/** An address with a name and a password in it is nobody's: no request can even be made of it. */
export const refuseCredentials: MiddlewareHandler = async (c, next) => {
  if (/^https?:\/\/[^/?#]*@/.test(c.req.url)) {
    throw new Refusal('bad_request', 'The address of this request is not understood.');
  }
  await next();
};

/** Headers of every reply, in one place. A page with another policy has set its own by then. */
export function securityHeaders(deps: HttpDeps): MiddlewareHandler {
  const https = deps.publicUrl.startsWith('https:');
  return async (c, next) => {
    await next();
    const set = (name: string, value: string) => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    };
    set('content-security-policy', pageCsp);
    set('x-content-type-options', 'nosniff');
    set('referrer-policy', 'no-referrer');
    set('cross-origin-opener-policy', 'same-origin');
    set('cross-origin-resource-policy', 'same-origin');
    set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
    set('x-frame-options', 'DENY');
    if (https) set('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (c.req.path.startsWith('/api/')) set('cache-control', 'no-store');
  };
}

/** The origins our own pages have; on this machine alone, its other names are the same place. */
export function ownOrigins(deps: Pick<HttpDeps, 'publicUrl' | 'host' | 'port'>): Set<string> {
  const origins = new Set([new URL(deps.publicUrl).origin]);
  if (/^(127\.|localhost$|::1$)/.test(deps.host)) {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      origins.add(`http://${name}:${deps.port}`);
    }
  }
  return origins;
}

/**
 * Every request that changes something, and every websocket, must come from a page of ours. The
 * request's own host is not asked: a crafted request line could name any.
 */
export function requireOwnOrigin(c: Context, origins: Set<string>): void {
  const origin = c.req.header('origin');
  if (!origin || !origins.has(origin)) {
    throw new Refusal('bad_origin', 'This request did not come from a page of Ledgerberry.');
  }
}
