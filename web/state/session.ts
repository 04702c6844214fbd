import type { Household, SessionReply } from '#server/contract/session.ts';
import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { ask, forget, optimistic, queries } from './client.ts';
import { viewAs, viewedAs } from './view-as.ts';

/** Who is looking, and at which household. Every page may read it: it is asked once. */
export const session = () => ask(['session', 'household'], 'GET /api/session');

export type SignedIn = Extract<SessionReply, { state: 'signed_in' }>;

/** A viewer connects no bank and changes nothing. */
export const isViewer = (who: SessionReply | undefined): boolean =>
  who?.state === 'signed_in' && who.member.role === 'viewer';

/**
 * Who only looks on, as a viewer or with another's eyes; until it is known who looks, nothing is
 * taken away.
 */
export const looksOn = (who: SessionReply | undefined): boolean =>
  isViewer(who) || viewedAs() !== null;

/** Today in the household's time zone; empty until it is known. */
export const todayOf = (who: SessionReply | undefined): string =>
  who?.state === 'signed_in' ? who.today : '';

/** The name of whoever looks, or with whose eyes. */
export const myName = (who: SessionReply | undefined): string =>
  viewedAs()?.name ?? (who?.state === 'signed_in' ? who.member.name : '');

export async function signIn(given: Input<'POST /api/sign-in'>['body']): Promise<void> {
  await call('POST /api/sign-in', { body: given });
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
  await leave(() => call('POST /api/sign-out'));
}

/**
 * Does what ends this session by the person's own will: signing out, or leaving the household.
 * Nobody is told that a session has ended, and nobody is brought back.
 */
export async function leave(end: () => Promise<unknown>): Promise<void> {
  leaving = true;
  try {
    await end();
    queries.setQueryData<SessionReply>(session().queryKey, (who) => ({
      state: 'signed_out',
      demo: who?.state === 'signed_in' && who.demo,
    }));
    // The shell hears of it in the next turn and takes the page away: one that is still there would
    // ask again for what is forgotten.
    await new Promise((done) => setTimeout(done));
    forgetPerson('too');
  } finally {
    leaving = false;
  }
}

let leaving = false;
let broken: { member: string; at: string } | undefined;
let parted = false;

/**
 * Notes where somebody was when their session ended, unless they ended it themselves here. What
 * they had typed is kept for them, and nothing else.
 */
export function noteEnd({ member }: SignedIn, at: string): void {
  broken = leaving ? undefined : { member: member.id, at };
  // The page goes away with this turn; while it is there it would ask for everything again.
  if (broken) setTimeout(() => forgetPerson('kept'));
}

/**
 * Whoever is looking belongs to the household no more, by `end` or by another's hand: nothing is
 * kept for them here, in the page or by the browser, which the reply tells to empty its stores.
 */
export async function part(
  end: () => Promise<unknown> = () => call('POST /api/sign-out').catch(() => {}),
): Promise<void> {
  parted = true;
  try {
    await leave(end);
  } catch (error) {
    parted = false;
    throw error;
  }
}

/** Whether the last one here left the household, or was taken out of it. */
export const hasParted = (): boolean => parted;

/** Whether the last session here ended without a word from its person. */
export const hasEnded = (): boolean => broken !== undefined;

/** Where they were, for nobody but themselves. */
export const wayBack = ({ member }: SignedIn): string | undefined =>
  broken?.member === member.id ? broken.at : undefined;

export function forgetEnd(): void {
  broken = undefined;
}

/** Somebody has signed in: what was typed and not saved is kept for the one who typed it. */
export async function startOver(): Promise<void> {
  const who = await call('GET /api/session').catch((error: unknown) => {
    forgetPerson('too');
    throw error;
  });
  const again = who.state === 'signed_in' && wayBack(who) !== undefined;
  forgetPerson(again ? 'kept' : 'too');
  parted = false;
  queries.setQueryData<SessionReply>(session().queryKey, who);
}

/** Nothing of one person may be left for the next. */
function forgetPerson(drafts: 'kept' | 'too'): void {
  viewAs(null);
  forget({}, drafts);
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
