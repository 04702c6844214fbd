import { Refusal } from '#server/contract/errors.ts';
import type { HidingHow, WhoSees } from '#server/contract/sharing.ts';
import { hide, listHidings, MOST_HIDDEN_MERCHANTS, unhide } from '#server/db/hidings.ts';
import {
  findAccountOf,
  findWhoSees,
  listWhoSees,
  setSharing,
  type WhoSeesRow,
} from '#server/db/shares.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { addDays } from '#server/domain/today.ts';
import { whoSeesSentence } from '#server/domain/whoSees.ts';
import { ok, type Handler } from './deps.ts';
import { longDay } from './words.ts';

/** Every birthday is nearer; a day far away would be no surprise, and hide something for good. */
const MOST_DAYS = 366;

export const getAccountWhoSees: Handler<'GET /api/accounts/:id/who-sees'> = async (
  deps,
  { viewer, params },
) => {
  const row = await findWhoSees(deps.db, viewer, params.id);
  if (!row) throw new Refusal('not_found', 'There is no such account.');
  return answer(viewer, row, { of: 'account', hidden: null });
};

export const getSharing: Handler<'GET /api/sharing'> = async (deps, { viewer }) => ({
  accounts: (await listWhoSees(deps.db, viewer)).map((row) => ({
    id: row.id,
    sharing: sharingOf(row),
    seenBy: row.seenBy,
    sentence: answer(viewer, row, { of: 'account', hidden: null }).sentence,
  })),
});

export const getTransactionWhoSees: Handler<'GET /api/transactions/:id/who-sees'> = async (
  deps,
  { viewer, params },
) => {
  const of = await findAccountOf(deps.db, viewer, params.id);
  const row = of && (await findWhoSees(deps.db, viewer, of.accountId));
  if (!row) throw new Refusal('not_found', 'There is no such transaction.');
  const { hidden } = of;
  // What is hidden, only who hides it still sees.
  const seenBy = hidden
    ? row.seenBy.filter((one) => one.memberId === viewer.memberId)
    : row.seenBy.filter((one) => one.access !== 'balances');
  return answer(viewer, { ...row, seenBy }, { of: 'transaction', hidden });
};

interface Asked {
  of: 'account' | 'transaction';
  hidden: { until: string; how: HidingHow } | null;
}

function answer(viewer: Viewer, row: WhoSeesRow, { of, hidden }: Asked): WhoSees {
  const { access, linkers, seenBy } = row;
  const mine = access === 'own';
  return {
    mine,
    linkedBy: row.linkedBy,
    sharing: mine ? sharingOf(row) : null,
    seenBy,
    sentence: whoSeesSentence({
      of,
      access,
      linkers,
      others: seenBy.filter((one) => one.memberId !== viewer.memberId),
      hidden: hidden && { ...hidden, until: longDay(hidden.until, 'UTC') },
    }),
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
