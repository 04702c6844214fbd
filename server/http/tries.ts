import { Refusal } from '#server/contract/errors.ts';
import type { Database } from '#server/db/connect.ts';
import { countTry, forgetTries, type TryKey } from '#server/db/signInTries.ts';
import { hashToken } from '#server/security/tokens.ts';

// Guessing is made slow, never impossible to be right again: nobody is locked out of their house.

const FOR_ONE_PERSON = { free: 5, longest: 900 };

/**
 * An account: guesses of one password. Those from a network where its member has signed in before
 * are counted by themselves, so that a stranger's keep nobody waiting at home.
 */
export const accountTries = (email: string, knownNetwork: string | null): TryKey => ({
  hash: hashToken(
    knownNetwork === null ? `account:${email}` : `account at:${knownNetwork}:${email}`,
  ),
  ...FOR_ONE_PERSON,
});

/** Who has only got hold of a cookie guesses the password no faster than at the door. */
export const confirmTries = (memberId: string): TryKey => ({
  hash: hashToken(`confirm:${memberId}`),
  ...FOR_ONE_PERSON,
});

/**
 * A network: one password tried on many accounts. A whole household shares it, so it has more
 * tries for nothing and waits less.
 */
export const networkTries = (network: string): TryKey => ({
  hash: hashToken(`network:${network}`),
  free: 20,
  longest: 60,
});

/**
 * Counts a try before it is made; `forgetTries` takes it back once it proves right.
 * @throws Refusal that says how long to wait
 */
export async function spendTry(deps: { db: Database }, keys: TryKey[]): Promise<void> {
  const wait = await countTry(deps.db, keys);
  if (wait <= 0) return;
  const time = wait < 120 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`;
  throw new Refusal('too_many_requests', `Too many tries. Please wait ${time}.`, {
    retryAfter: wait,
  });
}

export { forgetTries };
