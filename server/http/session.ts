import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Refusal } from '#server/contract/errors.ts';
import type { MemberId } from '#server/contract/ids.ts';
import { findCredentials, findHousehold, findMember, setUpHousehold } from '#server/db/members.ts';
import {
  countSignInTry,
  deleteSession,
  forgetSetupCodes,
  forgetSignInTries,
  insertSession,
  isSetupCode,
  takeSignInCode,
} from '#server/db/sessions.ts';
import { dayIn } from '#server/domain/today.ts';
import { hashPassword, verifyPassword } from '#server/security/password.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { clearSessionToken, writeSessionToken } from './cookies.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { networkOf } from './network.ts';

export const getSession: Handler<'GET /api/session'> = async (deps, { viewer }) => {
  const household = await findHousehold(deps.db);
  if (!household) return { state: 'setup' };
  const member = viewer && (await findMember(deps.db, viewer));
  if (!member) return { state: 'signed_out', demo: deps.demo };
  return {
    state: 'signed_in',
    demo: deps.demo,
    environment: deps.demo ? 'demo' : deps.environment,
    member,
    household,
    today: dayIn(household.timeZone, deps.now()),
  };
};

export const setUp: Handler<'POST /api/setup'> = async (deps, { body, context }) => {
  if (await findHousehold(deps.db)) {
    throw new Refusal('already_set_up', 'This appliance is set up already. Please sign in.');
  }
  const keys = [networkKey(context)];
  await countTry(deps, keys);
  if (!(await isSetupCode(deps.db, hashToken(body.code)))) {
    throw new Refusal(
      'forbidden',
      'The set-up code is not right. It stands in the server’s output.',
      {
        field: 'code',
      },
    );
  }
  const { household: name, timeZone, currency } = body;
  const ids = await setUpHousehold(deps.db, { name, timeZone, currency }, [
    {
      name: body.name,
      email: body.email.toLowerCase(),
      passwordHash: await hashPassword(body.password),
      role: 'owner',
    },
  ]);
  const [owner] = ids || [];
  if (!owner) throw new Refusal('already_set_up', 'This appliance is set up already.');
  await forgetSetupCodes(deps.db);
  await forgetSignInTries(deps.db, keys);
  await openSession(deps, context, owner);
  return ok;
};

/** One answer and one duration for a wrong name and a wrong password: neither tells who exists. */
export const signIn: Handler<'POST /api/sign-in'> = async (deps, { body, context }) => {
  const email = body.email.trim().toLowerCase();
  const keys = [hashToken(`account:${email}`), networkKey(context)];
  await countTry(deps, keys);
  const credentials = await findCredentials(deps.db, email);
  const right = await verifyPassword(body.password, credentials?.passwordHash ?? null);
  if (!right || !credentials) {
    deps.log.warn('sign_in.refused');
    throw new Refusal('wrong_credentials', 'E-mail or password is not right.');
  }
  await forgetSignInTries(deps.db, keys);
  await openSession(deps, context, credentials.id);
  return ok;
};

export const signInByCode: Handler<'POST /api/sign-in/code'> = async (deps, { body, context }) => {
  const keys = [networkKey(context)];
  await countTry(deps, keys);
  const memberId = await takeSignInCode(deps.db, hashToken(body.code));
  if (!memberId) {
    const sentence = 'This sign-in address was used before or is too old. Ask for a new one.';
    throw new Refusal('gone', sentence);
  }
  await forgetSignInTries(deps.db, keys);
  await openSession(deps, context, memberId);
  return ok;
};

export const signOut: Handler<'POST /api/sign-out'> = async (deps, { session, context }) => {
  if (session) {
    await deleteSession(deps.db, session.id);
    deps.live.endSession(session.id);
  }
  clearSessionToken(context, deps.publicUrl);
  context.header('clear-site-data', '"cache", "storage"');
  return ok;
};

async function openSession(deps: HttpDeps, c: Context, memberId: MemberId): Promise<void> {
  const token = newToken();
  const userAgent = c.req.header('user-agent') ?? null;
  await insertSession(deps.db, { tokenHash: hashToken(token), memberId, userAgent });
  writeSessionToken(c, deps.publicUrl, token);
  deps.log.info('sign_in', { member: memberId });
}

async function countTry(deps: HttpDeps, keys: Buffer[]): Promise<void> {
  const wait = await countSignInTry(deps.db, keys);
  if (wait <= 0) return;
  throw new Refusal('too_many_requests', `Too many tries. Please wait ${wait} seconds.`, {
    retryAfter: wait,
  });
}

function networkKey(c: Context): Buffer {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return hashToken(`network:${networkOf(incoming?.socket?.remoteAddress ?? 'unknown')}`);
}
