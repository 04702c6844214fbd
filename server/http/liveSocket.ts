import { upgradeWebSocket } from '@hono/node-server';
import type { Hono } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import { livingSessions, type Session } from '#server/db/sessions.ts';
import { errorFacts } from '#server/log.ts';
import { sessionOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { ownOrigins, requireOwnOrigin } from './security.ts';

export const LIVE_PATH = '/api/live';
const TRY_AGAIN_LATER = 1013;

/** The websocket of hints: for signed-in members, from our own pages, with nothing to say back. */
export function mountLive(app: Hono, deps: HttpDeps): void {
  const origins = ownOrigins(deps);
  const sessions = new WeakMap<Request, Session>();

  app.get(
    LIVE_PATH,
    async (c, next) => {
      requireOwnOrigin(c, origins);
      const session = await sessionOf(deps, c, false);
      if (!session) throw new Refusal('unauthenticated', 'Please sign in.');
      sessions.set(c.req.raw, session);
      return next();
    },
    upgradeWebSocket((c) => {
      const session = sessions.get(c.req.raw);
      let leave: (() => void) | undefined;
      return {
        onOpen(_event, socket) {
          leave =
            session &&
            deps.live.join({
              memberId: session.viewer.memberId,
              sessionId: session.id,
              send: (text) => socket.send(text),
              close: (code, reason) => socket.close(code, reason),
            });
          if (!leave) socket.close(TRY_AGAIN_LATER, 'too many connections');
          // Whatever ended while the line was made was told before anybody was there to hear it.
          else void closeEnded(deps);
        },
        onClose: () => leave?.(),
        onError: () => leave?.(),
      };
    }),
    () => {
      throw new Refusal('bad_request', 'This address is a websocket.');
    },
  );
}

/** Closes the pages whose sessions have run out, or ended while nobody told us. */
export async function closeEnded(deps: Pick<HttpDeps, 'db' | 'live' | 'log'>): Promise<void> {
  const open = deps.live.sessions();
  if (open.length === 0) return;
  try {
    const living = await livingSessions(deps.db, open);
    for (const id of open) if (!living.has(id)) deps.live.endSession(id);
  } catch (error) {
    deps.log.warn('sessions', errorFacts(error));
  }
}
