import { Refusal } from '#server/contract/errors.ts';
import type { AccountId } from '#server/contract/ids.ts';
import type { WhoSees } from '#server/contract/sharing.ts';
import { hide, listHidings, MOST_HIDDEN_MERCHANTS, unhide } from '#server/db/hidings.ts';
import { findAccountOf, findWhoSees, setSharing, type WhoSeesRow } from '#server/db/shares.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { addDays } from '#server/domain/today.ts';
import { whoSeesSentence } from '#server/domain/whoSees.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';

/** Every birthday is nearer; a day far away would be no surprise, and hide something for good. */
const MOST_DAYS = 366;

export const getAccountWhoSees: Handler<'GET /api/accounts/:id/who-sees'> = (deps, call) =>
  whoSees(deps, call.viewer, call.params.id, null, 'There is no such account.');

export const getTransactionWhoSees: Handler<'GET /api/transactions/:id/who-sees'> = async (
  deps,
  { viewer, params },
) => {
  const missing = 'There is no such transaction.';
  const of = await findAccountOf(deps.db, viewer, params.id);
  if (!of) throw new Refusal('not_found', missing);
  return whoSees(deps, viewer, of.accountId, of.hiddenUntil, missing);
};

async function whoSees(
  deps: HttpDeps,
  viewer: Viewer,
  id: AccountId,
  hiddenUntil: string | null,
  missing: string,
): Promise<WhoSees> {
  const row = await findWhoSees(deps.db, viewer, id);
  if (!row) throw new Refusal('not_found', missing);
  const mine = row.access === 'own';
  // What is hidden, only who hides it still sees.
  const seenBy = hiddenUntil
    ? row.seenBy.filter((one) => one.memberId === viewer.memberId)
    : row.seenBy;
  return {
    mine,
    linkedBy: row.linkedBy,
    sharing: mine ? sharingOf(row) : null,
    seenBy,
    sentence: whoSeesSentence({ mine, linkedBy: row.linkedBy.name, seenBy, hiddenUntil }),
  };
}

const sharingOf = ({ shares }: WhoSeesRow) => ({
  household: shares.find((share) => share.memberId === null)?.level ?? 'none',
  members: shares.flatMap(({ memberId, level }) => (memberId ? [{ memberId, level }] : [])),
});

export const postSharing: Handler<'POST /api/accounts/sharing'> = async (deps, call) => {
  const { accounts, sharing } = call.body;
  const named = sharing.members.map((one) => one.memberId);
  if (new Set(named).size !== named.length) {
    throw new Refusal('bad_request', 'A member is named twice.', { field: 'sharing' });
  }
  if (!(await setSharing(deps.db, call.viewer, accounts, sharing))) {
    const sentence =
      'Only who linked an account shares it, and only with members of the household.';
    throw new Refusal('not_found', sentence);
  }
  return ok;
};

export const getHidings: Handler<'GET /api/hidings'> = async (deps, { viewer }) => ({
  hidings: await listHidings(deps.db, viewer),
});

export const postHiding: Handler<'POST /api/hidings'> = async (deps, { viewer, body }) => {
  const latest = addDays(new Date(deps.now()).toISOString().slice(0, 10), MOST_DAYS);
  if (body.until > latest) {
    throw new Refusal('bad_request', 'Something can be hidden for a year at most.', {
      field: 'until',
    });
  }
  const id = await hide(deps.db, viewer, body);
  if (!id) {
    const sentence = 'There is no such transaction in an account that you linked.';
    throw new Refusal('not_found', sentence);
  }
  if (id === 'past') {
    throw new Refusal('bad_request', 'The day must be still to come.', { field: 'until' });
  }
  if (id === 'many') {
    const sentence = `You hide ${MOST_HIDDEN_MERCHANTS} merchants already. Show one of them first.`;
    throw new Refusal('conflict', sentence);
  }
  const [made] = await listHidings(deps.db, viewer, id);
  if (!made) throw new Refusal('conflict', 'It was shown again in the meantime.');
  return made;
};

export const postUnhide: Handler<'POST /api/hidings/:id/remove'> = async (deps, call) => {
  if (!(await unhide(deps.db, call.viewer, call.params.id))) {
    throw new Refusal('not_found', 'You hide nothing by that name.');
  }
  return ok;
};
