import type { Hono } from 'hono';
import { sql } from '#server/db/connect.ts';
import type { HttpDeps } from './deps.ts';

/** `/api/health`: the process lives. `/api/ready`: it can serve, the database answers. */
export function mountHealth(app: Hono, deps: HttpDeps): void {
  app.get('/api/health', (c) => c.json({ ok: true }));
  app.get('/api/ready', async (c) => {
    await deps.db.first(sql`select 1 as one`);
    return c.json({ ok: true });
  });
}
