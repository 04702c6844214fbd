import { Refusal } from '#server/contract/errors.ts';
import { findHousehold } from '#server/db/members.ts';
import { dayIn } from '#server/domain/today.ts';
import type { HttpDeps } from './deps.ts';

/** The household and its day; whoever asks has signed in, so there is one. */
export async function homeToday(deps: HttpDeps) {
  const household = await findHousehold(deps.db);
  if (!household) throw new Refusal('unauthenticated', 'This Ledgerberry box is not set up yet.');
  return { household, today: dayIn(household.timeZone, deps.now()) };
}
