import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import { Refusal } from '#server/contract/errors.ts';
import { findLogo } from '#server/db/institutions.ts';
import { letIn } from './access.ts';
import { mountBank } from './bank.ts';
import type { HttpDeps } from './deps.ts';
import { replyToError } from './errors.ts';
import { mountHealth } from './health.ts';
import { mountLive } from './liveSocket.ts';
import { mountOpenApi } from './openapi.ts';
import { noLonger, parse, readBytes, readJson, readQuery, storable } from './readRequest.ts';
import { handlers } from './routes.ts';
import { ownOrigins, refuseCredentials, securityHeaders } from './security.ts';
import { mountSecurityTxt } from './securityTxt.ts';
import { mountWeb } from './web.ts';

const JSON_LIMIT = 64 * 1024;
const WEBHOOK_LIMIT = 1024 * 1024;

/** The whole appliance as one fetch handler. */
export function createApp(deps: HttpDeps): Hono {
  const app = new Hono();
  app.onError((error, c) => replyToError(deps.log, error, c));
  app.use(securityHeaders(deps), refuseCredentials);
  mountHealth(app, deps);
  mountSecurityTxt(app, deps);
  mountWebhook(app, deps);
  mountLive(app, deps);
  if (deps.bankUrl) mountBank(app, deps.bankUrl);
  app.use('/api/*', compress({ threshold: 1024 }));
  for (const name of Object.keys(api) as RouteName[]) mountRoute(app, deps, name);
  mountLogos(app, deps);
  mountOpenApi(app, deps);
  app.all('/api/*', () => {
    throw new Refusal('not_found', 'There is nothing at this address.');
  });
  mountWeb(app, deps);
  return app;
}

/** Parse by the contract, call, and let nothing out that the contract does not name. */
function mountRoute(app: Hono, deps: HttpDeps, name: RouteName): void {
  const [method = '', path = ''] = name.split(' ');
  const route: Route = api[name];
  const door = { ...route, method };
  const handle = handlers[name] as unknown as (deps: HttpDeps, call: unknown) => Promise<unknown>;
  const origins = ownOrigins(deps);
  const most = route.upload ?? route.bodyLimit ?? JSON_LIMIT;
  const read = route.upload ? readBytes : readJson;
  app.on(method, path, noLonger(most), async (c) => {
    const call = {
      ...(await letIn(deps, c, door, origins)),
      params: route.params && parse(route.params, c.req.param()),
      query: route.query && parse(route.query, readQuery(c)),
      body: route.body && parse(route.body, await read(c, most)),
      context: c,
    };
    const answer = await handle(deps, call);
    const reply = route.reply.parse(answer);
    return reply instanceof Response ? reply : c.json(reply as object);
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
    const { viewer } = await letIn(deps, c, { access: 'member', method: 'GET' }, new Set());
    const id = storable(c.req.param('id').slice(0, 100));
    const logo = viewer && (await findLogo(deps.db, viewer, id));
    if (!logo) throw new Refusal('not_found', 'There is no logo.');
    c.header('cache-control', 'private, max-age=86400');
    return c.body(new Uint8Array(logo), 200, { 'content-type': 'image/png' });
  });
}
