import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import type { HttpDeps } from './deps.ts';
import { linkPageCsp } from './security.ts';

/** The built pages: hashed assets for ever, documents always asked for again. */
export function mountWeb(app: Hono, deps: HttpDeps): void {
  const root = deps.webDir;
  const assets = serveStatic({
    root,
    precompressed: true,
    onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
  });
  const document = (path: string) =>
    serveStatic({
      root,
      path,
      precompressed: true,
      onFound: (_path, c) => c.header('cache-control', 'no-cache'),
    });
  const linkCsp = linkPageCsp(deps.linkScript, deps.environment);

  app.get('/assets/*', assets, () => {
    throw new Refusal('not_found', 'There is nothing at this address.');
  });
  for (const path of ['/link/embedded', '/link/oauth']) {
    // First: a handler that answers ends the chain.
    app.use(path, async (c, next) => {
      await next();
      c.res.headers.set('content-security-policy', linkCsp);
      // A bank's own page may open in a window that reports back to Plaid's frame.
      c.res.headers.set('cross-origin-opener-policy', 'same-origin-allow-popups');
      // A bank's own sign-in opens in a popup, which must find its way back to this page.
      c.res.headers.set('cross-origin-opener-policy', 'same-origin-allow-popups');
    });
    app.get(path, document('link.html'));
  }
  app.get(
    '/:file{[\\w-]+\\.(svg|png|ico|webmanifest|txt|js)}',
    serveStatic({
      root,
      precompressed: true,
      onFound: (_path, c) => c.header('cache-control', 'no-cache'),
    }),
    () => {
      throw new Refusal('not_found', 'There is nothing at this address.');
    },
  );
  app.get('*', document('index.html'), () => {
    throw new Refusal('unavailable', 'The pages are not built yet: run npm run build.');
  });
}
