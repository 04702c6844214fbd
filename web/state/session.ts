import type { Household, SessionReply } from '#server/contract/session.ts';
import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, optimistic, queries } from './client.ts';

/** Who is looking, and at which household. Every page may read it: it is asked once. */
export const session = () => ask(['session', 'household'], 'GET /api/session');

export type SignedIn = Extract<SessionReply, { state: 'signed_in' }>;

/** Who only looks on connects no bank; until it is known who looks, nothing is taken away. */
export const looksOn = (who: SessionReply | undefined): boolean =>
  who?.state === 'signed_in' && who.member.role === 'viewer';

export async function signIn(email: string, password: string): Promise<void> {
  await call('POST /api/sign-in', { body: { email, password } });
  await startOver();
}

/** Signs in with the code of a one-time address. */
export async function signInWithCode(code: string): Promise<void> {
  await call('POST /api/sign-in/code', { body: { code } });
  await startOver();
}

export async function setUp(owner: Input<'POST /api/setup'>['body']): Promise<void> {
  await call('POST /api/setup', { body: owner });
  await startOver();
}

export async function signOut(): Promise<void> {
  await call('POST /api/sign-out');
  queries.setQueryData<SessionReply>(session().queryKey, (who) => ({
    state: 'signed_out',
    demo: who?.state === 'signed_in' && who.demo,
  }));
  // The shell hears of it in the next turn and takes the page away: one that is still there would
  // ask again for what is forgotten.
  await new Promise((done) => setTimeout(done));
  forget();
}

async function startOver(): Promise<void> {
  forget();
  await askWho();
}

const askWho = () => queries.invalidateQueries({ queryKey: ['GET /api/session'] });

/** Nothing of one person may be left for the next. */
function forget(): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'GET /api/session' });
}

export async function changeHousehold(
  patch: Input<'PATCH /api/household'>['body'],
): Promise<Household> {
  const back = optimistic<SessionReply>(['GET /api/session'], (answer) =>
    answer.state === 'signed_in'
      ? { ...answer, household: { ...answer.household, ...(patch as Partial<Household>) } }
      : answer,
  );
  try {
    const household = await call('PATCH /api/household', { body: patch });
    // The time zone and the currency are in almost every answer.
    await queries.invalidateQueries();
    return household;
  } catch (error) {
    back();
    throw error;
  }
}

const key = 'ledgerberry-signed-in';

/** Whether this browser was signed in the last time: then its page is asked for at once. */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(key) === 'yes';
  } catch {
    return false;
  }
}

export function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(key, 'yes');
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing asks one after the other.
  }
}
