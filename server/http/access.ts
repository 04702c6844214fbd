import type { Context } from 'hono';
import type { Route } from '#server/contract/api.ts';
import type { ApiScope } from '#server/contract/credentials.ts';
import { Refusal } from '#server/contract/errors.ts';
import { memberId } from '#server/contract/ids.ts';
import { findApiToken, type ApiToken } from '#server/db/apiTokens.ts';
import { findHousemate } from '#server/db/members.ts';
import { findSession, type Session } from '#server/db/sessions.ts';
import { viewAs, type Viewer } from '#server/db/viewer.ts';
import { hashToken } from '#server/security/tokens.ts';
import { readSessionToken } from './cookies.ts';
import type { HttpDeps } from './deps.ts';
import { requireOwnOrigin } from './security.ts';

/** What a route asks of its caller; see the table of routes in the contract. */
export type Door = Pick<Route, 'access' | 'browser' | 'confirmed' | 'viewAs'> & { method: string };

/** Who asks, and what they showed for it: a browser's session or an API token. */
export interface Asker {
  viewer: Viewer | undefined;
  session: Session | undefined;
  token: ApiToken | undefined;
}

/**
 * Lets a caller through a door or says why not. A call with an API token comes from a program: no
 * cookie of it is looked at, so no page of others can ride on one, and no origin is asked for.
 */
export async function letIn(
  deps: HttpDeps,
  c: Context,
  door: Door,
  origins: Set<string>,
): Promise<Asker> {
  const bearer = bearerOf(c);
  const asker =
    bearer === undefined
      ? await askBrowser(deps, c, door, origins)
      : await askProgram(deps, door, bearer);
  if (door.access !== 'anyone' && !asker.viewer) {
    throw new Refusal('unauthenticated', 'Please sign in.');
  }
  if (door.access === 'editor' && asker.viewer?.role === 'viewer') {
    throw new Refusal('forbidden', 'You may look at what is shared with you, not change it.');
  }
  if (door.access === 'owner' && asker.viewer?.role !== 'owner') {
    throw new Refusal('forbidden', 'Only an owner of the household may do this.');
  }
  if (door.confirmed && !asker.session?.confirmed) {
    throw new Refusal('confirm_first', 'Please confirm first that it is you.');
  }
  const as = c.req.header(VIEW_AS);
  return as === undefined
    ? asker
    : { ...asker, viewer: await lookAs(deps, asker.viewer, door, as) };
}

const VIEW_AS = 'x-view-as';

/** With another's eyes, on one's own accounts; nowhere but where nothing else is looked at. */
async function lookAs(
  deps: HttpDeps,
  viewer: Viewer | undefined,
  door: Door,
  as: string,
): Promise<Viewer> {
  if (!viewer || !door.viewAs) {
    throw new Refusal('forbidden', 'Stop looking as somebody else first.');
  }
  const id = memberId.safeParse(as);
  const other = id.success ? await findHousemate(deps.db, id.data) : undefined;
  if (!other) throw new Refusal('not_found', 'There is no such member.');
  return viewAs(viewer, other);
}

/** By it people, and programs that look for leaked secrets, know an API token for what it is. */
export const TOKEN_PREFIX = 'lbt_';

/** A page that asks by itself says so: a person who has gone must not stay signed in by it. */
const BY_ITSELF = 'x-unattended';

/** The session of a browser's cookie, where it still holds. */
export async function sessionOf(
  deps: HttpDeps,
  c: Context,
  used = c.req.header(BY_ITSELF) === undefined,
): Promise<Session | undefined> {
  const token = readSessionToken(c, deps.publicUrl);
  if (!token || token.length > 200) return undefined;
  return findSession(deps.db, hashToken(token), used);
}

async function askBrowser(
  deps: HttpDeps,
  c: Context,
  door: Door,
  origins: Set<string>,
): Promise<Asker> {
  if (door.method !== 'GET') requireOwnOrigin(c, origins);
  const session = await sessionOf(deps, c);
  return { viewer: session?.viewer, session, token: undefined };
}

function bearerOf(c: Context): string | undefined {
  const [scheme = '', value = ''] = (c.req.header('authorization') ?? '').trim().split(/\s+/);
  return scheme.toLowerCase() === 'bearer' ? value : undefined;
}

async function askProgram(deps: HttpDeps, door: Door, bearer: string): Promise<Asker> {
  const known = bearer.startsWith(TOKEN_PREFIX) && bearer.length < 100;
  const token = known ? await findApiToken(deps.db, hashToken(bearer)) : undefined;
  if (!token) {
    const sentence =
      'This API token is not known here: it was removed, has run out or is not whole.';
    throw new Refusal('unauthenticated', sentence);
  }
  const forPeople = door.access === 'anyone' && door.method !== 'GET';
  if (forPeople || door.browser || door.confirmed) {
    const sentence = 'This is for somebody who is signed in with a browser: no API token does it.';
    throw new Refusal('forbidden', sentence);
  }
  const scope = door.access === 'owner' ? 'admin' : door.method === 'GET' ? 'read' : 'write';
  if (!token.scopes.includes(scope)) throw lacking(scope);
  return { viewer: token.viewer, session: undefined, token };
}

export const lacking = (scope: ApiScope): Refusal =>
  new Refusal('forbidden', `This API token may not do this: it lacks the scope “${scope}”.`);
