import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import type { z } from 'zod';
import { api, type RouteName } from '#server/contract/api.ts';
import { Refusal } from '#server/contract/errors.ts';
import { findLogo } from '#server/db/institutions.ts';
import { findSession, type Session } from '#server/db/sessions.ts';
import { hashToken } from '#server/security/tokens.ts';
import { mountBank } from './bank.ts';
import { readSessionToken } from './cookies.ts';
import type { HttpDeps } from './deps.ts';
import { replyToError } from './errors.ts';
import { mountHealth } from './health.ts';
import { mountLive } from './liveSocket.ts';
import { noLonger, parse, readBytes, readJson, readQuery, storable } from './readRequest.ts';
import { handlers } from './routes.ts';
import { ownOrigins, refuseCredentials, requireOwnOrigin, securityHeaders } from './security.ts';
import { mountWeb } from './web.ts';

const JSON_LIMIT = 64 * 1024;
const WEBHOOK_LIMIT = 1024 * 1024;

/** The whole appliance as one fetch handler. */
export function createApp(deps: HttpDeps): Hono {
  const app = new Hono();
  app.onError((error, c) => replyToError(deps.log, error, c));
  app.use(securityHeaders(deps), refuseCredentials);
  mountHealth(app, deps);
  mountWebhook(app, deps);
  mountLive(app, deps, (c) => sessionOf(c, deps));
  if (deps.bankUrl) mountBank(app, deps.bankUrl);
  app.use('/api/*', compress({ threshold: 1024 }));
  for (const name of Object.keys(api) as RouteName[]) mountRoute(app, deps, name);
  mountLogos(app, deps);
  app.all('/api/*', () => {
    throw new Refusal('not_found', 'There is nothing at this address.');
  });
  mountWeb(app, deps);
  return app;
}

export async function sessionOf(c: Context, deps: HttpDeps): Promise<Session | undefined> {
  const token = readSessionToken(c, deps.publicUrl);
  if (!token || token.length > 200) return undefined;
  return findSession(deps.db, hashToken(token));
}

/** Parse by the contract, call, and let nothing out that the contract does not name. */
function mountRoute(app: Hono, deps: HttpDeps, name: RouteName): void {
  const [method = '', path = ''] = name.split(' ');
  const route = api[name] as {
    access: 'anyone' | 'member';
    params?: z.ZodType;
    query?: z.ZodType;
    body?: z.ZodType;
    reply: z.ZodType;
  };
  const handle = handlers[name] as unknown as (deps: HttpDeps, call: unknown) => Promise<unknown>;
  const origins = ownOrigins(deps);
  app.on(method, path, noLonger(JSON_LIMIT), async (c) => {
    if (method !== 'GET') requireOwnOrigin(c, origins);
    const session = await sessionOf(c, deps);
    if (route.access === 'member' && !session) {
      throw new Refusal('unauthenticated', 'Please sign in.');
    }
    const call = {
      session,
      viewer: session?.viewer,
      params: route.params && parse(route.params, c.req.param()),
      query: route.query && parse(route.query, readQuery(c)),
      body: route.body && parse(route.body, await readJson(c, JSON_LIMIT)),
      context: c,
    };
    const answer = await handle(deps, call);
    return c.json(route.reply.parse(answer) as object);
  });
}

function mountWebhook(app: Hono, deps: HttpDeps): void {
  app.post('/api/webhooks/plaid', noLonger(WEBHOOK_LIMIT), async (c) => {
    const readBody = () => readBytes(c, WEBHOOK_LIMIT);
    const answer = await deps.acceptWebhook(c.req.header('plaid-verification'), readBody);
    return c.json({}, answer);
  });
}

/** Bank logos are cached here, so that no page ever asks anybody else for one. */
function mountLogos(app: Hono, deps: HttpDeps): void {
  app.get('/api/institutions/:id/logo', async (c) => {
    if (!(await sessionOf(c, deps))) throw new Refusal('unauthenticated', 'Please sign in.');
    const logo = await findLogo(deps.db, storable(c.req.param('id').slice(0, 100)));
    if (!logo) throw new Refusal('not_found', 'There is no logo.');
    c.header('cache-control', 'private, max-age=86400');
    return c.body(new Uint8Array(logo), 200, { 'content-type': 'image/png' });
  });
}
